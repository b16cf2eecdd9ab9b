//! `guesthouse new`: creates a project that builds.

use std::path::PathBuf;

use clap::Args;
use guesthouse_toolchain::Template;
use guesthouse_toolchain::domain::create_plugin;
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
    /// Domain of the plugin: a folder with domain.toml, or a packed file [default: automation]
    #[arg(long, value_name = "PATH")]
    domain: Option<PathBuf>,
    /// World that the plugin implements, if the domain has several
    #[arg(long, requires = "domain")]
    world: Option<String>,
    /// Folder to create; the folder's name is the plugin's name
    name: PathBuf,
}

impl New {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        let created = match &self.domain {
            Some(domain) => create_plugin(
                &self.name,
                domain,
                self.world.as_deref(),
                self.lang.language,
            )?,
            None => self.lang.create(&self.name)?,
        };
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
