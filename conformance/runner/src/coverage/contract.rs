//! The suite `contract`: each function of `guesthouse:automation` is called, each error comes, each
//! level is logged and each kind of failure is returned.

use wit_parser::TypeDefKind;

use super::Parts;
use crate::case::EventStep;
use crate::events::{Handled, texts};

/// Every function of the contract, and every case of its variants and enums.
pub fn parts() -> Parts {
    let contract = guesthouse_inspect::contract::Contract::get();
    let mut parts = Parts::new();
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

/// Returns what the handling of an event reached: how it ended, and what the plugin answered to each
/// command. A line is logged when the host says so.
pub fn reached(step: &EventStep, handled: &Handled) -> Parts {
    let mut found = Parts::from(["handler.handle".to_owned()]);
    let class = handled.said("class").unwrap_or_default();
    found.insert(format!("types.failure-kind.{class}"));
    let script = step.text.as_deref().unwrap_or_default();
    let answers = texts(handled);
    let answers = answers.iter().flat_map(|answer| answer.split('\n'));
    for (command, answer) in script.lines().zip(answers) {
        match command.strip_prefix("log ") {
            Some(line) if handled.log.iter().any(|it| it == line) => {
                let level = line.split(' ').next().unwrap_or_default();
                found.extend(["log.write".to_owned(), format!("log.level.{level}")]);
            }
            _ => found.extend(answered(command, answer)),
        }
    }
    found
}

/// What a command reaches, given its answer.
fn answered(command: &str, answer: &str) -> Vec<String> {
    let word = command.split(' ').next().unwrap_or_default();
    let (interface, function) = match word {
        "config" => ("config", "get"),
        "send" => ("http", "send"),
        "open" => ("state", "store.open"),
        "set" | "fill" => ("state", "store.set"),
        "get" => ("state", "store.get"),
        "delete" => ("state", "store.delete"),
        "keys" => ("state", "store.keys"),
        _ => return Vec::new(),
    };
    let error = answer.strip_prefix("err ");
    let error = error.map(|error| format!("{interface}.error.{error}"));
    let mut found = vec![format!("{interface}.{function}")];
    found.extend(error);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::gaps;
    use serde_json::json;

    fn reached_by(script: &str, answer: &str, log: &[&str]) -> Parts {
        let step = toml::from_str(&format!("text = '''{script}'''")).unwrap();
        let handled = Handled {
            outcome: json!({ "class": "completed" }),
            outputs: vec![json!({ "data": answer })],
            log: log.iter().map(|it| (*it).to_owned()).collect(),
        };
        reached(&step, &handled)
    }

    #[test]
    fn an_answer_says_what_was_reached() {
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
    fn what_is_missed_is_named_unless_a_reason_is_given() {
        let reason = |name: &str| format!("[[unreached]]\nname = '{name}'\nreason = 'so'\n");
        let found = reached_by("config a", "none", &[]);
        let text = gaps(&parts(), &found, &reason("config.set")).unwrap();
        assert!(text.contains(&"no case reaches `state.error.too-large`".to_owned()));
        assert!(text.contains(&"there is no `config.set`, although a reason names it".to_owned()));
        assert!(!text.contains(&"no case reaches `config.get`".to_owned()));
        let text = gaps(&parts(), &found, &reason("config.get")).unwrap();
        assert!(text.contains(&"`config.get` is reached, although a reason says not".to_owned()));
        let text = gaps(&parts(), &found, &reason("http.send")).unwrap();
        assert!(!text.contains(&"no case reaches `http.send`".to_owned()));
    }
}
