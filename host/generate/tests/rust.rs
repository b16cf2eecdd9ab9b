//! The SDK and the project for Rust. `BLESS=1` rewrites the files in `golden/`.

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
    let is_generated = |file: &&File| file.path != "src/runtime.rs";
    let texts = files.iter().filter(is_generated);
    let texts = texts.map(|file| format!("=== {}\n{}", file.path, file.text));
    texts.collect()
}

fn sdk_listing(model: &Model) -> String {
    listing(&sdk(Language::Rust, model, &Options::default()).unwrap())
}

#[test]
fn pricing() {
    let model = model("../contract/tests/wit/pricing.wit", "rule");
    bless::compare(&here("tests/golden/rust-pricing.txt"), &sdk_listing(&model));
    let project = project(Language::Rust, &model, &Options::default(), "discount").unwrap();
    let golden = here("tests/golden/rust-pricing-project.txt");
    bless::compare(&golden, &listing(&project));
}

#[test]
fn everything() {
    let model = model("tests/wit/everything.wit", "everything");
    let golden = here("tests/golden/rust-everything.txt");
    bless::compare(&golden, &sdk_listing(&model));
}

#[test]
fn resources_of_a_plugin_are_refused() {
    let model = model("tests/wit/everything.wit", "guest-resources");
    let refused = sdk(Language::Rust, &model, &Options::default()).unwrap_err();
    let shown = refused.first().unwrap().to_string();
    assert!(
        shown.starts_with(
            "error[unsupported-type]: the plugin would implement the resource `shelf`"
        ),
        "{shown}"
    );
}

#[test]
fn names_that_wit_bindgen_cannot_write_are_refused() {
    let model = model("tests/wit/nasty.wit", "world");
    let refused = sdk(Language::Rust, &model, &Options::default()).unwrap_err();
    let shown: Vec<_> = refused.iter().map(|it| it.message.clone()).collect();
    let expected = [
        "`enum` has the case `self`, which Rust reserves",
        "the resource `resource` has a constructor and a function `new`, which have one name in Rust",
    ];
    assert_eq!(shown, expected);
}
