//! `guesthouse compare`: finds changes of a contract that break plugins of its latest release.

use std::path::PathBuf;

use clap::Args;
use guesthouse_inspect::evolution::{Package, compare};
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Result};
use crate::stdout;

/// Compare a WIT package with its latest release and report breaking changes
#[derive(Args)]
pub(crate) struct Compare {
    /// Folder of the WIT package
    wit: PathBuf,
    /// Folder of the release to compare with [default: the latest release in WIT/released]
    #[arg(long, value_name = "FOLDER")]
    with: Option<PathBuf>,
}

impl Compare {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        let package = Package::read(&self.wit).map_err(Error::usage)?;
        let release = match &self.with {
            Some(folder) => Package::read(folder),
            None => Package::newest(&self.wit.join("released")),
        }
        .map_err(Error::usage)?;
        let breaks = compare(&release, &package);
        let (old, new) = (release.name().to_string(), package.name().to_string());
        match console.format {
            Format::Json => {
                stdout::json(&json!({ "release": old, "package": new, "diagnostics": breaks }))?;
            }
            Format::Text => {
                breaks.iter().for_each(|found| console.report(found));
                if breaks.is_empty() {
                    console.result(&format!(
                        "`{new}` is compatible with plugins built against `{old}`\n"
                    ))?;
                }
            }
        }
        Error::unless(breaks.is_empty())
    }
}
