//! The results of a full run as a page of the documentation, without times.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};

use super::Report;
use crate::result::{Matrix, Status, Totals, cells};

const HEAD: &str = "\
# What each toolchain passes

*A full run of the conformance suite writes this page (`./just generate-conformance`); CI compares it with its own run.*

A case is one test. The suite runs each case on each host for each testee, which is a toolchain with its guests. `52 of 61` means that 52 of 61 cases passed and 9 are known failures, which are listed below with their causes. Any other failure fails the run. A field is empty where a host does not run the suite or a testee has no guest for it. [The specification](../conformance/SPEC.md) describes the suites and how to add a guest or a host.
";

impl Report<'_> {
    /// Compares the page of the documentation with this run, and returns a message if they differ.
    /// With `bless`, rewrites the page instead.
    ///
    /// # Errors
    /// When the page cannot be written, or would be rewritten although a case failed or a gap was
    /// found. A page that cannot be read differs.
    pub fn compare_or_write_summary(
        &self,
        page: &Path,
        bless: bool,
    ) -> anyhow::Result<Option<String>> {
        let text = self.summary();
        let found = std::fs::read_to_string(page);
        if found.as_ref().is_ok_and(|found| *found == text) {
            return Ok(None);
        }
        if !bless {
            let advice = "differs from this run: `./just generate-conformance` rewrites it";
            return Ok(Some(format!("{} {advice}", page.display())));
        }
        if let Some(failed) = self.hosts.iter().find(|host| !host.holds()) {
            bail!(
                "the page is not rewritten, because the run on {} has failed cases or gaps",
                failed.host
            );
        }
        std::fs::write(page, text).with_context(|| page.display().to_string())?;
        Ok(None)
    }

    fn summary(&self) -> String {
        let mut text = HEAD.to_owned();
        let _ = write!(text, "\nTotal: {}.\n", self.totals());
        self.hosts.iter().for_each(|matrix| text += &table(matrix));
        text + &self.known() + &self.corrected()
    }

    fn known(&self) -> String {
        let mut hosts_of: BTreeMap<KnownFailure<'_>, BTreeSet<&str>> = BTreeMap::new();
        for (host, cell) in cells(self.hosts) {
            if let Status::KnownFailure {
                reason,
                reproduction,
                ..
            } = &cell.status
            {
                let failure = KnownFailure {
                    testee: &cell.testee,
                    case: &cell.case,
                    reason,
                    reproduction: reproduction.as_deref(),
                };
                hosts_of.entry(failure).or_default().insert(host);
            }
        }
        let mut text = "\n## Known failures\n".to_owned();
        let mut last_testee = "";
        for (failure, hosts) in hosts_of {
            if failure.testee != last_testee {
                let _ = write!(
                    text,
                    "\n### {}\n\n| case | hosts | cause |\n|---|---|---|\n",
                    failure.testee
                );
            }
            last_testee = failure.testee;
            let hosts: Vec<_> = hosts.into_iter().collect();
            let _ = writeln!(
                text,
                "| `{}` | {} | {} |",
                failure.case,
                hosts.join(", "),
                failure.cause()
            );
        }
        text
    }

    fn corrected(&self) -> String {
        let hosts = self.hosts.iter();
        let all: BTreeSet<_> = hosts.flat_map(|host| &host.corrected).collect();
        if all.is_empty() {
            return String::new();
        }
        let lines = all
            .iter()
            .map(|note| format!("- {}: {}.\n", note.testee, field(&note.why)));
        let head = "\n## Corrected bindings\n\nBindings that do not compile as generated:\n\n";
        head.to_owned() + &lines.collect::<String>()
    }
}

fn table(matrix: &Matrix) -> String {
    let mut suites: BTreeMap<&str, BTreeMap<&str, Totals>> = BTreeMap::new();
    for cell in &matrix.cells {
        let suite = cell.case.split('/').next().unwrap_or_default();
        let totals = suites.entry(suite).or_default();
        totals.entry(&cell.testee).or_default().add(&cell.status);
    }
    let testees: BTreeSet<_> = matrix
        .cells
        .iter()
        .map(|cell| cell.testee.as_str())
        .collect();
    let mut text = format!("\n## On the host `{}`\n\n| suite |", matrix.host);
    testees.iter().for_each(|it| text += &format!(" {it} |"));
    let _ = write!(text, "\n|{}\n", "---|".repeat(testees.len() + 1));
    for (suite, counts) in suites {
        let shown = testees
            .iter()
            .map(|testee| counts.get(testee).map_or(String::new(), count));
        let _ = writeln!(
            text,
            "| {suite} | {} |",
            shown.collect::<Vec<_>>().join(" | ")
        );
    }
    text
}

fn count(totals: &Totals) -> String {
    if totals.passed == totals.cases {
        return totals.cases.to_string();
    }
    format!("{} of {}", totals.passed, totals.cases)
}

/// A case that fails on a testee for a known reason. Rows of the table are in the order of the
/// fields.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct KnownFailure<'a> {
    testee: &'a str,
    case: &'a str,
    reason: &'a str,
    reproduction: Option<&'a str>,
}

impl KnownFailure<'_> {
    fn cause(&self) -> String {
        let link = self
            .reproduction
            .map(|file| format!(" ([reproduction](../conformance/expectations/{file}))"));
        field(self.reason) + &link.unwrap_or_default()
    }
}

/// Escapes a text for a field of a table.
fn field(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::matrix;

    fn report(hosts: &[Matrix]) -> Report<'_> {
        Report {
            hosts,
            cases: Vec::new(),
            reproductions: BTreeMap::new(),
        }
    }

    #[test]
    fn the_page_has_counts_and_reasons_and_no_times() {
        let hosts = [matrix()];
        let text = report(&hosts).summary();
        assert!(text.contains("| suite | js | rust |\n|---|---|---|\n| abi | 0 of 2 | 2 |\n"));
        let known = "### js\n\n| case | hosts | cause |\n|---|---|---|\n\
                     | `abi/integers/u64` | in-process | doubles |\n";
        assert!(text.contains(known), "{text}");
        let mut later = matrix();
        later.cells[0].took = std::time::Duration::from_secs(9);
        assert_eq!(report(&[later]).summary(), text);
    }

    #[test]
    fn a_page_that_differs_is_reported_and_only_a_good_run_rewrites_it() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("page.md");
        let mut hosts = [matrix()];
        let message = report(&hosts)
            .compare_or_write_summary(&page, false)
            .unwrap();
        assert!(message.unwrap().contains("generate-conformance"));
        assert!(
            report(&hosts)
                .compare_or_write_summary(&page, true)
                .is_err()
        );
        hosts[0].cells.retain(|it| !it.status.is_failure());
        assert_eq!(
            report(&hosts)
                .compare_or_write_summary(&page, true)
                .unwrap(),
            None
        );
        assert_eq!(
            report(&hosts)
                .compare_or_write_summary(&page, false)
                .unwrap(),
            None
        );
    }
}
