//! The guest: `guests/script.wat` as a component of the contract, built and compiled once.

use crate::test_host::wait;
use guesthouse::{Host, Policy, Sandbox, StateDb};
use std::path::Path;
use std::sync::LazyLock;
use tempfile::TempDir;
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// The address at which the guest puts its script.
pub(super) const SCRIPT: u32 = 0x10000;

static COMPONENT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let wit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../wit");
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(wit).unwrap();
    let world = resolve.select_world(&[package], Some("plugin")).unwrap();
    let mut module = wat::parse_str(include_str!("../../../guests/script.wat")).unwrap();
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
    let encoder = ComponentEncoder::default().validate(true);
    encoder.module(&module).unwrap().encode().unwrap()
});

/// Keeps the compiled guest, so that only the first load takes long.
static SANDBOX: LazyLock<(Sandbox, TempDir)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let builder = Sandbox::builder().in_process_for_trusted_code();
    let builder = builder.cache_dir(dir.path().join("cache")).max_guests(2);
    (builder.build().unwrap(), dir)
});

/// Returns the guest under a policy on a host with an empty database.
pub(super) fn plugin(policy: Policy, log: impl guesthouse::LogSink) -> guesthouse::Plugin {
    let builder = Host::builder().sandbox(SANDBOX.0.clone()).log(log);
    let host = builder
        .state(StateDb::in_memory().unwrap())
        .build()
        .unwrap();
    wait(host.load("script", COMPONENT.as_slice(), policy)).unwrap()
}
