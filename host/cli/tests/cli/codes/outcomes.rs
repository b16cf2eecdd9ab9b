//! The codes of failed events and calls: `CLASS/CODE`.

use std::collections::BTreeSet;

use guesthouse::{Class, Limits};
use guesthouse_contract::{Contract, TypeDefKind};
use guesthouse_testing::repository;

use super::{quoted, read};

/// Codes that the SDKs give to errors which a plugin does not handle, beside those of state and HTTP, and
/// a file that has the word.
const OF_SDKS: [(&str, &str); 7] = [
    ("failed/invalid-json", "sdk-rust/src/failure.rs"),
    ("failed/invalid-json-value", "sdk-rust/src/failure.rs"),
    ("failed/unexpected-json", "sdk-rust/src/failure.rs"),
    (
        "failed/invalid-utf8",
        "sdk-python/src/guesthouse_sdk/state.py",
    ),
    (
        "rejected/invalid-json",
        "sdk-python/src/guesthouse_sdk/_event.py",
    ),
    (
        "rejected/invalid-utf8",
        "sdk-python/src/guesthouse_sdk/_event.py",
    ),
    (
        "rejected/time-out-of-range",
        "sdk-python/src/guesthouse_sdk/_warm_up.py",
    ),
];

pub(super) fn codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    codes.extend(classes());
    codes.extend(limits());
    codes.extend(crashes());
    codes.extend(rejections());
    codes.extend(invalid_outputs());
    codes.extend(of_state_and_http());
    for (code, file) in OF_SDKS {
        let (_, word) = code.split_once('/').unwrap();
        let is_there = read(file).contains(&format!("\"{word}\""));
        assert!(is_there, "{file} has no {word}");
        codes.insert(code.to_owned());
    }
    codes
}

/// Classes without a code, and those whose codes a plugin chooses.
fn classes() -> impl Iterator<Item = String> {
    let has_codes = |class: &Class| {
        matches!(
            class,
            Class::Completed | Class::Crashed | Class::Limit | Class::InvalidOutput
        )
    };
    let all = Class::ALL.iter();
    all.filter(move |class| !has_codes(class))
        .map(ToString::to_string)
}

fn limits() -> impl Iterator<Item = String> {
    Limits::rows().filter_map(|row| {
        let is_of_the_event = row.key == "event_bytes";
        let class = if is_of_the_event { "rejected" } else { "limit" };
        row.code.map(|code| format!("{class}/{code}"))
    })
}

fn crashes() -> Vec<String> {
    let text = read("host/sandbox/src/run_error.rs");
    let (_, text) = text.split_once("impl CrashCode").unwrap();
    let (body, _) = text.split_once("\n    }").unwrap();
    with_class("crashed", quoted(body, "=> \"").into_iter())
}

fn rejections() -> Vec<String> {
    let of_the_host = quoted(
        &read("host/automation/src/classify.rs"),
        "Class::Rejected, Some(\"",
    );
    let of_events = quoted(
        &read("host/automation/src/event/check.rs"),
        "EventError::new(\"",
    );
    with_class("rejected", of_the_host.into_iter().chain(of_events))
}

fn invalid_outputs() -> Vec<String> {
    let text = read("host/automation/src/output.rs");
    let starts = ["Err((\"", "invalid((\"", "invalid_output(\""];
    let codes = starts.iter().flat_map(|start| quoted(&text, start));
    with_class("invalid-output", codes)
}

fn with_class(class: &str, codes: impl Iterator<Item = String>) -> Vec<String> {
    codes.map(|code| format!("{class}/{code}")).collect()
}

/// An SDK reports an error of state or HTTP that the plugin does not handle with the name of the error.
fn of_state_and_http() -> Vec<String> {
    let contract = Contract::read(&repository().join("wit")).unwrap();
    let model = contract.model(contract.world(Some("plugin")).unwrap());
    let mut codes = Vec::new();
    for ty in model.types.iter().filter(|ty| ty.name == "error") {
        let interface = &model.interfaces.get(ty.interface).unwrap().name;
        let (TypeDefKind::Variant(cases) | TypeDefKind::Enum(cases)) = &ty.kind else {
            panic!("the error of `{interface}` has no cases");
        };
        for case in cases {
            let is_temporary = ["unavailable", "timeout"].contains(&case.name.as_str());
            let class = if is_temporary {
                "unavailable"
            } else {
                "failed"
            };
            codes.push(format!("{class}/{interface}-{}", case.name));
        }
    }
    codes
}
