//! Whether the cases reach all of the WIT: every function, and with it every named type.

use std::collections::BTreeSet;

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
    let missed = missed.into_iter().map(|(name, _)| format!("no case calls `{name}`"));
    missed
        .chain(types.into_iter().map(|name| format!("no case passes a `{name}`")))
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
    }
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
    fn a_function_and_a_type_without_a_case_are_named() {
        let text = "[[case]]\nname = 'a'\ncall = 'echo.echo-u8'\n";
        let gaps = gaps(&crate::case::parse("abi/a", text).unwrap());
        assert!(gaps.contains(&"no case calls `echo.echo-s8`".to_owned()));
        assert!(!gaps.contains(&"no case calls `echo.echo-u8`".to_owned()));
        assert!(gaps.contains(&"no case passes a `flags17`".to_owned()));
    }
}
