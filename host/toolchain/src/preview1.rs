//! Makes a component of a core module that imports WASI preview 1, as Go's compiler writes it.
//!
//! Guesthouse's own adapter implements the preview 1 functions; `docs/design/0003-go-adapter.md`
//! gives the reasons and the guarantees.

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::{Resolve, WorldId};

const MODULE: &str = "wasi_snapshot_preview1";
pub(crate) const CODE: &str = include_str!("../adapter/preview1.wat");
const WORLD: &str = include_str!("../adapter/preview1.wit");

/// Returns a component that implements `world` with the core module `module`.
///
/// The component imports only what the module imports, even if `world` has more.
///
/// # Errors
/// Returns an error if the module does not fit the world, or if it imports a function that neither
/// the world nor preview 1 has.
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
