//! The adapters follow the protocol of `conformance/SPEC.md`: each answers the same requests as the
//! host of this repository does.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that panics is a test that fails"
)]

use std::path::{Path, PathBuf};

use guesthouse_conformance::adapter::process::Process;
use guesthouse_conformance::adapter::program::{self, Started};
use guesthouse_conformance::adapter::{Adapter as _, Ran, Step};
use guesthouse_conformance::contract::Contract;
use guesthouse_testing::skip::skip;
use wit_component::{ComponentEncoder, StringEncoding, dummy_module, embed_component_metadata};
use wit_parser::ManglingAndAbi;

/// Writes a guest of the suite `abi` whose functions all trap.
fn dummy(folder: &Path) -> PathBuf {
    let contract = Contract::get();
    let resolve = &contract.resolve;
    let world = contract.world;
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

/// Whether a host reports that a request was invalid.
fn is_refused(ran: anyhow::Result<Ran>) -> bool {
    ran.map_or(true, |ran| ran.stopped.unwrap().class == "host-error")
}

/// Sends invalid requests, which the host must answer with an error, and then valid ones.
fn obeys(mut host: Process) {
    assert_eq!(host.features(), ["resources"]);
    let folder = tempfile::tempdir().unwrap();
    let echo = call("echo.echo-u8", "7");
    let early = host.run(&echo).unwrap_err().to_string();
    assert_eq!(early, "no component is loaded");

    let text = folder.path().join("text.wasm");
    std::fs::write(&text, "not a component").unwrap();
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

fn obeys_if_installed(name: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let work = tempfile::tempdir().unwrap();
    match program::start(name, &root, work.path()).unwrap() {
        Started::Host(host) => obeys(host),
        Started::Missing(why) => skip(&format!("the host {name}"), &why),
    }
}

#[test]
fn the_host_of_this_repository() {
    let program = env!("CARGO_BIN_EXE_guesthouse-conformance");
    obeys(Process::start(&[program.into(), "--serve".into()]).unwrap());
}

#[test]
fn node() {
    obeys_if_installed("node");
}

#[test]
fn browser() {
    obeys_if_installed("browser");
}
