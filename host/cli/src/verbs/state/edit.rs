//! Changes one key.

use std::ffi::OsString;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use clap::Args;
use guesthouse::EditError;
use guesthouse_diagnostics::Diagnostic;
use serde_json::json;

use super::limits::StoreLimits;
use super::{editor, missing, require, view};
use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Result, plain};
use crate::stdout;
use crate::verbs::run::counted;
use crate::verbs::{file, printable};

/// Store a value under a key
///
/// The rules for keys and sizes are those for plugins. The file is created if it does not exist.
#[derive(Args)]
pub(super) struct Set {
    /// State file
    #[arg(value_name = "FILE", value_parser = file())]
    state: PathBuf,
    /// Store: PLUGIN/NAME, or /NAME if plugins share it
    store: String,
    /// Key
    key: String,
    /// Value; `-` reads it from standard input
    #[arg(allow_negative_numbers = true)]
    value: OsString,
    /// Policy with the limits of the store [default: the default limits]
    #[arg(long, value_name = "FILE", value_parser = file())]
    policy: Option<PathBuf>,
}

impl Set {
    pub(super) fn run(&self, console: &Console) -> Result<()> {
        let mut limits = StoreLimits::read(self.policy.as_deref())?;
        let value = self.value(limits.of(&self.store).value_bytes)?;
        let bytes = value.len();
        let mut editor = editor(&self.state)?;
        editor
            .set(&self.store, &self.key, value, limits.of(&self.store))
            .map_err(|error| refused(error).usage())?;
        editor.commit()?;
        let (store, key) = (&self.store, &self.key);
        if console.format == Format::Json {
            return stdout::json(&json!({ "store": store, "key": key, "size": bytes }));
        }
        let (store, key) = (printable(store), printable(key));
        let bytes = counted(bytes as u64, "byte");
        console.done("Stored", format_args!("{bytes} under `{key}` in `{store}`"));
        Ok(())
    }

    /// Returns the value, or its first bytes if it has more than `limit`.
    fn value(&self, limit: u64) -> Result<Vec<u8>> {
        if self.value != "-" {
            return Ok(self.value.as_bytes().to_vec());
        }
        let mut value = Vec::new();
        let mut first = std::io::stdin().lock().take(limit.saturating_add(1));
        let read = first.read_to_end(&mut value);
        read.map_err(|error| cannot_read(&error))?;
        Ok(value)
    }
}

pub(super) fn cannot_read(error: &std::io::Error) -> Error {
    let message = format!("cannot read standard input: {}", plain(error));
    let hint = "check the file or program that provides it, then run the command again";
    Error::failed(Diagnostic::error("cannot-read", message).hint(hint))
}

/// Why a change is refused: the entry breaks a rule, or the file cannot be used.
pub(super) enum Refused {
    Entry(Box<Diagnostic>),
    File(Error),
}

impl Refused {
    fn usage(self) -> Error {
        match self {
            Self::Entry(found) => Error::usage(*found),
            Self::File(error) => error,
        }
    }
}

pub(super) fn refused(error: EditError) -> Refused {
    let hint = match &error {
        EditError::Store(_) => "write PLUGIN/NAME, or /NAME if plugins share the store",
        EditError::Key => "choose a key that a plugin could use",
        EditError::State(_) => "",
        _ => "if the policy allows more, give it with --policy FILE",
    };
    match error {
        EditError::State(error) => Refused::File(error.into()),
        error => {
            let message = printable(&error.to_string());
            let found = Diagnostic::error("refused-entry", message).hint(hint);
            Refused::Entry(Box::new(found))
        }
    }
}

/// Delete a key
#[derive(Args)]
pub(super) struct Delete {
    /// State file
    #[arg(value_name = "FILE", value_parser = file())]
    state: PathBuf,
    /// Store
    store: String,
    /// Key
    key: String,
}

impl Delete {
    pub(super) fn run(&self, console: &Console) -> Result<()> {
        require(&self.state)?;
        let mut editor = editor(&self.state)?;
        let had = editor.delete(&self.store, &self.key);
        let had = had.map_err(|error| refused(error).usage())?;
        if !had {
            drop(editor);
            let view = view(&self.state)?;
            return Err(missing(&view, &self.state, &self.store, &self.key));
        }
        editor.commit()?;
        let (store, key) = (&self.store, &self.key);
        if console.format == Format::Json {
            return stdout::json(&json!({ "store": store, "key": key }));
        }
        let (store, key) = (printable(store), printable(key));
        console.done("Deleted", format_args!("`{key}` from `{store}`"));
        Ok(())
    }
}
