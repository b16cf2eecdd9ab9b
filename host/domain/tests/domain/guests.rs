//! Makes components of a world from core modules.

use guesthouse_domain::{Domain, Limits, Loaded, RunStart, Sandbox};
use std::time::Duration;
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};

pub(crate) const START: RunStart = RunStart {
    clock: Duration::ZERO,
    seed: [0; 32],
};

pub(crate) fn sandbox() -> Sandbox {
    let builder = Sandbox::builder().in_process_for_trusted_code();
    builder.no_cache().max_guests(4).build().unwrap()
}

/// Returns a component of the domain's world. `module` is the text of a core module.
pub(crate) fn component<D: Domain>(domain: &D, module: &str) -> Vec<u8> {
    let (resolve, _, world) = domain.wit().unwrap().parse().unwrap();
    let mut module = wat::parse_str(module).unwrap();
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
    let mut encoder = ComponentEncoder::default().validate(true);
    encoder = encoder.module(&module).unwrap();
    encoder.encode().unwrap()
}

pub(crate) async fn load<D: Domain>(domain: &D, module: &str) -> Loaded<D> {
    let bytes = component(domain, module);
    sandbox().load(domain, bytes).await.unwrap()
}

/// Parts that every guest has: memory, and a `realloc` that never frees.
pub(crate) const MEMORY: &str = r#"
    (memory (export "memory") 64)
    (global $free (mut i32) (i32.const 65536))
    (func (export "cabi_realloc") (param $old i32) (param $size i32) (param $align i32) (param $new i32)
      (result i32) (local $at i32)
      (local.set $at (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
      (global.set $free (i32.add (local.get $at) (local.get $new)))
      (memory.copy (local.get $at) (local.get $old) (local.get $size))
      (local.get $at))"#;

/// Returns limits with one changed.
pub(crate) fn limits(change: impl FnOnce(&mut Limits)) -> Limits {
    let mut limits = Limits::default();
    change(&mut limits);
    limits
}
