//! A component from a core module that imports WASI preview 1, as Go's compiler makes it.
//!
//! The preview 1 functions are given by an adapter of our own; `docs/design/0003-go-adapter.md`
//! says why and what it promises.

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::{Resolve, WorldId};

const MODULE: &str = "wasi_snapshot_preview1";
pub(crate) const CODE: &str = include_str!("../adapter/preview1.wat");
const WORLD: &str = include_str!("../adapter/preview1.wit");

/// Returns the component that the core module `module` is, with `world` as its contract.
///
/// What the module does not import is left out of the component, also where `world` has it.
///
/// # Errors
/// When the module does not fit the world, or imports what neither world nor preview 1 has.
pub fn componentize(module: &[u8], resolve: &Resolve, world: WorldId) -> anyhow::Result<Vec<u8>> {
    let mut module = module.to_vec();
    embed_component_metadata(&mut module, resolve, world, StringEncoding::UTF8)?;
    ComponentEncoder::default()
        .validate(true)
        .module(&module)?
        .adapter(MODULE, &adapter()?)?
        .encode()
}

fn adapter() -> anyhow::Result<Vec<u8>> {
    let mut module = wat::parse_str(CODE)?;
    let mut resolve = Resolve::default();
    let package = resolve.push_str("preview1.wit", WORLD)?;
    let world = resolve.select_world(&[package], Some("adapter"))?;
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
    Ok(module)
}
