//! The sources of adversaries: WebAssembly text and languages of plugins.

use clap::ValueEnum;
use clap::builder::PossibleValue;
use guesthouse_diagnostics::Language;

/// The source of an adversary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// WebAssembly text, which attacks the sandbox.
    Wat,
    /// A language of plugins, which attacks the plugin interface.
    Plugin(Language),
}

impl Source {
    /// Every source that the corpus has.
    pub const ALL: [Self; 5] = [
        Self::Wat,
        Self::Plugin(Language::Rust),
        Self::Plugin(Language::Js),
        Self::Plugin(Language::Python),
        Self::Plugin(Language::Go),
    ];

    /// Returns its name, which is also the name of its folder.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Wat => "wat",
            Self::Plugin(language) => language.name(),
        }
    }

    /// Returns the folder of its adversaries, their extension, and the prefix of the lines of a head.
    pub(crate) fn files(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Wat => ("", "wat", ";;! "),
            Self::Plugin(Language::Js) => ("js/src/attacks", "ts", "//! "),
            Self::Plugin(Language::Python) => ("python/attacks", "py", "#! "),
            Self::Plugin(Language::Go) => ("go/attacks", "go", "//! "),
            Self::Plugin(_) => ("rust/src/attacks", "rs", "//! "),
        }
    }
}

impl ValueEnum for Source {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}
