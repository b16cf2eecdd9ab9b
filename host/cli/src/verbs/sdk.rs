//! `guesthouse sdk`: unpacks the SDK of a project.

use std::path::PathBuf;

use clap::Args;
use guesthouse_toolchain::Project;
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::Result;
use crate::stdout;
use crate::verbs::build::no_folder;
use crate::verbs::path;

/// Unpack the SDK of a project, without a build
///
/// `guesthouse build` does this first. Editors, tests and other tools need the SDK too, for example
/// in a fresh clone.
#[derive(Args)]
pub(crate) struct Sdk {
    /// Folder of the project
    #[arg(default_value = ".")]
    dir: PathBuf,
}

impl Sdk {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        if !self.dir.is_dir() {
            return Err(no_folder(&self.dir));
        }
        let sdk = Project::open(&self.dir)?.unpack()?;
        if console.format == Format::Json {
            return stdout::json(&json!({ "sdk": sdk }));
        }
        console.done("Unpacked", path(&sdk));
        Ok(())
    }
}
