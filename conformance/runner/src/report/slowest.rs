//! The slowest cases of a run, so that a slow suite shows where its time goes.

use std::fmt::Write as _;

use crate::result::{Matrix, cells};

/// The number of cases that are listed.
const COUNT: usize = 10;

/// Lists the slowest cases of all hosts, the slowest first, and the time of each host.
pub fn slowest(hosts: &[Matrix]) -> String {
    let mut all: Vec<_> = cells(hosts).collect();
    all.sort_by_key(|(_, cell)| std::cmp::Reverse(cell.took));
    let mut text = "slowest cases\n".to_owned();
    for (host, cell) in all.iter().take(COUNT) {
        let seconds = cell.took.as_secs_f64();
        let path = format!("{}/{}", cell.testee, cell.case);
        let _ = writeln!(text, "{seconds:8.1} s  {path} on {host}");
    }
    text.push_str("time in the cases of each host and suite\n");
    for (name, seconds) in by_suite(hosts) {
        let _ = writeln!(text, "{seconds:8.1} s  {name}");
    }
    text
}

/// Sums the time of each suite of each host, in the order in which they were run.
fn by_suite(hosts: &[Matrix]) -> Vec<(String, f64)> {
    let mut sums: Vec<(String, f64)> = Vec::new();
    for (host, cell) in cells(hosts) {
        let suite = cell.case.split('/').next().unwrap_or_default();
        let name = format!("{host} {suite}");
        let seconds = cell.took.as_secs_f64();
        match sums.iter_mut().find(|(it, _)| *it == name) {
            Some((_, sum)) => *sum += seconds,
            None => sums.push((name, seconds)),
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::matrix;
    use std::time::Duration;

    #[test]
    fn the_slowest_case_comes_first_and_suites_are_summed() {
        let mut matrix = matrix();
        matrix.cells[2].took = Duration::from_secs(3);
        let text = slowest(&[matrix]);
        let first = "slowest cases\n     3.0 s  rust/abi/integers/u64 on in-process\n";
        assert!(text.starts_with(first), "{text}");
        assert!(text.ends_with("     7.5 s  in-process abi\n"), "{text}");
    }
}
