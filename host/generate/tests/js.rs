//! The SDK and the project for JavaScript, as files of text. `BLESS=1` rewrites them.

#![allow(clippy::unwrap_used, reason = "a failed test panics")]

use std::path::{Path, PathBuf};

use guesthouse_contract::{Contract, Model};
use guesthouse_diagnostics::Language;
use guesthouse_generate::{File, Options, project, sdk};
use guesthouse_testing::bless;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn model(wit: &str, world: &str) -> Model {
    let contract = Contract::read(&here(wit)).unwrap();
    contract.model(contract.world(Some(world)).unwrap())
}

/// Joins the files that depend on the contract.
fn listing(files: &[File]) -> String {
    let is_generated = |file: &&File| {
        let path = Path::new(&file.path);
        !path.starts_with("runtime")
            && !["globals.d.ts", "hooks.mjs", "register.mjs"].contains(&&*file.path)
    };
    let texts = files.iter().filter(is_generated);
    let texts = texts.map(|file| format!("=== {}\n{}", file.path, file.text));
    texts.collect()
}

fn sdk_listing(model: &Model) -> String {
    listing(&sdk(Language::Js, model, &Options::default()).unwrap())
}

#[test]
fn pricing() {
    let model = model("../contract/tests/wit/pricing.wit", "rule");
    bless::compare(&here("tests/golden/js-pricing.txt"), &sdk_listing(&model));
    let project = project(Language::Js, &model, &Options::default(), "discount").unwrap();
    let golden = here("tests/golden/js-pricing-project.txt");
    bless::compare(&golden, &listing(&project));
}

#[test]
fn everything() {
    let model = model("tests/wit/everything.wit", "everything");
    bless::compare(
        &here("tests/golden/js-everything.txt"),
        &sdk_listing(&model),
    );
}

#[test]
fn nasty() {
    let model = model("tests/wit/nasty.wit", "world");
    bless::compare(&here("tests/golden/js-nasty.txt"), &sdk_listing(&model));
    let project = project(Language::Js, &model, &Options::default(), "a-b").unwrap();
    let golden = here("tests/golden/js-nasty-project.txt");
    bless::compare(&golden, &listing(&project));
}

#[test]
fn resources_of_a_plugin_are_refused() {
    let model = model("tests/wit/everything.wit", "guest-resources");
    let refused = sdk(Language::Js, &model, &Options::default()).unwrap_err();
    let shown = refused.first().unwrap().to_string();
    assert!(
        shown.starts_with(
            "error[unsupported-type]: a plugin in JavaScript cannot implement the resource `shelf`"
        ),
        "{shown}"
    );
}
