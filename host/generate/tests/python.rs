//! The SDK and the project for Python, as files of text, and with the tools of Python.
//! `BLESS=1` rewrites the files.

#![allow(clippy::unwrap_used, reason = "a failed test panics")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use guesthouse_contract::{Contract, Model};
use guesthouse_diagnostics::Language;
use guesthouse_generate::{File, Options, project, sdk};
use guesthouse_testing::{bless, skip};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn model(wit: &str, world: &str) -> Model {
    let contract = Contract::read(&here(wit)).unwrap();
    contract.model(contract.world(Some(world)).unwrap())
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
    model("../contract/tests/wit/pricing.wit", "rule")
}

fn everything() -> Model {
    without_inline_imports("tests/wit/everything.wit", "everything")
}

fn nasty() -> Model {
    without_inline_imports("tests/wit/nasty.wit", "world")
}

fn generated(model: &Model) -> Vec<File> {
    sdk(Language::Python, model, &Options::default()).unwrap()
}

/// Joins the files that depend on the contract.
fn listing(files: &[File]) -> String {
    let files = files
        .iter()
        .filter(|file| !file.path.contains("/_runtime/"));
    let texts = files.map(|file| format!("=== {}\n{}", file.path, file.text));
    texts.collect()
}

#[test]
fn the_sdk_of_pricing() {
    let golden = here("tests/golden/python-pricing.txt");
    bless::compare(&golden, &listing(&generated(&pricing())));
    let project = project(
        Language::Python,
        &pricing(),
        &Options::default(),
        "discount",
    )
    .unwrap();
    let golden = here("tests/golden/python-pricing-project.txt");
    bless::compare(&golden, &listing(&project));
}

#[test]
fn the_sdk_of_everything() {
    let golden = here("tests/golden/python-everything.txt");
    bless::compare(&golden, &listing(&generated(&everything())));
}

/// Writes a project with its SDK, as it is on disk.
fn write(model: &Model, folder: &Path) {
    let options = Options::default();
    let in_project = |file: &File| folder.join(&file.path);
    for file in project(Language::Python, model, &options, "discount").unwrap() {
        write_file(&in_project(&file), &file.text);
    }
    let sdk = generated(model);
    for file in sdk {
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
        let model = model("tests/wit/everything.wit", world);
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
