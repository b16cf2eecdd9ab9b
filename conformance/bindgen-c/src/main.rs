//! Writes wit-bindgen's C bindings into the current folder: `guesthouse-bindgen-c WIT WORLD`.

use std::path::Path;

use anyhow::{Context as _, bail};
use wit_bindgen_core::Files;
use wit_bindgen_core::wit_parser::Resolve;

fn main() -> anyhow::Result<()> {
    let args: Vec<_> = std::env::args().skip(1).collect();
    let [wit, world] = args.as_slice() else {
        bail!("usage: guesthouse-bindgen-c WIT WORLD");
    };
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(Path::new(wit))?;
    let world = resolve.select_world(&[package], Some(world))?;
    let mut files = Files::default();
    let mut generator = wit_bindgen_c::Opts::default().build();
    generator.generate(&mut resolve, world, &mut files)?;
    for (name, bytes) in files.iter() {
        std::fs::write(name, bytes).with_context(|| format!("cannot write {name}"))?;
    }
    Ok(())
}
