//! Whether the cases reach all of the WIT: every function, and with it every named type.

use std::collections::BTreeSet;

use serde::Deserialize;
use wit_parser::TypeDefKind;

use crate::adapter::Step;
use crate::case::{Case, Kind};
use crate::contract::Contract;

/// Returns what no case reaches, a sentence each.
pub fn gaps(cases: &[Case]) -> Vec<String> {
    let contract = Contract::get();
    let called: BTreeSet<_> = cases.iter().flat_map(calls).collect();
    let functions = contract.exports.iter();
    let (reached, missed): (Vec<_>, Vec<_>) =
        functions.partition(|(name, _)| called.contains(name.as_str()));
    let reached: BTreeSet<_> = reached.iter().flat_map(|(_, it)| &it.types).collect();
    let types = contract.exports.values().flat_map(|it| &it.types);
    let types: BTreeSet<_> = types.filter(|name| !reached.contains(name)).collect();
    let missed = missed
        .into_iter()
        .map(|(name, _)| format!("no case calls `{name}`"));
    missed
        .chain(
            types
                .into_iter()
                .map(|name| format!("no case passes a `{name}`")),
        )
        .collect()
}

fn calls(case: &Case) -> Vec<&str> {
    match &case.kind {
        Kind::Echo(echo) => vec![&echo.call],
        Kind::Steps(steps) => {
            let called = steps.steps.iter().filter_map(|step| match step {
                Step::Call { call, .. } => Some(call.as_str()),
                Step::Drop { .. } => None,
            });
            called.collect()
        }
        Kind::Events(_) => Vec::new(),
    }
}

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

/// Returns what of the contract no case of plugins says it reaches and no reason is given for,
/// and what is said to be reached, or not, that the contract does not have.
///
/// # Errors
/// When the file with the reasons is not what it should be.
pub fn contract_gaps(cases: &[Case], reasons: &str) -> anyhow::Result<Vec<String>> {
    let parts = contract_parts();
    let reached = cases.iter().flat_map(reaches).map(String::as_str);
    let reached: BTreeSet<_> = reached.collect();
    let reasons: Unreached = toml::from_str(reasons)?;
    let excused: BTreeSet<_> = reasons
        .unreached
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    let mut gaps = Vec::new();
    for part in &parts {
        match (
            reached.contains(part.as_str()),
            excused.contains(part.as_str()),
        ) {
            (false, false) => gaps.push(format!("no case reaches `{part}`")),
            (true, true) => gaps.push(format!("`{part}` is reached, although a reason says not")),
            _ => {}
        }
    }
    let unknown = reached
        .union(&excused)
        .filter(|name| !parts.contains(**name));
    gaps.extend(unknown.map(|name| format!("the contract has no `{name}`")));
    Ok(gaps)
}

fn reaches(case: &Case) -> &[String] {
    match &case.kind {
        Kind::Events(events) => &events.reaches,
        Kind::Echo(_) | Kind::Steps(_) => &[],
    }
}

/// Every function of the automation contract, and every case of its variants and enums.
fn contract_parts() -> BTreeSet<String> {
    let contract = guesthouse_inspect::contract::Contract::get();
    let mut parts = BTreeSet::new();
    for (_, interface) in &contract.resolve.interfaces {
        let name = interface.name.as_deref().unwrap_or_default();
        for function in interface.functions.keys() {
            // A function of a resource is named `[method]store.get`.
            let plain = function.rsplit(']').next().unwrap_or(function);
            parts.insert(format!("{name}.{plain}"));
        }
        for (ty, id) in &interface.types {
            let kind = contract.resolve.types.get(*id).map(|it| &it.kind);
            let cases: Vec<_> = match kind {
                Some(TypeDefKind::Variant(it)) => it.cases.iter().map(|it| &it.name).collect(),
                Some(TypeDefKind::Enum(it)) => it.cases.iter().map(|it| &it.name).collect(),
                _ => Vec::new(),
            };
            parts.extend(cases.into_iter().map(|case| format!("{name}.{ty}.{case}")));
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_suite_reaches_everything() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../cases");
        let cases = crate::case::read_suite(Path::new(folder), "abi").unwrap();
        assert_eq!(gaps(&cases), Vec::<String>::new());
    }

    #[test]
    fn the_contract_is_reached_or_a_reason_is_given() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases");
        let cases = crate::case::read_suite(&folder, "contract").unwrap();
        let reasons = std::fs::read_to_string(folder.join("contract/unreached.toml")).unwrap();
        assert_eq!(
            contract_gaps(&cases, &reasons).unwrap(),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_part_of_the_contract_without_a_case_is_named() {
        let text = "[[case]]\nname = 'a'\nreaches = ['config.get', 'config.set']\nevent = [{}]\n";
        let gaps = contract_gaps(&crate::case::parse("contract/a", text).unwrap(), "").unwrap();
        assert!(gaps.contains(&"no case reaches `state.error.too-large`".to_owned()));
        assert!(gaps.contains(&"the contract has no `config.set`".to_owned()));
        assert!(!gaps.contains(&"no case reaches `config.get`".to_owned()));
    }

    #[test]
    fn a_function_and_a_type_without_a_case_are_named() {
        let text = "[[case]]\nname = 'a'\ncall = 'echo.echo-u8'\n";
        let gaps = gaps(&crate::case::parse("abi/a", text).unwrap());
        assert!(gaps.contains(&"no case calls `echo.echo-s8`".to_owned()));
        assert!(!gaps.contains(&"no case calls `echo.echo-u8`".to_owned()));
        assert!(gaps.contains(&"no case passes a `flags17`".to_owned()));
    }
}
