//! Writes random WIT packages into a folder: `guesthouse-smith FOLDER FIRST-SEED COUNT`.
//!
//! wit-smith makes the structure of a package. The names are replaced by those that hurt: keywords of
//! the languages, names that generated code uses itself, and names that differ only in their hyphens.
//! Each package has one world, which exports a function.

mod names;

use std::path::Path;
use std::{env, fs};

use arbitrary::Unstructured;
use wit_component::{OutputToString, WitPrinter};
use wit_parser::decoding::DecodedWasm;
use wit_parser::{Resolve, WorldItem};

/// The bytes of which a package is made: more make larger packages.
const BYTES: usize = 8192;

/// The shortest text that is worth a test.
const LEAST: usize = 1000;

fn main() {
    let mut args = env::args().skip(1);
    let mut arg = || args.next().expect("FOLDER FIRST-SEED COUNT");
    let folder = arg();
    let first: u64 = arg().parse().expect("a seed");
    let count: usize = arg().parse().expect("a count");
    let seeds = (first..).filter_map(|seed| Some((seed, package(seed)?)));
    for (seed, text) in seeds.take(count) {
        let path = Path::new(&folder).join(format!("r{seed}.wit"));
        fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// Returns the package of a seed, unless wit-smith fails, or the package is small or has no world to
/// test.
fn package(seed: u64) -> Option<String> {
    let mut numbers = Numbers(seed);
    let bytes: Vec<u8> = (0..BYTES).map(|_| numbers.next() as u8).collect();
    let config = wit_smith::Config {
        max_packages: 3,
        max_type_size: 40,
        max_interface_items: 8,
        max_world_items: 6,
        max_pkg_items: 6,
        max_type_parts: 6,
        max_files_per_package: 1,
        max_resource_items: 4,
        ..wit_smith::Config::default()
    };
    let wasm = wit_smith::smith(&config, &mut Unstructured::new(&bytes)).ok()?;
    let Ok(DecodedWasm::WitPackage(resolve, package)) = wit_component::decode(&wasm) else {
        return None;
    };
    let worlds = &resolve.packages[package].worlds;
    let found = worlds.values().find(|id| {
        let exports = resolve.worlds[**id].exports.values();
        exports.clone().any(|item| has_function(&resolve, item))
    });
    found?;
    let others = resolve.packages.iter().map(|(id, _)| id);
    let others: Vec<_> = others.filter(|id| *id != package).collect();
    let mut printer = WitPrinter::<OutputToString>::default();
    printer.print(&resolve, package, &others).ok()?;
    let text = names::replace(&String::from(printer.output), &mut numbers);
    (text.len() >= LEAST).then_some(text)
}

fn has_function(resolve: &Resolve, item: &WorldItem) -> bool {
    match item {
        WorldItem::Interface { id, .. } => !resolve.interfaces[*id].functions.is_empty(),
        WorldItem::Function(_) => true,
        WorldItem::Type { .. } => false,
    }
}

/// Random numbers that a seed repeats (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.next() as usize % from.len()]
    }
}
