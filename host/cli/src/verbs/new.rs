//! `guesthouse new`: creates a project that builds.

use std::path::PathBuf;

use clap::Args;
use guesthouse_toolchain::Template;
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::Result;
use crate::stdout;
use crate::verbs::path;

/// Create a plugin project
#[derive(Args)]
pub(crate) struct New {
    /// Language of the plugin
    #[arg(long, short, value_enum)]
    lang: Template,
    /// Folder to create; the folder's name is the plugin's name
    name: PathBuf,
}

impl New {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        let created = self.lang.create(&self.name)?;
        let dir = path(&created.dir);
        if console.format == Format::Json {
            let record = json!({ "dir": created.dir.display().to_string(), "name": created.name, "files": created.files });
            return stdout::json(&record);
        }
        console.done("Created", format_args!("{dir}: edit {}", created.source));
        console.info(format_args!("\n  cd {dir}"));
        for command in &created.next {
            console.info(format_args!("  {command}"));
        }
        Ok(())
    }
}
