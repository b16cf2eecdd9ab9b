//! `guesthouse state`: shows and changes the stores in a state file.

mod edit;
mod entry;
mod fault;
mod import;
mod limits;
mod show;

use std::fs::File;
use std::io::{Error as IoError, ErrorKind};
use std::path::Path;

use clap::{Args, Subcommand};
use guesthouse::{StateEditor, StateView};
use guesthouse_diagnostics::{Diagnostic, nearest};

use crate::console::Console;
use crate::error::{Error, Result};
use crate::verbs::{path, printable};

pub(in crate::verbs) use fault::unusable;

/// Stores that a hint names.
const MAX_NAMED: usize = 5;

/// Look at the stores in a state file, and change them
///
/// The file is that of `run --state`. A store is written PLUGIN/NAME, or /NAME if plugins share it.
/// `list`, `get` and `export` do not change the file.
#[derive(Args)]
pub(crate) struct StateCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    List(show::List),
    Get(show::Get),
    Set(edit::Set),
    Delete(edit::Delete),
    Export(show::Export),
    Import(import::Import),
}

impl StateCommand {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        match &self.verb {
            Verb::List(verb) => verb.run(console),
            Verb::Get(verb) => verb.run(console),
            Verb::Set(verb) => verb.run(console),
            Verb::Delete(verb) => verb.run(console),
            Verb::Export(verb) => verb.run(console),
            Verb::Import(verb) => verb.run(console),
        }
    }
}

const OTHER: &str = "give the file of `guesthouse run --state FILE`";

/// Opens a state file without changing it.
pub(in crate::verbs) fn view(file: &Path) -> Result<StateView> {
    require(file)?;
    StateView::open(file).map_err(|error| unusable(&error, OTHER))
}

/// Opens a state file to change it.
fn editor(file: &Path) -> Result<StateEditor> {
    StateEditor::open(file).map_err(|error| unusable(&error, OTHER))
}

/// Checks that there is a file that this process can read.
fn require(file: &Path) -> Result<()> {
    let readable = || -> std::io::Result<()> {
        let found = file.metadata()?;
        if found.is_dir() {
            return Err(IoError::from(ErrorKind::IsADirectory));
        }
        // A pipe would wait for a writer.
        if found.is_file() {
            File::open(file)?;
        }
        Ok(())
    };
    readable().map_err(|error| Error::file("read", file, &error))
}

fn require_store(view: &StateView, file: &Path, store: &str) -> Result<()> {
    if view.stores()?.iter().any(|size| size.store == store) {
        return Ok(());
    }
    Err(no_such_store(view, file, store))
}

/// Returns the error about a key that is not there.
fn missing(view: &StateView, file: &Path, store: &str, key: &str) -> Error {
    let found = require_store(view, file, store);
    found.err().unwrap_or_else(|| no_such_key(file, store, key))
}

fn no_such_store(view: &StateView, file: &Path, store: &str) -> Error {
    let stores = view.stores().unwrap_or_default();
    let names: Vec<_> = stores.iter().map(|size| size.store.as_str()).collect();
    let message = format!("`{}` has no store `{}`", path(file), printable(store));
    let found = Diagnostic::error("no-such-store", message);
    let ending = format!("/{}", store.rsplit('/').next().unwrap_or(store));
    let meant = names.iter().find(|name| name.ends_with(&ending)).copied();
    let hint = match meant.or_else(|| nearest(store, names.iter().copied())) {
        Some(meant) => format!("did you mean `{}`?", printable(meant)),
        None if names.is_empty() => "no plugin has stored anything in this file".to_owned(),
        None => {
            let named = names.iter().take(MAX_NAMED);
            let named: Vec<_> = named.map(|name| format!("`{}`", printable(name))).collect();
            let more = if names.len() > MAX_NAMED { ", …" } else { "" };
            format!("its stores are {}{more}", named.join(", "))
        }
    };
    Error::failed(found.hint(hint))
}

fn no_such_key(file: &Path, store: &str, key: &str) -> Error {
    let (store, file) = (printable(store), path(file));
    let message = format!("the store `{store}` has no key `{}`", printable(key));
    let hint = format!("`guesthouse state list {file} {store}` lists its keys");
    Error::failed(Diagnostic::error("no-such-key", message).hint(hint))
}
