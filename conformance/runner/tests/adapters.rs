//! The adapters obey the protocol of `conformance/SPEC.md`: each is asked the same, and answers as the
//! host of this repository does.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test that panics is a test that fails"
)]

use std::path::{Path, PathBuf};

use guesthouse_conformance::adapter::process::Process;
use guesthouse_conformance::adapter::program::{self, Started};
use guesthouse_conformance::adapter::{Adapter as _, Ran, Step};
use guesthouse_conformance::contract::Contract;
use wit_component::{ComponentEncoder, StringEncoding, dummy_module, embed_component_metadata};
use wit_parser::ManglingAndAbi;

/// A guest of the suite `abi` each of whose functions ends it.
fn dummy(folder: &Path) -> PathBuf {
    let contract = Contract::get();
    let (resolve, world) = (&contract.resolve, contract.world);
    let mut module = dummy_module(
        resolve,
        world,
        ManglingAndAbi::Legacy(wit_parser::LiftLowerAbi::Sync),
    );
    embed_component_metadata(&mut module, resolve, world, StringEncoding::UTF8).unwrap();
    let encoder = ComponentEncoder::default().module(&module).unwrap();
    let path = folder.join("dummy.wasm");
    std::fs::write(&path, encoder.validate(true).encode().unwrap()).unwrap();
    path
}

fn call(function: &str, arg: &str) -> Vec<Step> {
    vec![Step::Call {
        call: function.to_owned(),
        args: vec![arg.to_owned()],
    }]
}

/// Whether a host says that it was asked for what cannot be.
fn is_refused(ran: anyhow::Result<Ran>) -> bool {
    ran.map_or(true, |ran| ran.stopped.unwrap().class == "host-error")
}

/// Asks for what can go wrong, each time with an answer, and for what works after it.
fn obeys(mut host: Process) {
    assert_eq!(host.features(), ["resources"]);
    let folder = tempfile::tempdir().unwrap();
    let echo = call("echo.echo-u8", "7");
    let early = host.run(&echo).unwrap_err().to_string();
    assert_eq!(early, "no component is loaded");

    let text = folder.path().join("text.wasm");
    std::fs::write(&text, "no component").unwrap();
    assert!(host.load(&text).is_err());
    assert!(host.run(&echo).is_err());

    host.load(&dummy(folder.path())).unwrap();
    assert!(is_refused(host.run(&call("echo.ecko-u8", "7"))));
    assert!(is_refused(host.run(&call("echo.echo-u8", "seven"))));
    for _ in 0..2 {
        let ran = host.run(&echo).unwrap();
        let stopped = ran.stopped.clone().unwrap();
        assert_eq!(stopped.class, "crashed");
        assert_eq!(stopped.code.as_deref(), Some("trap"), "{stopped}");
        let nothing = Ran {
            stopped: Some(stopped),
            ..Ran::default()
        };
        assert_eq!(ran, nothing);
    }
}

fn obeys_if_there(name: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let work = tempfile::tempdir().unwrap();
    match program::start(name, &root, work.path()).unwrap() {
        Started::Host(host) => obeys(host),
        Started::Missing(why) if std::env::var("CI").is_ok() => panic!("{why}"),
        Started::Missing(why) => eprintln!("SKIPPED the host {name}: {why}"),
    }
}

#[test]
fn the_host_of_this_repository() {
    let program = env!("CARGO_BIN_EXE_guesthouse-conformance");
    obeys(Process::start(&[program.into(), "--serve".into()]).unwrap());
}

#[test]
fn node() {
    obeys_if_there("node");
}

#[test]
fn browser() {
    obeys_if_there("browser");
}
