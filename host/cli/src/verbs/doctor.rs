//! `guesthouse doctor`: reports missing tools and how to get them.

use std::fmt::Write;

use clap::Args;
use guesthouse_inspect::Language;
use guesthouse_toolchain::doctor::{self, Finding};
use guesthouse_toolchain::toolchain;
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Kind, Result};
use crate::stdout;

/// Report missing tools and how to get them
#[derive(Args)]
pub(crate) struct Doctor {
    /// Check only the tools of this language
    #[arg(long, short, value_enum)]
    lang: Option<Language>,
}

impl Doctor {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        let progress = console.progress("checking tools", None);
        let findings = match self.lang {
            Some(lang) => toolchain(lang).doctor(),
            None => doctor::check(),
        };
        drop(progress);
        match console.format {
            Format::Json => stdout::json(&json!(findings))?,
            Format::Text => stdout::print(&table(&findings))?,
        }
        if findings.iter().any(Finding::is_problem) {
            return Err(Error::reported(Kind::Failed));
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
