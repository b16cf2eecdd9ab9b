//! Components made of WIT alone, so that a test shows the one thing that is unusual about each.

use guesthouse_inspect::contract;
use wit_component::{ComponentEncoder, StringEncoding, dummy_module, embed_component_metadata};
use wit_parser::{ManglingAndAbi, Resolve};

/// The contract's WIT as one text.
pub(crate) fn contract() -> String {
    let package = "package guesthouse:automation@0.1.0;";
    let mut text = format!("{package}\n");
    for (_, file) in contract::files() {
        text.push_str(
            &file
                .replace(&format!("/// changes come out.\n{package}"), "")
                .replace(package, ""),
        );
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

/// The contract with one text replaced, as a component of a world.
pub(crate) fn changed(from: &str, to: &str, world: &str) -> Vec<u8> {
    let wit = contract();
    assert!(wit.contains(from), "the contract no longer says {from:?}");
    component(&wit.replace(from, to), world)
}

/// The contract with further packages and a world of them.
pub(crate) fn with(extra: &str, world: &str) -> Vec<u8> {
    component(&format!("{}\n{extra}", contract()), world)
}

/// An export with the name of the contract's and nothing in it.
pub(crate) const EMPTY_HANDLER: &str = r#"
    (instance $handler)
    (export "guesthouse:automation/handler@0.1.0" (instance $handler))"#;
