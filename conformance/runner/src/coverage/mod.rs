//! Checks that the cases cover all of the WIT and all limits. Coverage is measured, not declared.

pub mod abi;
pub mod contract;
pub mod limits;

use std::collections::BTreeSet;

use serde::Deserialize;

/// Names of parts to reach: a function, an arm of a parameter, a case of an error, a limit.
pub type Parts = BTreeSet<String>;

/// Parts that no case reaches, with the reasons.
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
        reason = "for readers of the file; deserializing checks that it is present"
    )]
    reason: String,
}

/// Returns a sentence for each part that was not reached without a reason, and for each reason that
/// does not hold.
///
/// # Errors
/// When the file with the reasons is invalid.
pub fn gaps(parts: &Parts, reached: &Parts, reasons: &str) -> anyhow::Result<Vec<String>> {
    let file: Unreached = toml::from_str(reasons)?;
    let excused: Parts = file.unreached.into_iter().map(|it| it.name).collect();
    let missed = parts
        .difference(reached)
        .filter(|it| !excused.contains(*it))
        .map(|it| format!("no case reaches `{it}`"));
    let stale = excused
        .intersection(reached)
        .map(|it| format!("a case reaches `{it}`, but unreached.toml lists it"));
    let unknown = excused
        .difference(parts)
        .map(|it| format!("there is no `{it}`, but unreached.toml lists it"));
    Ok(missed.chain(stale).chain(unknown).collect())
}
