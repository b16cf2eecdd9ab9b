//! The SDK and the project for Go. `BLESS=1` rewrites the files in `golden/`. Go's own tools check
//! them, and run the test of the project.

#![allow(clippy::unwrap_used, reason = "a failed test panics")]

use std::path::{Path, PathBuf};
use std::process::Command;

use guesthouse_contract::{Contract, Model};
use guesthouse_diagnostics::Language;
use guesthouse_generate::{File, Options, project, sdk};
use guesthouse_testing::{Workdir, bless, skip};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn model(wit: &str, world: &str) -> Model {
    let contract = Contract::read(&here(wit)).unwrap();
    contract.model(contract.world(Some(world)).unwrap())
}

fn sdk_of(model: &Model) -> Vec<File> {
    sdk(Language::Go, model, &Options::default()).unwrap()
}

fn project_of(model: &Model) -> Vec<File> {
    project(Language::Go, model, &Options::default(), "plugin").unwrap()
}

/// Joins the files that depend on the contract.
fn listing(files: &[File]) -> String {
    let is_generated =
        |file: &&File| !file.path.starts_with("internal/guest") && file.path != "wit/wit.go";
    let texts = files.iter().filter(is_generated);
    let texts = texts.map(|file| format!("=== {}\n{}", file.path, file.text));
    texts.collect()
}

/// Runs a tool in a folder. It must print nothing to standard output if `is_silent`.
fn run(dir: &Path, words: &str, os: &[(&str, &str)], is_silent: bool) {
    let mut words_ = words.split(' ');
    let mut command = Command::new(words_.next().unwrap());
    let output = command
        .args(words_)
        .envs(os.iter().copied())
        .env("GOFLAGS", "")
        .env("GOWORK", "off")
        .current_dir(dir)
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}\n{out}\n{err}");
    assert!(!is_silent || out.is_empty(), "{words}\n{out}");
}

/// Lets Go's tools check the SDK and the project of a world.
fn check(wit: &str, world: &str) {
    if Command::new("go").arg("version").output().is_err() {
        return skip::skip("the SDK for Go", "go is not installed");
    }
    let model = model(wit, world);
    let dir = Workdir::new("go");
    for file in sdk_of(&model) {
        dir.write(&format!(".guesthouse/sdk/{}", file.path), file.text);
    }
    for file in project_of(&model) {
        dir.write(&file.path, file.text);
    }
    let sdk = dir.path(".guesthouse/sdk");
    let wasm = [("GOOS", "wasip1"), ("GOARCH", "wasm")];
    run(dir.dir(), "gofmt -d plugin.go", &[], true);
    run(&sdk, "gofmt -d .", &[], true);
    run(&sdk, "go vet ./...", &[], true);
    run(&sdk, "go vet ./...", &wasm, true);
    run(dir.dir(), "go vet .", &[], true);
    run(dir.dir(), "go test .", &[], false);
}

#[test]
fn pricing() {
    let model = model("../contract/tests/wit/pricing.wit", "rule");
    let golden = here("tests/golden/go-pricing.txt");
    bless::compare(&golden, &listing(&sdk_of(&model)));
    let golden = here("tests/golden/go-pricing-project.txt");
    bless::compare(&golden, &listing(&project_of(&model)));
}

#[test]
fn everything() {
    let model = model("tests/wit/everything.wit", "everything");
    let golden = here("tests/golden/go-everything.txt");
    bless::compare(&golden, &listing(&sdk_of(&model)));
}

#[test]
fn go_accepts_the_contract_pricing() {
    check("../contract/tests/wit/pricing.wit", "rule");
    check("../contract/tests/wit/pricing.wit", "bare");
}

#[test]
fn go_accepts_every_shape() {
    check("tests/wit/everything.wit", "everything");
}

#[test]
fn go_accepts_resources_of_the_plugin() {
    check("tests/wit/everything.wit", "guest-resources");
}

#[test]
fn go_accepts_names_that_are_keywords() {
    check("tests/wit/nasty.wit", "world");
}
