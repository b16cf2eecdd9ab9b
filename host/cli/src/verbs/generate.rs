//! `guesthouse generate`: man pages, completions and the reference, from the definitions that
//! parse the command line. Hidden: packagers and CI use it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory, Subcommand};

use crate::args::Cli;
use crate::error::{Error, Result};
use crate::stdout;

/// Generate man pages, completions and the reference
#[derive(Args)]
#[command(hide = true)]
pub(crate) struct Generate {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Write the man pages into a directory
    Man {
        /// The directory
        dir: PathBuf,
    },
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print docs/reference/cli.md
    Reference,
}

impl Generate {
    pub(crate) fn run(self) -> Result<()> {
        match self.what {
            What::Man { dir } => man(&dir),
            What::Completions { shell } => completions(shell),
            What::Reference => stdout::print(&reference()),
        }
    }
}

fn man(dir: &Path) -> Result<()> {
    std::fs::create_dir_all(dir)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), dir))
        .map_err(|error| Error::file("write man pages into", dir, &error))
}

fn completions(shell: clap_complete::Shell) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "guesthouse", &mut script);
    stdout::print(&String::from_utf8_lossy(&script))
}

fn reference() -> String {
    let mut command = Cli::command().term_width(100);
    command.build();
    let mut text = String::from(
        "# Command line\n\n\
         Generated from the definitions that parse it: `guesthouse generate reference`.\n",
    );
    section(&mut text, &mut command);
    let names: Vec<String> = command
        .get_subcommands()
        .filter(|verb| !verb.is_hide_set() && verb.get_name() != "help")
        .map(|verb| verb.get_name().to_owned())
        .collect();
    for name in names {
        if let Some(verb) = command.find_subcommand_mut(&name) {
            section(&mut text, verb);
        }
    }
    text
}

fn section(text: &mut String, command: &mut Command) {
    let name = command.get_bin_name().unwrap_or("guesthouse").to_owned();
    let help = command.render_long_help().to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "\n## {name}\n\n```text\n{}\n```\n",
        help.join("\n").trim_end()
    );
}
