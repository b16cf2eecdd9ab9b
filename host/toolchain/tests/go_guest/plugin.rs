//! The guest, built once for all tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use guesthouse_toolchain::preview1;
use wit_parser::Resolve;

pub(crate) fn component() -> &'static [u8] {
    static COMPONENT: OnceLock<Vec<u8>> = OnceLock::new();
    COMPONENT.get_or_init(|| {
        let mut resolve = Resolve::default();
        let (package, _) = resolve.push_dir(crate_dir().join("../../wit")).unwrap();
        let world = resolve.select_world(&[package], Some("plugin")).unwrap();
        preview1::componentize(&compile(), &resolve, world).unwrap()
    })
}

fn compile() -> Vec<u8> {
    let module = tempfile::Builder::new().suffix(".wasm").tempfile().unwrap();
    let status = Command::new("go")
        .env("GOTOOLCHAIN", pinned())
        .env("GOOS", "wasip1")
        .env("GOARCH", "wasm")
        .args([
            "build",
            "-buildmode=c-shared",
            "-trimpath",
            "-buildvcs=false",
        ])
        .args(["-ldflags=-checklinkname=0", "-o"])
        .arg(module.path())
        .arg(".")
        .current_dir(crate_dir().join("tests/go_guest/plugin"))
        .status()
        .expect("go is needed");
    assert!(status.success(), "go build failed");
    fs::read(module.path()).unwrap()
}

fn pinned() -> String {
    let text = include_str!("../../pinned/toolchains.toml");
    let pins: toml::Table = text.parse().unwrap();
    pins["go"]["toolchain"].as_str().unwrap().to_owned()
}

fn crate_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}
