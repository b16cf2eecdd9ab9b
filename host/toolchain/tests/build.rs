//! `new`, then `build`, in every language, with the real toolchains.
//!
//! A toolchain that is not there is skipped aloud on a laptop and is an error in CI.

use std::path::Path;

use guesthouse_inspect::World;
use guesthouse_toolchain::{Built, Error, Project, Template};

struct Steps;

impl guesthouse_toolchain::Progress for Steps {
    fn step(&self, what: &str) {
        eprintln!("  {what}");
    }
}

/// Builds the project in `dir`, or returns none where a tool is missing.
fn build(dir: &Path) -> Option<Result<Built, Error>> {
    match Project::open(dir).unwrap().build(None, &Steps) {
        Err(Error::MissingTool(missing)) if std::env::var_os("CI").is_none() => {
            eprintln!("SKIPPED: {missing}");
            None
        }
        result => Some(result),
    }
}

fn new_then_build(template: Template) {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("my-greeter");
    let created = template.create(&dir).unwrap();
    assert!(dir.join(created.source).is_file());
    let Some(built) = build(&dir) else { return };
    let built = built.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        built.path,
        dir.canonicalize().unwrap().join("my-greeter.wasm")
    );
    let bytes = std::fs::read(&built.path).unwrap();
    assert_eq!(bytes.len(), built.size);
    let report = guesthouse_inspect::check(&bytes);
    assert!(report.is_plugin(), "{:#?}", report.diagnostics);
    assert_eq!(report.fits, Some(World::Transform));
    let component = report.component.unwrap();
    assert_eq!(component.manifest.unwrap().name, "my-greeter");
    eprintln!("  {} bytes, {:?}", built.size, component.toolchain);
}

#[test]
fn rust() {
    new_then_build(Template::Rust);
}

#[test]
fn typescript() {
    new_then_build(Template::Ts);
}

#[test]
fn javascript() {
    new_then_build(Template::Js);
}

#[test]
fn python() {
    new_then_build(Template::Python);
}

#[test]
fn go() {
    new_then_build(Template::Go);
}
