//! The files that are compared as they are.

use std::path::Path;

use crate::variants;
use guesthouse_hostile::{Source, corpus};
use guesthouse_inspect::contract;
use wit_component::{ComponentEncoder, StringEncoding, dummy_module, embed_component_metadata};
use wit_parser::{ManglingAndAbi, Resolve};

/// Folders of fuzz seeds whose files are components or damaged components.
const SEEDS: [&str; 3] = ["component", "load", "worker"];

/// Changes of the contract's WIT. A plugin built against it has another interface than the host.
const CHANGES: [(&str, &str); 12] = [
    ("guesthouse:automation@0.1.0", "guesthouse:automation@0.1.3"),
    ("guesthouse:automation@0.1.0", "guesthouse:automation@0.2.0"),
    ("    id: string,\n", "    id: u32,\n"),
    ("    id: string,\n", "    identity: string,\n"),
    ("    rejected,\n", "    rejected,\n    later,\n"),
    (
        "set: func(key: string, ",
        "set: func(key: string, ttl: u32, ",
    ),
    (
        "  get: func(name: string) -> option<string>;",
        "  gets: func(name: string) -> option<string>;",
    ),
    (
        "  get: func(name: string) -> option<string>;",
        "  get: func(name: string) -> string;",
    ),
    (
        "  get: func(name: string) -> option<string>;",
        "  get: func(name: string);",
    ),
    ("  handle: func(event", "  on-event: func(event"),
    (
        "  handle: func(event",
        "  extra: func(); handle: func(event",
    ),
    ("interface config {", "interface config { resource more; "),
];

/// Interfaces of WASI with types of their own, and interfaces that the host lacks.
const OTHERS: [&str; 5] = [
    "package wasi:io@0.2.6 { interface poll { x: func(); } }",
    "package wasi:random@0.2.0 { interface random { get-random-u64: func() -> u64; } }",
    "package wasi:random@0.2.3 { interface random { get-random-u64: func() -> u32; } }",
    "package wasi:io@0.2.12 { interface error { resource error { to-debug-string: func() -> string; } } }",
    "package wasi:http@0.2.10 { interface types { x: func(); } }",
];

pub(crate) fn whole() -> Vec<(String, Vec<u8>)> {
    let mut all = plugins();
    for adversary in corpus::read(&[Source::Wat]).unwrap() {
        let bytes = adversary.bytes(|bytes| Ok(bytes.to_vec())).unwrap();
        all.push((adversary.to_string(), bytes));
    }
    for folder in SEEDS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../fuzz/seeds")
            .join(folder);
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            all.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    all
}

fn plugins() -> Vec<(String, Vec<u8>)> {
    let wit = contract();
    let mut all = vec![
        ("plugin".to_owned(), component(&wit, "plugin")),
        ("transform".to_owned(), component(&wit, "transform")),
        ("plugin as text".to_owned(), b"(component)".to_vec()),
    ];
    for (from, to) in CHANGES {
        assert!(wit.contains(from), "the contract no longer says {from:?}");
        let changed = component(&wit.replace(from, to), "plugin");
        all.push((format!("{to:?} for {from:?}"), changed));
    }
    for package in OTHERS {
        let name = package
            .split(" {")
            .next()
            .unwrap()
            .trim_start_matches("package ");
        let (path, version) = name.split_once('@').unwrap();
        let interface = package
            .split("interface ")
            .nth(1)
            .unwrap()
            .split(' ')
            .next()
            .unwrap();
        let world = format!(
            "package made:here {{ world wants {{ include guesthouse:automation/transform@0.1.0; \
             import {path}/{interface}@{version}; }} }}"
        );
        all.push((
            package.to_owned(),
            component(&format!("{wit}\n{package}\n{world}"), "made:here/wants"),
        ));
    }
    all.extend([false, true].map(every_interface_of_wasi));
    for variant in variants::all() {
        all.push((variant.name, wat::parse_str(variant.text).unwrap()));
    }
    all
}

/// The contract's WIT as one text.
fn contract() -> String {
    let package = "package guesthouse:automation@0.1.0;";
    let mut text = format!("{package}\n");
    for (_, file) in contract::files() {
        let end = file.find(package).map_or(0, |at| at + package.len());
        text.push_str(&file[end..]);
    }
    text
}

/// Returns a plugin that imports every function of WASI, or also those that are not stable.
fn every_interface_of_wasi(unstable: bool) -> (String, Vec<u8>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../inspect/wasi");
    let mut resolve = Resolve {
        all_features: unstable,
        ..Resolve::new()
    };
    for package in ["io", "clocks", "random", "filesystem", "sockets", "cli"] {
        let path = folder.join(package).with_extension("wit");
        let text = std::fs::read_to_string(path).unwrap();
        resolve.push_str(package, &text).unwrap();
    }
    let interfaces = resolve.interfaces.iter();
    let imports: String = interfaces
        .filter_map(|(id, _)| Some(format!("import {}; ", resolve.id_of(id)?)))
        .collect();
    let world = format!(
        "package made:here {{ world wants {{ include guesthouse:automation/transform@0.1.0; {imports} }} }}"
    );
    let wit = format!("{}\n{world}", contract());
    let name = format!("every interface of WASI, unstable: {unstable}");
    (name, add(resolve, &wit, "made:here/wants"))
}

/// A component with the interface of a world, whose functions do nothing.
fn component(wit: &str, world: &str) -> Vec<u8> {
    add(Resolve::new(), wit, world)
}

/// A component of a world in `wit`, which may use what is resolved already.
fn add(mut resolve: Resolve, wit: &str, world: &str) -> Vec<u8> {
    let package = resolve
        .push_str("made.wit", wit)
        .unwrap_or_else(|error| panic!("{error:#}"));
    let world = resolve.select_world(&[package], Some(world)).unwrap();
    let mut module = dummy_module(&resolve, world, ManglingAndAbi::Standard32);
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
    let mut encoder = ComponentEncoder::default()
        .module(&module)
        .unwrap()
        .validate(true);
    encoder.encode().unwrap()
}
