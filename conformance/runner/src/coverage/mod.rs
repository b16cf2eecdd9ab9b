//! Whether a testee was asked about all there is: the WIT, and the limits. What was reached is measured, not declared.

pub mod abi;
pub mod contract;
pub mod limits;

use std::collections::BTreeSet;

use serde::Deserialize;

/// Names of what is to be reached: a function, an arm of a parameter, a case of an error, a limit.
pub type Parts = BTreeSet<String>;

/// What cases do not reach, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unreached {
    #[serde(default)]
    unreached: Vec<Reason>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reason {
    name: String,
    #[expect(
        dead_code,
        reason = "read by people; that it is there is checked by reading it"
    )]
    reason: String,
}

/// Returns what was not reached although no reason says so, and the other way round, a sentence each.
///
/// # Errors
/// When the file with the reasons is not what it should be.
pub fn gaps(parts: &Parts, reached: &Parts, reasons: &str) -> anyhow::Result<Vec<String>> {
    let reasons: Unreached = toml::from_str(reasons)?;
    let excused: Parts = reasons.unreached.into_iter().map(|it| it.name).collect();
    let missed = parts
        .difference(reached)
        .filter(|it| !excused.contains(*it));
    let missed = missed.map(|it| format!("no case reaches `{it}`"));
    let stale = excused.intersection(reached);
    let stale = stale.map(|it| format!("`{it}` is reached, although a reason says not"));
    let unknown = excused.difference(parts);
    let unknown = unknown.map(|it| format!("there is no `{it}`, although a reason names it"));
    Ok(missed.chain(stale).chain(unknown).collect())
}
