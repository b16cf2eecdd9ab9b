//! Components made from WIT alone, so that each test shows only its unusual property.

use guesthouse_inspect::contract;
use wit_component::{ComponentEncoder, StringEncoding, dummy_module, embed_component_metadata};
use wit_parser::{ManglingAndAbi, Resolve};

/// The contract's WIT as one text.
pub(crate) fn contract() -> String {
    let package = "package guesthouse:automation@0.1.0;";
    let mut text = format!("{package}\n");
    for (_, file) in contract::files() {
        text.push_str(&file.replace(package, ""));
    }
    text
}

/// A component with the interface of a world, and functions that do nothing.
pub(crate) fn component(wit: &str, world: &str) -> Vec<u8> {
    let mut resolve = Resolve::new();
    let package = resolve
        .push_str("made.wit", wit)
        .unwrap_or_else(|error| panic!("{error:#}"));
    let world = resolve.select_world(&[package], Some(world)).unwrap();
    let mut module = dummy_module(&resolve, world, ManglingAndAbi::Standard32);
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
    ComponentEncoder::default()
        .module(&module)
        .unwrap()
        .validate(true)
        .encode()
        .unwrap()
}

/// Returns a component of a world, after one text of the contract is replaced.
pub(crate) fn changed(from: &str, to: &str, world: &str) -> Vec<u8> {
    let wit = contract();
    assert!(wit.contains(from), "the contract no longer says {from:?}");
    component(&wit.replace(from, to), world)
}

/// Returns a component of a world in `extra`, which is appended to the contract.
pub(crate) fn with(extra: &str, world: &str) -> Vec<u8> {
    component(&format!("{}\n{extra}", contract()), world)
}

/// An empty export with the name of the contract's handler.
pub(crate) const EMPTY_HANDLER: &str = r#"
    (instance $handler)
    (export "guesthouse:automation/handler@0.1.0" (instance $handler))"#;
