//! `guesthouse doctor`: reports missing tools and how to get them.

use std::fmt::Write;

use clap::Args;
use guesthouse_inspect::Language;
use guesthouse_toolchain::doctor::{self, Finding};
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Result};
use crate::stdout;

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
        let findings: Vec<_> = languages.into_iter().flat_map(doctor::check).collect();
        drop(progress);
        match console.format {
            Format::Json => stdout::json(&json!(findings))?,
            Format::Text => stdout::print(&table(&findings))?,
        }
        Error::unless(!findings.iter().any(Finding::is_problem))
    }
}

fn table(findings: &[Finding]) -> String {
    let widths = findings.iter().map(|finding| finding.tool.len());
    let width = widths.max().unwrap_or(0);
    let lines = findings.iter().map(|finding| line(finding, width));
    lines.collect()
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
