//! One file per verb: its options, and what it does.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod doctor;
pub(crate) mod generate;
pub(crate) mod new;
pub(crate) mod run;

/// The name of a file, which a stranger may have chosen, safe to show.
fn path(path: &std::path::Path) -> String {
    guesthouse_sandbox::clean(&path.display().to_string(), 4_000, false)
}

/// A name that a stranger chose, safe to show.
fn printable(text: &str) -> String {
    guesthouse_sandbox::clean(text, 200, false)
}
