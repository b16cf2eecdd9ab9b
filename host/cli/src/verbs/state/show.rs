//! Shows stores, keys and values. The file stays as it is.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;
use guesthouse::StateView;
use guesthouse_sandbox::{clean, clean_json};
use serde_json::json;

use super::{entry, missing, require_store, view};
use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Result};
use crate::stdout::{self, Stdout};
use crate::verbs::file;
use crate::verbs::run::counted;

/// List stores, or the keys of a store
///
/// Without a store, prints the stores with their keys and bytes; with a store, its keys with the bytes
/// of their values.
#[derive(Args)]
pub(super) struct List {
    /// State file
    #[arg(value_name = "FILE", value_parser = file())]
    state: PathBuf,
    /// Store whose keys to list
    store: Option<String>,
    /// Beginning of the keys to list
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true,
        requires = "store"
    )]
    prefix: String,
}

impl List {
    pub(super) fn run(&self, console: &Console) -> Result<()> {
        stdout::require_open()?;
        let view = view(&self.state)?;
        let mut out = Stdout::lock();
        match &self.store {
            None => list_stores(&view, console.format, &mut out)?,
            Some(store) => {
                require_store(&view, &self.state, store)?;
                view.keys(store, &self.prefix, |key, size| {
                    let line = match console.format {
                        Format::Json => {
                            json_line(&json!({ "store": store, "key": key, "size": size }))
                        }
                        Format::Text => {
                            format!(
                                "{:<40} {:>16}",
                                clean(key, usize::MAX, false),
                                counted(size, "byte")
                            )
                        }
                    };
                    out.line(line.as_bytes())
                })?;
            }
        }
        out.flush()
    }
}

fn list_stores(view: &StateView, format: Format, out: &mut Stdout) -> Result<()> {
    for size in view.stores()? {
        let (store, keys, bytes) = (size.store, size.keys, size.bytes);
        let line = match format {
            Format::Json => json_line(&json!({ "store": store, "keys": keys, "bytes": bytes })),
            Format::Text => {
                let store = clean(&store, usize::MAX, false);
                format!(
                    "{store:<40} {:>15} {:>18}",
                    counted(keys, "key"),
                    counted(bytes, "byte")
                )
            }
        };
        out.line(line.as_bytes())?;
    }
    Ok(())
}

fn json_line(value: &serde_json::Value) -> String {
    clean_json(&value.to_string()).into_owned()
}

/// Print the value of a key
///
/// Writes the bytes of the value to standard output as they are. On a terminal, control characters
/// are written as escapes.
#[derive(Args)]
pub(super) struct Get {
    /// State file
    #[arg(value_name = "FILE", value_parser = file())]
    state: PathBuf,
    /// Store
    store: String,
    /// Key
    key: String,
}

impl Get {
    pub(super) fn run(&self, console: &Console) -> Result<()> {
        stdout::require_open()?;
        let view = view(&self.state)?;
        let Some(value) = view.get(&self.store, &self.key)? else {
            return Err(missing(&view, &self.state, &self.store, &self.key));
        };
        match console.format {
            Format::Json => stdout::json(&entry::json(&self.store, &self.key, &value)),
            Format::Text if std::io::stdout().is_terminal() => {
                let text = clean(&String::from_utf8_lossy(&value), usize::MAX, true);
                let end = if text.ends_with('\n') { "" } else { "\n" };
                stdout::print(&(text + end))
            }
            Format::Text => stdout::bytes(&value),
        }
    }
}

/// Write keys and values as JSON lines
///
/// Writes a line for each key, which `guesthouse state import` reads. Committed outcomes are not
/// exported.
#[derive(Args)]
pub(super) struct Export {
    /// State file
    #[arg(value_name = "FILE", value_parser = file())]
    state: PathBuf,
    /// Store to export [default: all]
    store: Option<String>,
}

impl Export {
    pub(super) fn run(&self, _: &Console) -> Result<()> {
        stdout::require_open()?;
        let view = view(&self.state)?;
        let stores = match &self.store {
            Some(store) => {
                require_store(&view, &self.state, store)?;
                vec![store.clone()]
            }
            None => view.stores()?.into_iter().map(|size| size.store).collect(),
        };
        let mut out = Stdout::lock();
        for store in stores {
            view.keys(&store, "", |key, _| -> Result<(), Error> {
                let value = view.get(&store, key)?.unwrap_or_default();
                out.line(json_line(&entry::json(&store, key, &value)).as_bytes())
            })?;
        }
        out.flush()
    }
}
