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

    pub(crate) fn files(self) -> Files {
        match self {
            Self::Wat => Files::new("", "wat", ";;! "),
            Self::Plugin(Language::Js) => Files::new("js/src/attacks", "ts", "//! "),
            Self::Plugin(Language::Python) => Files::new("python/attacks", "py", "#! "),
            Self::Plugin(Language::Go) => Files::new("go/attacks", "go", "//! "),
            Self::Plugin(_) => Files::new("rust/src/attacks", "rs", "//! "),
        }
    }
}

/// The files of the adversaries of a source.
pub(crate) struct Files {
    /// Their folder, relative to the corpus.
    pub(crate) dir: &'static str,
    pub(crate) extension: &'static str,
    /// The prefix of each line of a head.
    pub(crate) mark: &'static str,
}

impl Files {
    fn new(dir: &'static str, extension: &'static str, mark: &'static str) -> Self {
        Self {
            dir,
            extension,
            mark,
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
