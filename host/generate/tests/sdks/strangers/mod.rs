//! Compiles the SDKs and the projects of many worlds at once: contracts that nobody here wrote with
//! these generators in mind.
//!
//! `wit/shapes` has shapes that are written by hand, and `wit/random` has worlds of wit-smith.
//! `GUESTHOUSE_WORLDS` names one more folder. `golden/refused.txt` has what the generators refuse.

mod go;
mod js;
mod python;
mod rust;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use guesthouse_contract::{Contract, Model, lint};
use guesthouse_diagnostics::{Diagnostic, Language};
use guesthouse_generate::{File, Options, project, sdk};
use guesthouse_testing::bless;

use crate::here;

/// A world of a contract.
struct World {
    /// Its file and its number in the file. It is a valid name of a package in each language.
    name: String,
    model: Model,
    /// The contract as one text.
    wit: String,
}

/// What is generated for a world in a language.
struct Generated {
    name: String,
    sdk: Vec<File>,
    project: Vec<File>,
    wit: String,
}

fn worlds() -> Vec<World> {
    let mut folders = vec![here("tests/wit/shapes"), here("tests/wit/random")];
    folders.extend(std::env::var_os("GUESTHOUSE_WORLDS").map(PathBuf::from));
    let files = folders.iter().flat_map(|folder| {
        let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
        let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    });
    files.flat_map(|file| worlds_of(&file)).collect()
}

fn worlds_of(file: &Path) -> Vec<World> {
    let contract = Contract::read(file).unwrap();
    let stem = file.file_stem().unwrap().to_str().unwrap();
    let stem = stem.replace('-', "");
    let names = contract.worlds().into_iter().enumerate();
    let worlds = names.map(|(number, world)| World {
        name: format!("{stem}{number}"),
        model: contract.model(contract.world(Some(world)).unwrap()),
        wit: contract.text().unwrap(),
    });
    worlds.collect()
}

fn options(language: Language, package: &str) -> Options {
    Options {
        packages: [(language, package.to_owned())].into(),
    }
}

/// Generates all worlds that a language does not refuse. `package` names the SDK of a world.
fn generate(language: Language, package: impl Fn(&str) -> String) -> Vec<Generated> {
    let worlds = worlds().into_iter();
    let generated = worlds.filter(is_accepted).filter_map(|world| {
        let options = options(language, &package(&world.name));
        Some(Generated {
            sdk: sdk(language, &world.model, &options).ok()?,
            project: project(language, &world.model, &options, "stranger").unwrap(),
            name: world.name,
            wit: world.wit,
        })
    });
    generated.collect()
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Runs a tool. It must succeed, and print nothing to standard output if `is_silent`.
#[track_caller]
fn run(command: &mut Command, is_silent: bool) {
    let done = command.output().unwrap();
    let text = [&*done.stdout, &*done.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    assert!(done.status.success(), "{command:?}\n{text}");
    assert!(!is_silent || done.stdout.is_empty(), "{command:?}\n{text}");
}

/// Whether `domain check` accepts a world, apart from what concerns one language.
fn is_accepted(world: &World) -> bool {
    refusals(world)
        .iter()
        .all(|(language, _)| language != "all")
}

/// What the owner of a contract must change: errors that no `[allow]` accepts.
fn refusals(world: &World) -> Vec<(String, Diagnostic)> {
    let is_error = |found: &Diagnostic| {
        found.severity == guesthouse_diagnostics::Severity::Error && !found.code.contains(':')
    };
    let lints = lint::check(&world.model, &Language::ALL, &lint::Accepted::new());
    let lints = lints.into_iter().filter(is_error);
    let mut found: Vec<_> = lints.map(|it| ("all".to_owned(), it)).collect();
    for language in Language::ALL {
        let refused = sdk(language, &world.model, &Options::default()).err();
        let refused = refused.into_iter().flatten();
        found.extend(refused.map(|it| (language.to_string(), it)));
    }
    found
}

#[test]
fn what_is_refused_has_a_reason() {
    let mut text = String::new();
    for folder in ["tests/wit/shapes", "tests/wit/random"] {
        let mut files: Vec<_> = fs::read_dir(here(folder)).unwrap().collect();
        files.sort_by_key(|file| file.as_ref().unwrap().path());
        for world in files
            .iter()
            .flat_map(|it| worlds_of(&it.as_ref().unwrap().path()))
        {
            for (language, found) in refusals(&world) {
                writeln!(text, "{} {language}: {}", world.name, found.message).unwrap();
                for hint in &found.hints {
                    writeln!(text, "    {hint}").unwrap();
                }
            }
        }
    }
    bless::compare(&here("tests/golden/refused.txt"), &text);
}
