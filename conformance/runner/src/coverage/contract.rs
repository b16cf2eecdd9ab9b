//! Coverage of the suite `contract`: each function of `guesthouse:automation` is called, each error
//! is returned, each level is logged and each kind of failure is returned.

use wit_parser::TypeDefKind;

use super::Parts;
use crate::case::EventStep;
use crate::result::EventResult;

/// Returns every function of the contract, and every case of its variants and enums.
pub fn parts() -> Parts {
    let contract = guesthouse_inspect::contract::Contract::get();
    let mut parts = functions();
    for (_, interface) in &contract.resolve.interfaces {
        let name = interface.name.as_deref().unwrap_or_default();
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

/// Returns every function of the contract: `config.get`, `state.store.get`.
fn functions() -> Parts {
    let contract = guesthouse_inspect::contract::Contract::get();
    let interfaces = contract.resolve.interfaces.iter();
    interfaces
        .flat_map(|(_, interface)| {
            let name = interface.name.as_deref().unwrap_or_default();
            let functions = interface.functions.keys();
            functions.map(move |function| {
                // A function of a resource is named `[method]store.get`.
                let plain = function.rsplit(']').next().unwrap_or(function);
                format!("{name}.{plain}")
            })
        })
        .collect()
}

/// Returns what an event reached: its class, and the plugin's answer to each command. A level of
/// the log counts only when the host logged the line.
pub fn reached(step: &EventStep, result: &EventResult) -> Parts {
    let mut found = Parts::from(["handler.handle".to_owned()]);
    let class = result.field("class").unwrap_or_default();
    found.insert(format!("types.failure-kind.{class}"));
    let script = step.text.as_deref().unwrap_or_default();
    let texts = result.output_texts();
    let answers = texts.iter().flat_map(|text| text.split('\n'));
    for (command, answer) in script.lines().zip(answers) {
        match command.strip_prefix("log ") {
            Some(line) if result.log.iter().any(|it| it == line) => {
                let level = line.split(' ').next().unwrap_or_default();
                found.extend(["log.write".to_owned(), format!("log.level.{level}")]);
            }
            _ => found.extend(answered(command, answer)),
        }
    }
    found
}

/// Returns what a command reaches, given its answer.
fn answered(command: &str, answer: &str) -> Vec<String> {
    let word = command.split(' ').next().unwrap_or_default();
    let Some(function) = function_of(word) else {
        return Vec::new();
    };
    let interface = function.split('.').next().unwrap_or_default();
    let error = answer.strip_prefix("err ");
    let mut found: Vec<_> = error
        .map(|error| format!("{interface}.error.{error}"))
        .into_iter()
        .collect();
    found.push(function);
    found
}

/// Commands whose name matches neither exactly one function nor an interface with one function.
const COMMANDS: &[(&str, &str)] = &[("get", "state.store.get"), ("fill", "state.store.set")];

/// Finds the function of the contract that a command calls.
fn function_of(word: &str) -> Option<String> {
    if let Some((_, function)) = COMMANDS.iter().find(|(command, _)| *command == word) {
        return Some((*function).to_owned());
    }
    let functions = functions();
    let only = |is_named: &dyn Fn(&str) -> bool| {
        let mut named = functions.iter().filter(|function| is_named(function));
        named.next().filter(|_| named.next().is_none()).cloned()
    };
    only(&|function| function.rsplit('.').next() == Some(word))
        .or_else(|| only(&|function| function.split('.').next() == Some(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::gaps;
    use serde_json::json;

    fn reached_by(script: &str, answer: &str, log: &[&str]) -> Parts {
        let step = toml::from_str(&format!("text = '''{script}'''")).unwrap();
        let result = EventResult {
            outcome: json!({ "class": "completed" }),
            outputs: vec![json!({ "data": answer })],
            log: log.iter().map(|it| (*it).to_owned()).collect(),
        };
        reached(&step, &result)
    }

    #[test]
    fn an_answer_tells_the_reached_parts() {
        let script = "set a b c\nget a b\nlog warn a\nlog info b";
        let found = reached_by(script, "err too-large\nnone\nok\nok", &["warn a"]);
        for part in [
            "state.store.set",
            "state.error.too-large",
            "state.store.get",
        ] {
            assert!(found.contains(part), "{part}");
        }
        assert!(found.contains("log.level.warn"));
        assert!(!found.contains("log.level.info"));
        assert!(!found.contains("state.error.not-granted"));
    }

    #[test]
    fn a_command_is_found_in_the_wit() {
        let found = |word| function_of(word).unwrap_or_default();
        assert_eq!(found("send"), "http.send");
        assert_eq!(found("keys"), "state.store.keys");
        assert_eq!(found("config"), "config.get");
        assert_eq!(found("state"), "");
        assert_eq!(found("pad"), "");
        for (_, function) in COMMANDS {
            assert!(functions().contains(*function), "{function}");
        }
    }

    #[test]
    fn missed_parts_are_named_unless_a_reason_is_given() {
        let found = reached_by("config a", "none", &[]);
        let gaps_with = |name: &str| {
            let reasons = format!("[[unreached]]\nname = '{name}'\nreason = 'so'\n");
            gaps(&parts(), &found, &reasons).unwrap()
        };
        let has = |gaps: &[String], text: &str| gaps.iter().any(|gap| gap == text);
        let unknown = gaps_with("config.set");
        assert!(has(&unknown, "no case reaches `state.error.too-large`"));
        assert!(has(
            &unknown,
            "there is no `config.set`, but unreached.toml lists it"
        ));
        assert!(!has(&unknown, "no case reaches `config.get`"));
        assert!(has(&unknown, "no case reaches `http.send`"));
        let stale = gaps_with("config.get");
        assert!(has(
            &stale,
            "a case reaches `config.get`, but unreached.toml lists it"
        ));
        let excused = gaps_with("http.send");
        assert!(!has(&excused, "no case reaches `http.send`"));
    }
}
