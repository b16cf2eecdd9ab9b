//! JUnit XML: one suite for each host, one class for each testee.

use std::fmt::Write as _;

use crate::expectation::Verdict;
use crate::suite::{Cell, Matrix};

pub(super) fn write(hosts: &[Matrix]) -> String {
    let suites: String = hosts.iter().map(suite).collect();
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n{suites}</testsuites>\n")
}

fn suite(matrix: &Matrix) -> String {
    let totals = matrix.totals();
    let mut text = format!(
        "<testsuite name=\"{}\" tests=\"{}\" \
         failures=\"{}\" skipped=\"{}\">\n",
        escape(&matrix.host),
        totals.cases,
        totals.failed,
        totals.known,
    );
    for cell in &matrix.cells {
        text.push_str(&case(cell));
    }
    text + "</testsuite>\n"
}

fn case(cell: &Cell) -> String {
    let (testee, case, seconds) = (
        escape(&cell.testee),
        escape(&cell.case),
        cell.took.as_secs_f64(),
    );
    let mut text =
        format!("  <testcase classname=\"{testee}\" name=\"{case}\" time=\"{seconds:.3}\"");
    let inner = match &cell.verdict {
        Verdict::Passed => None,
        Verdict::Failed { message } => Some(("failure", message.clone())),
        Verdict::UnexpectedPass { reason } => Some((
            "failure",
            format!("it holds, although it was known to fail: {reason}"),
        )),
        Verdict::KnownFailure {
            message, reason, ..
        } => Some(("skipped", format!("known failure: {message} ({reason})"))),
    };
    // Writing into a string does not fail.
    let _ = match inner {
        None => writeln!(text, "/>"),
        Some((kind, message)) => {
            writeln!(
                text,
                "><{kind} message=\"{}\"/></testcase>",
                escape(&message)
            )
        }
    };
    text
}

/// Makes text fit for an attribute. Control characters have no place in XML, however written.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            char if char.is_control() => escaped.push('\u{fffd}'),
            char => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_known_failure_is_skipped_and_says_why() {
        let text = super::write(&[crate::report::tests::matrix()]);
        let expected = r#"<testsuite name="in-process" tests="4" failures="1" skipped="1">
  <testcase classname="js" name="abi/integers/u64" time="1.500"><skipped message="known failure: sent 1 &lt; 2 (doubles)"/></testcase>
  <testcase classname="js" name="abi/text/char" time="1.500"><failure message="a &quot;quote&quot;"/></testcase>
  <testcase classname="rust" name="abi/integers/u64" time="1.500"/>"#;
        assert!(text.contains(expected), "{text}");
    }
}
