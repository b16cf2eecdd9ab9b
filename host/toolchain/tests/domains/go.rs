//! Builds plugins in Go on generated SDKs, runs them, and runs their tests.
//!
//! The tests print SKIPPED without Go. With `CI=true` they fail.

use guesthouse_diagnostics::Language;
use wasmtime::component::Val;

use crate::echo;
use crate::host::{Guest, Ran};
use crate::project::Project;

const PRICING: &str = "host/contract/tests/wit/pricing.wit";
const PRICE: &str = "acme:pricing/pricing@1.0.0";

/// Sells pens.
fn shop(_name: &str, params: &[Val]) -> Option<Val> {
    let [Val::String(sku)] = params else {
        panic!("{params:?}")
    };
    let pen = || {
        Box::new(Val::Record(vec![
            ("sku".into(), Val::String(sku.clone())),
            ("unit-price".into(), Val::U32(250)),
            ("tags".into(), Val::Flags(vec!["fragile".into()])),
        ]))
    };
    Some(Val::Option((sku != "none").then(pen)))
}

fn price(guest: &Guest, skus: &[&str]) -> Ran {
    let skus = skus.iter().map(|sku| Val::String((*sku).into()));
    guest.call(Some(PRICE), "price", &[Val::List(skus.collect())])
}

#[test]
fn a_plugin_passes_on_every_type() {
    let project = Project::new(Language::Go, echo::WIT, "everything");
    project.write("plugin.go", include_str!("go/plugins/echo.go"));
    project.write("plugin_test.go", include_str!("go/plugins/echo_test.go"));
    let Some(built) = project.build() else { return };
    echo::check(
        &built.unwrap_or_else(|error| panic!("{error}")),
        "plugin.go:",
    );
    project.succeeds(&["go", "test", "."]);
}

#[test]
fn a_plugin_returns_errors_and_crashes_at_its_line() {
    let project = Project::new(Language::Go, PRICING, "rule");
    project.write("plugin.go", include_str!("go/plugins/pricing.go"));
    let Some(built) = project.build() else { return };
    let guest = Guest::new(&built.unwrap_or_else(|error| panic!("{error}")), shop);

    let ran = price(&guest, &["pen", "pen"]);
    let result = format!("{:?}", ran.result);
    assert!(result.contains("S32(500)"), "{result}{}", ran.err);
    assert_eq!(ran.out, "pricing 2\n");
    // The raw bindings of wit-bindgen-go need 47,000 for a comparable call.
    assert!(ran.fuel < 60_000, "{}", ran.fuel);

    let ran = price(&guest, &["none"]);
    let refused = r#"Ok(Some(Result(Err(Some(Variant("unknown-sku", Some(String("none"))))))))"#;
    assert_eq!(format!("{:?}", ran.result), refused);

    for (sku, message) in [
        ("bug", "panic: runtime error: index out of range"),
        ("utf", "panic: sku: expected text in UTF-8, found \"\\xff\""),
        (
            "other",
            "panic: the plugin returned an error that is not pricing.Refusal: of no case",
        ),
        (
            "file",
            " (a plugin has no files: put what it reads into it with the package embed)",
        ),
        (
            "socket",
            " (a plugin has no sockets: call the functions that the host offers)",
        ),
    ] {
        let ran = price(&guest, &[sku]);
        let is_told = ran.result.is_err() && ran.err.contains(message);
        assert!(is_told, "{sku}: {:?} {}", ran.result, ran.err);
        let has_line = ran.err.contains("plugin.go:");
        let is_returned = ["other", "file", "socket"].contains(&sku);
        assert!(has_line || is_returned, "{sku}: {}", ran.err);
    }
}

#[test]
fn a_new_project_builds_and_passes_its_test() {
    for (wit, world) in [
        (PRICING, "rule"),
        (PRICING, "bare"),
        (echo::WIT, "guest-resources"),
    ] {
        let project = Project::new(Language::Go, wit, world);
        let Some(built) = project.build() else { return };
        built.unwrap_or_else(|error| panic!("{world}: {error}"));
        project.succeeds(&["go", "test", "."]);
    }
}

#[test]
fn a_plugin_that_exports_nothing_is_told_so() {
    let project = Project::new(Language::Go, PRICING, "rule");
    project.write("plugin.go", "package main\n\nfunc main() {}\n");
    let Some(built) = project.build() else { return };
    let error = built.unwrap_err();
    assert!(
        error.contains("it does not call `pricing.Export`"),
        "{error}"
    );
}

#[test]
fn a_plugin_implements_resources() {
    const SHELVES: &str = "test:everything/shelves@1.2.0";
    let project = Project::new(Language::Go, echo::WIT, "guest-resources");
    project.write("plugin.go", include_str!("go/plugins/shelves.go"));
    let Some(built) = project.build() else { return };
    let guest = Guest::new(
        &built.unwrap_or_else(|error| panic!("{error}")),
        echo::answer,
    );
    let names = ["a", "b"].map(|name| Val::String(name.into()));
    let opened = echo::returned(guest.call(Some(SHELVES), "open", &[Val::List(names.into())]));
    assert!(matches!(opened, Val::List(shelves) if shelves.len() == 2));
    let ran = guest.call_with_counter(SHELVES, "with-counter", 2);
    assert_eq!(ran.open, 0, "the counter is closed");
    assert!(matches!(echo::returned(ran), Val::Resource(_)));
}
