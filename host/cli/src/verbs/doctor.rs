//! `guesthouse doctor`: reports missing tools and how to get them, and a cache that cannot be used.

use std::fmt::Write;

use clap::Args;
use guesthouse_diagnostics::chain;
use guesthouse_inspect::Language;
use guesthouse_sandbox::{CacheError, SandboxBuilder};
use guesthouse_toolchain::doctor::{self, Finding};
use serde::Serialize;
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Result};
use crate::stdout;
use crate::verbs::path;

/// Report missing tools and how to install them
#[derive(Args)]
pub(crate) struct Doctor {
    /// Check only the tools of this language
    #[arg(long, short, value_enum)]
    lang: Option<Language>,
}

impl Doctor {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        let progress = console.progress("checking tools");
        let languages = self.lang.map_or(Language::ALL.to_vec(), |lang| vec![lang]);
        let tools = languages.into_iter().flat_map(doctor::check).map(Row::from);
        let rows: Vec<_> = tools.chain([cache()]).collect();
        drop(progress);
        match console.format {
            Format::Json => stdout::json(&json!(rows))?,
            Format::Text => stdout::print(&table(&rows))?,
        }
        Error::unless(rows.iter().all(|row| row.fix.is_none()))
    }
}

/// What `guesthouse` needs, and whether it is there.
#[derive(Serialize)]
struct Row {
    /// The language that needs it, or nothing if running any plugin does.
    language: Option<Language>,
    tool: String,
    needed: String,
    found: Option<String>,
    fix: Option<String>,
}

impl From<Finding> for Row {
    fn from(finding: Finding) -> Self {
        Self {
            language: Some(finding.language),
            tool: finding.tool,
            needed: finding.needed,
            found: finding.found,
            fix: finding.fix,
        }
    }
}

/// Looks at the folder of compiled plugins. Without it, each run compiles its plugin again.
fn cache() -> Row {
    let dir = SandboxBuilder::default_cache_dir();
    let problem = dir
        .as_ref()
        .map(|dir| SandboxBuilder::check_cache_dir(dir).err());
    let shown = dir.map(|dir| path(&dir));
    let (found, fix) = match (shown, problem.flatten()) {
        (None, _) => (
            None,
            Some("set XDG_CACHE_HOME to a writable folder".to_owned()),
        ),
        (Some(dir), None) => (Some(dir), None),
        (Some(dir), Some(error)) => (
            Some(format!("{dir}: {}", chain(&error))),
            Some(fix(&dir, &error)),
        ),
    };
    Row {
        language: None,
        tool: "cache of compiled plugins".to_owned(),
        needed: "a folder that only this user can use".to_owned(),
        found,
        fix,
    }
}

fn fix(dir: &str, error: &CacheError) -> String {
    match error {
        CacheError::Owner => "set XDG_CACHE_HOME to a folder of this user".to_owned(),
        CacheError::Writable => format!("chmod 700 '{dir}'"),
        CacheError::Readable | CacheError::Key(_) => format!("rm '{dir}/key'"),
        _ => "set XDG_CACHE_HOME to a writable folder".to_owned(),
    }
}

fn table(rows: &[Row]) -> String {
    let widths = rows.iter().map(|row| row.tool.len());
    let width = widths.max().unwrap_or(0);
    rows.iter().map(|row| line(row, width)).collect()
}

/// `ok       rust    cargo  cargo 1.95.0 (any version)`
fn line(row: &Row, width: usize) -> String {
    let Row {
        language,
        tool,
        needed,
        found,
        fix,
    } = row;
    let state = match (fix, found) {
        (None, _) => "ok",
        (Some(_), None) => "missing",
        (Some(_), Some(_)) => "problem",
    };
    let found = found.as_deref().unwrap_or("not found");
    let language = language.map_or("", Language::name);
    let mut line = format!("{state:<9}{language:<8}{tool:<width$}  {found} ({needed})\n");
    if let Some(fix) = fix {
        // Writing to a string cannot fail.
        let _ = writeln!(line, "{:17}hint: {fix}", "");
    }
    line
}
