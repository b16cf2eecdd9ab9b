//! SARIF 2.1.0, the format in which code scanning reads results. Only the fields that readers use.

use std::collections::BTreeMap;

use guesthouse_diagnostics::{Diagnostic, Severity};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::whole;
use crate::pages;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The characters of a path that a relative reference cannot have.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Returns the log of a command.
pub(crate) fn log(diagnostics: &[Diagnostic]) -> Value {
    let mut rules = Rules::default();
    let results: Vec<_> = diagnostics
        .iter()
        .map(|found| result(found, rules.index(&found.code)))
        .collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "guesthouse",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.list,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// The rules of a log, each once.
#[derive(Default)]
struct Rules {
    list: Vec<Value>,
    known: BTreeMap<String, usize>,
}

impl Rules {
    fn index(&mut self, code: &str) -> usize {
        if let Some(index) = self.known.get(code) {
            return *index;
        }
        let index = self.list.len();
        self.known.insert(code.to_owned(), index);
        self.list.push(match pages::find(code) {
            Some((_, page)) => json!({
                "id": code,
                "shortDescription": { "text": page.cause },
                "help": { "text": page.mend },
            }),
            None => json!({ "id": code }),
        });
        index
    }
}

fn result(found: &Diagnostic, rule: usize) -> Value {
    let mut result = json!({
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": level(found.severity),
        "message": { "text": whole(found) },
    });
    if let (Some(location), Some(fields)) = (location(found), result.as_object_mut()) {
        fields.insert("locations".to_owned(), json!([location]));
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        _ => "note",
    }
}

fn location(found: &Diagnostic) -> Option<Value> {
    let place = found.place.as_ref()?;
    let uri = utf8_percent_encode(&place.file, PATH).to_string();
    let artifact = json!({ "uri": uri });
    let region = match (place.position, found.evidence.offset) {
        (Some((line, column)), _) => json!({ "startLine": line, "startColumn": column }),
        (None, Some(offset)) => json!({ "byteOffset": offset, "byteLength": 1 }),
        (None, None) => {
            return Some(json!({ "physicalLocation": { "artifactLocation": artifact } }));
        }
    };
    Some(json!({ "physicalLocation": { "artifactLocation": artifact, "region": region } }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use guesthouse_diagnostics::Place;

    #[test]
    fn a_log_has_each_rule_once_and_a_place_for_each_result() {
        let at = |file: &str, position| Place {
            file: file.to_owned(),
            position,
        };
        let found = [
            Diagnostic::error("no-handle", "a").at(at("my plugin.py", Some((4, 2)))),
            Diagnostic::warning("no-handle", "b")
                .at(at("b.wasm", None))
                .offset(7),
            Diagnostic::error("failed/own", "c").hint("d"),
        ];
        let log = log(&found);
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!((rules.len(), &rules[0]["id"]), (2, &json!("no-handle")));
        let results = run["results"].as_array().unwrap();
        let physical = |index: usize| &results[index]["locations"][0]["physicalLocation"];
        assert_eq!(
            *physical(0),
            json!({
                "artifactLocation": { "uri": "my%20plugin.py" },
                "region": { "startLine": 4, "startColumn": 2 },
            })
        );
        assert_eq!(
            physical(1)["region"],
            json!({ "byteOffset": 7, "byteLength": 1 })
        );
        assert_eq!(results[1]["level"], "warning");
        assert_eq!(results[2]["ruleIndex"], 1);
        assert_eq!(results[2]["message"]["text"], "c\nhint: d");
        assert!(results[2].get("locations").is_none());
    }
}
