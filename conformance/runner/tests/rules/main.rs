//! The rules of evolution, each proven twice: by the gate, and by a compiled guest on a host of the
//! changed contract.
//!
//! `conformance/evolution/rules/` has one contract, `before.wit`, a guest of it, `before.wat`, and for
//! each rule the contract after a change. `rules.toml` has the expected results; `BLESS=1` writes
//! the table of `docs/guide/evolving.md` from it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics is a test that fails"
)]

mod hosts;

use std::path::{Path, PathBuf};

use guesthouse_inspect::evolution::{Package, compare};
use guesthouse_testing::bless;
use serde::Deserialize;
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata, semver_check};
use wit_parser::Resolve;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    /// The file with the contract after the change.
    name: String,
    /// The change, in the words of the guide.
    change: String,
    /// The codes that the gate reports. An empty list means that the change is allowed.
    gate: Vec<String>,
    /// What the guest does: `works`, or a part of the engine's message.
    guest: String,
    /// Why the change is refused, where the guest works.
    why: Option<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../evolution/rules")
}

fn rules() -> Vec<Rule> {
    let text = std::fs::read_to_string(folder().join("rules.toml")).unwrap();
    toml::from_str::<Rules>(&text).unwrap().rule
}

fn contract(name: &str) -> Package {
    Package::read(&folder().join(format!("{name}.wit"))).unwrap()
}

/// Returns the guest as a toolchain builds it: a module with the contract that it was compiled
/// against.
fn guest() -> Vec<u8> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_path(folder().join("before.wit")).unwrap();
    let world = resolve.select_world(&[package], Some("plugin")).unwrap();
    let mut module = wat::parse_file(folder().join("before.wat")).unwrap();
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
    let encoder = ComponentEncoder::default().module(&module).unwrap();
    encoder.validate(true).encode().unwrap()
}

#[test]
fn every_contract_has_a_rule_and_every_rule_a_host() {
    let name = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let mut files: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "wit"))
        .map(name)
        .filter(|name| name != "before")
        .collect();
    files.sort();
    let mut names: Vec<_> = rules().into_iter().map(|rule| rule.name).collect();
    names.sort();
    assert_eq!(names, files);
    let mut hosts: Vec<_> = hosts::ALL.iter().map(|(name, _)| *name).collect();
    hosts.sort_unstable();
    assert_eq!(names, hosts);
}

#[test]
fn the_gate_reports_the_codes_of_the_rules() {
    let before = contract("before");
    for rule in rules() {
        let found = compare(&before, &contract(&rule.name));
        let mut codes: Vec<_> = found.iter().map(|found| &*found.code).collect();
        codes.dedup();
        assert_eq!(codes, rule.gate, "{}: {found:#?}", rule.name);
    }
}

/// The component tools agree: a component of the old world fits where one of the new world is
/// needed.
#[test]
fn a_change_that_the_gate_allows_composes() {
    for rule in rules().iter().filter(|rule| rule.gate.is_empty()) {
        let mut resolve = Resolve::default();
        let mut world = |name: &str, version: &str| {
            let text = std::fs::read_to_string(folder().join(format!("{name}.wit"))).unwrap();
            let (head, rest) = text.split_once(';').unwrap();
            let (package, _) = head.split_once('@').unwrap();
            let package = resolve.push_str(name, &format!("{package}@{version};{rest}"));
            resolve
                .select_world(&[package.unwrap()], Some("plugin"))
                .unwrap()
        };
        let old = world("before", "1.0.0");
        let new = world(&rule.name, "1.9.0");
        let composes = semver_check(resolve, old, new).is_ok();
        assert_eq!(composes, rule.name != "new-version", "{}", rule.name);
    }
}

#[test]
fn the_guest_works_with_the_contract_it_was_compiled_against() {
    let handled = hosts::before::handle(&guest()).unwrap();
    assert_eq!(handled, Some(hosts::EXPECTED));
}

#[test]
fn a_compiled_guest_meets_each_changed_contract() {
    let guest = guest();
    for rule in rules() {
        let (_, host) = hosts::ALL.iter().find(|it| it.0 == rule.name).unwrap();
        let found = match host(&guest) {
            Ok(Some(hosts::EXPECTED)) => "works".to_owned(),
            Ok(Some(other)) => format!("returns {other}"),
            Ok(None) => "is never called".to_owned(),
            Err(error) => format!("{error:#}"),
        };
        let name = &rule.name;
        let expected = &rule.guest;
        assert!(
            found.contains(expected),
            "{name}: expected {expected}, got {found}"
        );
        let works = found == "works";
        let allowed = rule.gate.is_empty();
        assert!(
            works || !allowed,
            "{name} is allowed, but the guest does not work"
        );
        assert_eq!(
            rule.why.is_some(),
            works && !allowed,
            "{name}: `why` is for a change that is refused although the guest works"
        );
    }
}

/// Without the old version, no guest that was compiled against it works.
#[test]
fn a_new_version_alone_is_not_enough() {
    let error = hosts::new_version::handle(&guest()).unwrap_err();
    let expected = "component imports instance `example:contract/canvas@1.0.0`";
    assert!(format!("{error:#}").starts_with(expected), "{error:#}");
}

#[test]
fn the_guide_has_the_rules() {
    bless::compare_section("docs/guide/evolving.md", "rules", &table());
}

fn table() -> String {
    let mut text =
        "| change | allowed | a plugin compiled before the change |\n|---|---|---|\n".to_owned();
    for rule in rules() {
        let link = format!("../../conformance/evolution/rules/{}.wit", rule.name);
        let allowed = match rule.gate.as_slice() {
            [] => "yes".to_owned(),
            codes => format!("no: `{}`", codes.join("`, `")),
        };
        let result = match (rule.guest.as_str(), &rule.why) {
            ("works", Some(why)) => format!("works, but {why}"),
            ("works" | "is never called", _) => rule.guest,
            (message, _) => format!("`` {message} ``"),
        };
        text += &format!("| [{}]({link}) | {allowed} | {result} |\n", rule.change);
    }
    text
}
