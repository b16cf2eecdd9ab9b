//! One file per verb, with its options and its implementation.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod doctor;
pub(crate) mod generate;
pub(crate) mod new;
pub(crate) mod run;

/// A path, safe to print. An untrusted author may have chosen it.
fn path(path: &std::path::Path) -> String {
    guesthouse_sandbox::clean(&path.display().to_string(), 4_000, false)
}

/// A name that an untrusted author chose, safe to print.
fn printable(text: &str) -> String {
    guesthouse_sandbox::clean(text, 200, false)
}
