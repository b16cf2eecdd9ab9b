//! The mutation check: a change to the source takes one control away, and a named test must notice.
//!
//! The mutants are data: `host/hostile/mutants/*.toml`.

mod table;
mod test_name;

use crate::corpus;
use crate::page::{self, PAGE};
use crate::source::Source;
use std::path::Path;

/// The repository.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Returns every mistake in the tables of mutants. Builds nothing.
///
/// # Errors
/// When a table, the attack table or the corpus cannot be read.
pub fn mistakes() -> anyhow::Result<Vec<String>> {
    let root = Path::new(ROOT);
    let rows = page::rows(&std::fs::read_to_string(PAGE)?);
    let rows = rows.iter().map(|row| row.word.as_str()).collect();
    let corpus = corpus::read(&Source::ALL)?;
    Ok(table::mistakes(&table::read(root)?, root, &rows, &corpus))
}
