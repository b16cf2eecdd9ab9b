//! `guesthouse new`: a project that builds.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use guesthouse_toolchain::Template;
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::Result;
use crate::stdout;
use crate::verbs::path;

/// Start a plugin project
#[derive(Args)]
pub(crate) struct New {
    /// Write it in this language
    #[arg(long, short, value_enum)]
    lang: Lang,
    /// Make this folder; its last part is the plugin's name
    name: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    /// Rust
    Rust,
    /// TypeScript
    Ts,
    /// JavaScript
    Js,
    /// Python
    Python,
    /// Go
    Go,
}

impl From<Lang> for Template {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Rust => Self::Rust,
            Lang::Ts => Self::Ts,
            Lang::Js => Self::Js,
            Lang::Python => Self::Python,
            Lang::Go => Self::Go,
        }
    }
}

impl New {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        let created = Template::from(self.lang).create(&self.name)?;
        let dir = path(&created.dir);
        if console.format == Format::Json {
            let record = json!({ "dir": created.dir.display().to_string(), "name": created.name, "files": created.files });
            return stdout::json(&record);
        }
        console.done(
            "Made",
            format_args!("{dir}: write your plugin in {}", created.source),
        );
        console.say(format_args!("\n  cd {dir}"));
        for command in &created.next {
            console.say(format_args!("  {command}"));
        }
        Ok(())
    }
}
