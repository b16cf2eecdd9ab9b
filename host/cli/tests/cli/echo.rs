//! `domain conform` sends values of every type through the SDKs of contracts that nobody here wrote
//! with these SDKs in mind.
//!
//! `GUESTHOUSE_WORLDS` names a folder with more contracts.

use std::path::{Path, PathBuf};
use std::process::Command;

use guesthouse_contract::{Contract, lint};
use guesthouse_diagnostics::{Diagnostic, Language, Severity};
use guesthouse_testing::skip::skip;
use guesthouse_testing::{Ran, repository};
use guesthouse_toolchain::domain::Domain;

use crate::workdir::new_workdir;

#[test]
fn every_type_returns_in_every_language() {
    let everything = repository().join("host/generate/tests/wit/everything.wit");
    conform(&everything, "everything");
}

#[test]
fn types_of_strangers_return() {
    let Some(folder) = std::env::var_os("GUESTHOUSE_WORLDS").map(PathBuf::from) else {
        return;
    };
    let mut files: Vec<_> = folder
        .read_dir()
        .unwrap()
        .map(|it| it.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        let contract = Contract::read(&file).unwrap();
        for world in contract.worlds() {
            eprintln!("{} {world}", file.display());
            conform(&file, world);
        }
    }
}

/// The languages that have an SDK for a world of a domain.
fn languages(domain: &Domain, world: &str) -> Vec<Language> {
    let model = domain.model(Some(world)).unwrap();
    let is_refused = |it: &Diagnostic| it.severity == Severity::Error && !it.code.contains(':');
    let lints = lint::check(&model, &Language::ALL, &lint::Accepted::new());
    if lints.iter().any(is_refused) {
        return Vec::new();
    }
    let has_sdk = |it: &Language| domain.sdk(*it, &model).is_ok();
    Language::ALL.into_iter().filter(has_sdk).collect()
}

fn conform(wit: &Path, world: &str) {
    let workdir = new_workdir();
    let contract = Contract::read(wit).unwrap();
    let name = contract.name();
    let package = name.split('@').next().unwrap();
    workdir.write("wit/all.wit", contract.text().unwrap());
    let settings = format!("package = {package:?}\nworld = {world:?}\nabout = \"\"\n");
    workdir.write("domain.toml", &settings);
    let domain = Domain::open(workdir.dir()).unwrap();
    let languages = languages(&domain, world);
    if languages.is_empty() {
        return;
    }
    let languages: Vec<_> = languages.iter().map(|it| it.name()).collect();
    workdir.write(
        "domain.toml",
        format!("{settings}languages = {languages:?}\n"),
    );
    // The environment of the other commands has no compiler.
    let mut command = Command::new(env!("CARGO_BIN_EXE_guesthouse"));
    command
        .args(["domain", "conform"])
        .current_dir(workdir.dir());
    let ran = Ran::wait(command, b"");
    if ran.stderr.contains("error[missing-tool]") {
        return skip("guests in four languages", &ran.stderr);
    }
    let output = format!("{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.code, Some(0), "{name} {world}\n{output}");
}
