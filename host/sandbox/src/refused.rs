//! Why a component was not loaded: all reasons at once, each with a stable code.

use serde::Serialize;

/// Defines the closed set of codes from one table.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident $code:literal;)+) => {
        /// What is wrong with a component.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum RefusalCode {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl RefusalCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Returns the stable word for machines.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// Returns what the code means, for `explain`.
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
    Empty "empty";
    /// The file is not WebAssembly.
    NotWasm "not-wasm";
    /// The file is WebAssembly text, which is not run.
    TextFormat "text-format";
    /// The file is a core module, not a component.
    CoreModule "core-module";
    /// The file is a precompiled artefact: native code, which is not run.
    Precompiled "precompiled";
    /// The file ends in the middle.
    Truncated "truncated";
    /// The file breaks the rules of the component format.
    Malformed "malformed";
    /// The component is larger than the host allows.
    TooLarge "too-large";
    /// The component uses a WebAssembly feature that is switched off.
    Feature "feature";
    /// The component has more parts than the host allows.
    TooManyParts "too-many-parts";
    /// The component imports an interface that does not exist here.
    UnknownImport "unknown-import";
    /// The component lacks an interface it must export.
    MissingExport "missing-export";
    /// An import or export has another type than the contract says.
    TypeMismatch "type-mismatch";
    /// Compiling the component took more memory or time than the host allows.
    CompileLimit "compile-limit";
    /// Too many components wait to be compiled. Try again later.
    Busy "busy";
    /// The compiler could not compile the component.
    CompileFailed "compile-failed";
    /// The host could not do its work: the worker or the engine did not start.
    HostError "host-error";
}

/// One reason why a component was not loaded. All text is safe to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// What is wrong.
    pub code: RefusalCode,
    /// What exactly, and where.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    pub(crate) fn new(code: RefusalCode, message: impl AsRef<str>) -> Self {
        Self {
            code,
            message: crate::text::clean(
                message.as_ref(),
                crate::static_limits::DIAGNOSTIC_BYTES,
                true,
            ),
            hint: None,
        }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "error[{}]: {}", self.code.code(), self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

/// The component was not loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Every reason that was found, at least one.
    pub diagnostics: Vec<Diagnostic>,
}

impl From<Diagnostic> for Refused {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            diagnostics: vec![diagnostic],
        }
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, diagnostic) in self.diagnostics.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, RefusalCode};

    #[test]
    fn a_message_is_shown_only_so_far() {
        let message = "a\u{202e}".repeat(1000);
        let diagnostic = Diagnostic::new(RefusalCode::CompileFailed, message);
        assert!(diagnostic.message.len() <= 2000);
        assert!(diagnostic.message.starts_with("a\\u{202e}a"));
    }
}
