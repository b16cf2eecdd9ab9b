use std::borrow::Cow;
use std::fmt;

use crate::{Diagnostic, clean};

/// Defines the closed set of codes from one table.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident $code:literal;)+) => {
        /// Why a component is refused, by `guesthouse check` and by every host that loads it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum RefusalCode {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl RefusalCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Returns the stable code.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// Returns what the code means, in a sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc),+).trim_ascii(),)+
                }
            }
        }
    };
}

codes! {
    /// The file is empty.
    EmptyFile "empty-file";
    /// The file is not WebAssembly.
    NotWasm "not-wasm";
    /// The file is WebAssembly text. Hosts load the binary format only.
    TextFormat "text-format";
    /// The file is a core module, not a component.
    CoreModule "core-module";
    /// The file is a precompiled artefact, which is native code. Hosts compile components themselves.
    Precompiled "precompiled";
    /// The file ends too early.
    Truncated "truncated";
    /// The file breaks a rule of the component format.
    Malformed "malformed";
    /// The component is larger than the host allows.
    TooLarge "too-large";
    /// The component uses a WebAssembly feature that the host does not support.
    UnsupportedFeature "unsupported-feature";
    /// The component has more parts than the host allows.
    TooManyParts "too-many-parts";
    /// The component imports an interface that the host does not provide.
    UnknownImport "unknown-import";
    /// The component lacks an interface that it must export.
    MissingExport "missing-export";
    /// The type of an import or export differs from the contract.
    TypeMismatch "type-mismatch";
    /// WIT cannot describe a type that the component imports or exports.
    UnreadableInterface "unreadable-interface";
    /// Checking the component took more memory or time than the host allows.
    CheckLimit "check-limit";
    /// Compiling the component took more memory or time than the host allows.
    CompileLimit "compile-limit";
    /// Too many components are loaded or wait to be compiled. A later attempt can succeed.
    Busy "busy";
    /// The compiler could not compile the component.
    CompileFailed "compile-failed";
    /// The host failed: it could not start the worker or the engine.
    HostError "host-error";
}

/// Bytes of one message about a refused component. Its author can choose names of any length.
const MESSAGE_BYTES: usize = 2_000;

/// Bytes of one name of an import, export or function in a message.
const NAME_BYTES: usize = 200;

impl RefusalCode {
    /// Makes the diagnostic of a refusal. The message is made safe to show.
    #[must_use]
    pub fn diagnostic(self, message: impl fmt::Display) -> Diagnostic {
        Diagnostic::error(
            self.code(),
            clean(&message.to_string(), MESSAGE_BYTES, true),
        )
    }

    /// Returns a name out of a component, safe to show and of bounded length.
    #[must_use]
    pub fn shown(name: &str) -> String {
        clean(name, NAME_BYTES, false)
    }

    /// Returns the refusal code of a diagnostic, if it has one.
    #[must_use]
    pub fn of(diagnostic: &Diagnostic) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|code| diagnostic.code == *code)
    }
}

impl PartialEq<RefusalCode> for Cow<'_, str> {
    fn eq(&self, code: &RefusalCode) -> bool {
        self == code.code()
    }
}

impl fmt::Display for RefusalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl From<RefusalCode> for Cow<'static, str> {
    fn from(code: RefusalCode) -> Self {
        code.code().into()
    }
}

#[cfg(test)]
mod tests {
    use super::RefusalCode;

    #[test]
    fn a_message_is_safe_and_bounded() {
        let message = "a\u{202e}".repeat(1000);
        let diagnostic = RefusalCode::CompileFailed.diagnostic(message);
        assert!(diagnostic.message.len() <= 2000);
        assert!(diagnostic.message.starts_with("a\\u{202e}a"));
        assert_eq!(
            RefusalCode::of(&diagnostic),
            Some(RefusalCode::CompileFailed)
        );
    }

    #[test]
    fn a_name_is_cut() {
        let shown = RefusalCode::shown(&"a".repeat(1000));
        assert!(shown.len() <= 200, "{} bytes", shown.len());
        assert!(shown.starts_with("aaa"), "{shown}");
    }
}
