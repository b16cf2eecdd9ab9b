//! The SDK and the project of each language: as files of text in `golden/`, which `BLESS=1` rewrites,
//! and with the tools of the language.

#![allow(clippy::unwrap_used, reason = "a failed test panics")]

mod go;
mod js;
mod python;
mod rust;
mod strangers;

use std::path::{Path, PathBuf};

use guesthouse_contract::{Contract, Model};
use guesthouse_diagnostics::Language;
use guesthouse_generate::{File, Options, project, sdk};
use guesthouse_testing::bless;

const PRICING: &str = "../contract/tests/wit/pricing.wit";
const EVERYTHING: &str = "tests/wit/everything.wit";
const NASTY: &str = "tests/wit/nasty.wit";

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn model(wit: &str, world: &str) -> Model {
    let contract = Contract::read(&here(wit)).unwrap();
    contract.model(contract.world(Some(world)).unwrap())
}

fn sdk_of(language: Language, model: &Model) -> Vec<File> {
    sdk(language, model, &Options::default()).unwrap()
}

fn project_of(language: Language, model: &Model) -> Vec<File> {
    project(language, model, &Options::default(), "discount").unwrap()
}

/// Compares the files that depend on the contract with those in `golden/NAME.txt`. `is_runtime` says
/// which files are the same for every contract.
#[track_caller]
fn compare(name: &str, files: &[File], is_runtime: impl Fn(&str) -> bool) {
    let generated = files.iter().filter(|file| !is_runtime(&file.path));
    let texts = generated.map(|file| format!("=== {}\n{}", file.path, file.text));
    bless::compare(
        &here(&format!("tests/golden/{name}.txt")),
        &texts.collect::<String>(),
    );
}
