use std::fs;
use std::path::Path;
use std::process::Command;

use guesthouse_contract::{Contract, Model};
use guesthouse_diagnostics::Language;
use guesthouse_generate::{Options, sdk};
use guesthouse_testing::skip;

use crate::{EVERYTHING, NASTY, PRICING, compare, here, model, project_of, sdk_of};

fn is_runtime(path: &str) -> bool {
    path.contains("/_runtime/")
}

/// Reads a contract without what Python refuses: functions of an interface that a world imports
/// inline.
fn without_inline_imports(wit: &str, world: &str) -> Model {
    let text = fs::read_to_string(here(wit)).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.contains(": interface { ") || line.contains("export"));
    let text = lines.collect::<Vec<_>>().join("\n");
    let contract = Contract::from_files(wit, [(wit, text.as_str())]).unwrap();
    contract.model(contract.world(Some(world)).unwrap())
}

fn pricing() -> Model {
    model(PRICING, "rule")
}

fn everything() -> Model {
    without_inline_imports(EVERYTHING, "everything")
}

fn nasty() -> Model {
    without_inline_imports(NASTY, "world")
}

#[test]
fn the_sdk_of_pricing() {
    let model = pricing();
    compare(
        "python-pricing",
        &sdk_of(Language::Python, &model),
        is_runtime,
    );
    compare(
        "python-pricing-project",
        &project_of(Language::Python, &model),
        is_runtime,
    );
}

#[test]
fn the_sdk_of_everything() {
    compare(
        "python-everything",
        &sdk_of(Language::Python, &everything()),
        is_runtime,
    );
}

/// Writes a project with its SDK, as it is on disk.
fn write(model: &Model, folder: &Path) {
    for file in project_of(Language::Python, model) {
        write_file(&folder.join(&file.path), &file.text);
    }
    for file in sdk_of(Language::Python, model) {
        write_file(&folder.join(".guesthouse/sdk").join(&file.path), &file.text);
    }
}

fn write_file(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Runs a module of Python in a project, and returns whether it is installed.
#[track_caller]
fn python(folder: &Path, module: &str, args: &[&str]) {
    let installed = Command::new("python3")
        .args(["-c", &format!("import {module}")])
        .output();
    if !installed.unwrap().status.success() {
        return skip::skip(module, "`just setup-python` installs it");
    }
    let mut command = Command::new("python3");
    command
        .args(["-B", "-m", module])
        .args(args)
        .current_dir(folder);
    let done = command.output().unwrap();
    let text = [done.stdout, done.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    assert!(done.status.success(), "{module}: {text}");
}

/// Lints a project and its SDK, and runs the test of the project.
#[track_caller]
fn check(model: &Model) {
    let folder = tempfile::tempdir().unwrap();
    write(model, folder.path());
    let folder = folder.path();
    python(folder, "mypy", &[]);
    python(folder, "mypy", &["--strict", ".guesthouse/sdk"]);
    python(folder, "ruff", &["check", "."]);
    // Linters of an author leave the SDK alone. It has no mistakes, and its style is its own.
    let mistakes = [
        "check",
        "--isolated",
        "--no-cache",
        "--select",
        "E4,E7,E9,F",
        ".guesthouse/sdk",
    ];
    python(folder, "ruff", &mistakes);
    python(folder, "pytest", &["-q", "-p", "no:cacheprovider"]);
}

#[test]
fn python_accepts_pricing() {
    check(&pricing());
}

#[test]
fn python_accepts_everything() {
    check(&everything());
}

#[test]
fn python_accepts_nasty_names() {
    check(&nasty());
}

#[test]
fn what_componentize_py_cannot_build_is_refused() {
    let refused = |world: &str| {
        let model = model(EVERYTHING, world);
        let found = sdk(Language::Python, &model, &Options::default()).unwrap_err();
        found.first().unwrap().to_string()
    };
    let exported = refused("guest-resources");
    assert!(
        exported.contains(
            "the resource `shelf` of the export `shelves` cannot be implemented in Python"
        ),
        "{exported}"
    );
    let inline = refused("everything");
    assert!(
        inline.contains("the inline interface `inline` cannot be used in Python"),
        "{inline}"
    );
}
