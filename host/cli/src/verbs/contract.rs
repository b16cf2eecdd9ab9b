//! `guesthouse contract`: shows what a WIT package defines.

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use guesthouse_contract::{Contract, Direction, Interface, Model};
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Result};
use crate::stdout;

/// Show what a contract defines
#[derive(Args)]
pub(crate) struct ContractCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Show(Show),
}

/// Show a world of a WIT package
///
/// With `--format json` it prints the model from which SDKs are generated: interfaces, functions and
/// types with their documentation, which types are errors, and what uses what.
#[derive(Args)]
struct Show {
    /// WIT package: a folder, a file, or a component
    wit: PathBuf,
    /// World to show [default: the only one]
    #[arg(long)]
    world: Option<String>,
}

impl ContractCommand {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        let Verb::Show(show) = &self.verb;
        show.run(console)
    }
}

impl Show {
    fn run(&self, console: &Console) -> Result<()> {
        let contract = Contract::read(&self.wit).map_err(Error::usage)?;
        let world = contract
            .world(self.world.as_deref())
            .map_err(Error::usage)?;
        let model = contract.model(world);
        match console.format {
            Format::Json => stdout::json(&json!(model)),
            Format::Text => stdout::print(&text(&contract.name(), &model)),
        }
    }
}

/// Lists the interfaces and functions of a world.
fn text(package: &str, model: &Model) -> String {
    let mut text = format!("{package} world `{}`\n", model.world);
    for interface in &model.interfaces {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {} {}", direction(interface), interface.name);
        for function in &interface.functions {
            let summary = function.docs.lines().next().unwrap_or_default();
            let _ = writeln!(text, "    {:<28}{summary}", function.wit_name);
        }
    }
    text
}

fn direction(interface: &Interface) -> &'static str {
    match interface.direction {
        Direction::Import => "import",
        Direction::Export => "export",
    }
}
