//! Checks what the lints say about contracts that would cause problems for plugin authors.

#![allow(clippy::unwrap_used, reason = "a failed test panics")]

use guesthouse_contract::{Contract, lint};
use guesthouse_diagnostics::{Diagnostic, Language, Severity};

fn found(wit: &str, accepted: &lint::Accepted) -> Vec<Diagnostic> {
    let contract = Contract::from_files("test", [("test.wit", wit)]).unwrap();
    let model = contract.model(contract.world(None).unwrap());
    lint::check(&model, &Language::ALL, accepted)
}

fn codes(wit: &str) -> Vec<(Severity, String)> {
    let found = found(wit, &lint::Accepted::new());
    found
        .into_iter()
        .map(|it| (it.severity, it.code.into_owned()))
        .collect()
}

const GOOD: &str = "package a:b@1.0.0; interface i { /// Docs.
    f: func(count: u32) -> list<string>; } world w { export i; }";

#[test]
fn a_good_contract_has_no_finding() {
    assert_eq!(codes(GOOD), []);
}

#[test]
fn each_lint_finds_its_case() {
    let one = |wit: &str| {
        codes(wit)
            .into_iter()
            .map(|(_, code)| code)
            .collect::<Vec<_>>()
    };
    assert_eq!(one(&GOOD.replace("@1.0.0", "")), ["no-version"]);
    assert_eq!(one(&GOOD.replace("/// Docs.", "")), ["undocumented"]);
    assert_eq!(
        one(&GOOD.replace("count: u32", "count: option<u64>")),
        ["64-bit:js"]
    );
    assert_eq!(
        one(&GOOD.replace("list<string>", "stream<u8>")),
        ["unsupported-type"]
    );
    assert_eq!(
        one(&GOOD.replace(": func", ": async func")),
        ["unsupported-type"]
    );
    assert_eq!(
        one(&GOOD.replace("list<string>", "result<u8, string>")),
        ["text-error"]
    );
    assert_eq!(
        one(&GOOD.replace("count: u32", "class: u32")),
        ["reserved-name"]
    );
    assert_eq!(one(&GOOD.replace("export i;", "import i;")), ["no-export"]);
    let tuple = format!("tuple<{}>", ["u8"; 13].join(", "));
    assert_eq!(
        one(&GOOD.replace("list<string>", &tuple)),
        ["unsupported-size"]
    );
    let flags: Vec<_> = (0..33).map(|at| format!("b{at}")).collect();
    let flags = format!("interface i {{ flags many {{ {} }}", flags.join(", "));
    assert_eq!(
        one(&GOOD.replace("interface i {", &flags)),
        ["unsupported-size"]
    );
    let resource = GOOD.replace("interface i {", "interface i { resource r {}");
    let expected = ["exported-resource:go"];
    assert_eq!(one(&resource), expected);
    let fields: Vec<_> = (0..17).map(|at| format!("f{at}: u8")).collect();
    let large = format!("interface i {{ record r {{ {} }}", fields.join(", "));
    assert_eq!(
        one(&GOOD.replace("interface i {", &large)),
        ["large-record"]
    );
    let wasi = "package wasi:io@0.2.0 { interface poll {} } interface i";
    let wasi = GOOD.replace("interface i", wasi);
    let wasi = wasi.replace("export i;", "export i; import wasi:io/poll@0.2.0;");
    assert_eq!(one(&wasi), ["wasi-interface"]);
    let nested = "package c:d { interface i {} }";
    let same = GOOD.replace("interface i", &format!("{nested} interface i"));
    let same = same.replace("export i;", "export i; export c:d/i;");
    assert_eq!(one(&same), ["same-name"]);
}

#[test]
fn an_accepted_finding_is_a_note_with_its_reason() {
    let wit = GOOD.replace("u32", "s64");
    let accepted = [("64-bit:js", "small numbers"), ("64-bit:go", "misspelt")];
    let accepted = accepted.map(|(key, reason)| (key.to_owned(), reason.to_owned()));
    let found = found(&wit, &accepted.into());
    let told: Vec<_> = found
        .iter()
        .map(|it| (it.severity, it.code.as_ref()))
        .collect();
    assert_eq!(
        told,
        [
            (Severity::Warning, "unused-allow"),
            (Severity::Note, "64-bit:js")
        ]
    );
    assert_eq!(found[1].hints, ["accepted: small numbers"]);
}
