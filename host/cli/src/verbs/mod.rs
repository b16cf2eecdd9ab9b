//! One file per verb: its options, and what it does.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod doctor;
pub(crate) mod generate;
pub(crate) mod new;
pub(crate) mod run;

/// A name that a stranger chose, safe to show.
fn printable(text: &str) -> String {
    guesthouse_sandbox::clean(text, 200, false)
}
