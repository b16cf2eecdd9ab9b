use std::path::Path;
use std::process::Command;

use guesthouse_diagnostics::Language;
use guesthouse_testing::{Workdir, skip};

use crate::{EVERYTHING, NASTY, PRICING, compare, model, project_of, sdk_of};

fn is_runtime(path: &str) -> bool {
    path.starts_with("internal/guest") || path == "wit/wit.go"
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
    for file in sdk_of(Language::Go, &model) {
        dir.write(&format!(".guesthouse/sdk/{}", file.path), file.text);
    }
    for file in project_of(Language::Go, &model) {
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
    let model = model(PRICING, "rule");
    compare("go-pricing", &sdk_of(Language::Go, &model), is_runtime);
    compare(
        "go-pricing-project",
        &project_of(Language::Go, &model),
        is_runtime,
    );
}

#[test]
fn everything() {
    let model = model(EVERYTHING, "everything");
    compare("go-everything", &sdk_of(Language::Go, &model), is_runtime);
}

#[test]
fn go_accepts_the_contract_pricing() {
    check(PRICING, "rule");
    check(PRICING, "bare");
}

#[test]
fn go_accepts_every_shape() {
    check(EVERYTHING, "everything");
}

#[test]
fn go_accepts_resources_of_the_plugin() {
    check(EVERYTHING, "guest-resources");
}

#[test]
fn go_accepts_names_that_are_keywords() {
    check(NASTY, "world");
}
