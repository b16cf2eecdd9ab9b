//! `guesthouse doctor`: which tools are there, and how to get those that are not.

use std::fmt::Write;

use clap::{Args, ValueEnum};
use guesthouse_inspect::Language;
use guesthouse_toolchain::doctor::{self, Finding};
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Kind, Result};
use crate::stdout;

/// Say which tools are missing, and the command that gets them
#[derive(Args)]
pub(crate) struct Doctor {
    /// Look at the tools of this language only
    #[arg(long, short, value_enum)]
    lang: Option<Lang>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    /// Rust
    Rust,
    /// JavaScript and TypeScript
    #[value(alias = "ts")]
    Js,
    /// Python
    Python,
    /// Go
    Go,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Rust => Self::Rust,
            Lang::Js => Self::Js,
            Lang::Python => Self::Python,
            Lang::Go => Self::Go,
        }
    }
}

impl Doctor {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        let progress = console.progress("looking at the tools", None);
        let mut findings = doctor::check();
        drop(progress);
        if let Some(lang) = self.lang {
            findings.retain(|finding| finding.language == lang.into());
        }
        match console.format {
            Format::Json => stdout::json(&json!(findings))?,
            Format::Text => stdout::print(&table(&findings))?,
        }
        if findings.iter().any(Finding::is_problem) {
            return Err(Error::told(Kind::Failed));
        }
        Ok(())
    }
}

fn table(findings: &[Finding]) -> String {
    let width = findings
        .iter()
        .map(|finding| finding.tool.len())
        .max()
        .unwrap_or(0);
    findings
        .iter()
        .map(|finding| line(finding, width))
        .collect()
}

/// `ok       rust    cargo  cargo 1.95.0 (any version)`
fn line(finding: &Finding, width: usize) -> String {
    let Finding {
        language,
        tool,
        needed,
        found,
        fix,
    } = finding;
    let state = if finding.is_problem() {
        "missing"
    } else {
        "ok"
    };
    let found = found.as_deref().unwrap_or("not found");
    let mut line = format!(
        "{state:<9}{:<8}{tool:<width$}  {found} ({needed})\n",
        language.name()
    );
    if let Some(fix) = fix {
        // Writing to a string cannot fail.
        let _ = writeln!(line, "{:17}hint: {fix}", "");
    }
    line
}
