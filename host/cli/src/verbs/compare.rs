//! `guesthouse compare`: whether a contract breaks what was built against its newest release.

use std::path::PathBuf;

use clap::Args;
use guesthouse_inspect::evolution::{Package, compare};
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::{Diagnostic, Error, Kind, Result};
use crate::stdout;

/// Say whether a WIT package breaks what was built against its newest release
#[derive(Args)]
pub(crate) struct Compare {
    /// The folder of the package
    wit: PathBuf,
    /// Compare with the package in this folder; without it, with the newest in WIT/released
    #[arg(long, value_name = "FOLDER")]
    with: Option<PathBuf>,
}

impl Compare {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        let unreadable = |found| Error::usage(Diagnostic::from(&found));
        let release = match &self.with {
            Some(folder) => Package::read(folder),
            None => Package::newest(&self.wit.join("released")),
        };
        let release = release.map_err(unreadable)?;
        let package = Package::read(&self.wit).map_err(unreadable)?;
        let found = compare(&release, &package);
        match console.format {
            Format::Json => {
                let (was, is) = (release.name().to_string(), package.name().to_string());
                let line = json!({ "release": was, "package": is, "diagnostics": found });
                stdout::json(&line)?;
            }
            Format::Text => {
                found.iter().for_each(|found| console.tell(&found.into()));
                if found.is_empty() {
                    let (was, is) = (release.name(), package.name());
                    stdout::print(&format!(
                        "`{is}` breaks nothing that was built against `{was}`\n"
                    ))?;
                }
            }
        }
        if found.is_empty() {
            Ok(())
        } else {
            Err(Error::told(Kind::Failed))
        }
    }
}
