//! The host's functions: the imports of a component, or a stand-in if there is no host.

#[cfg(target_family = "wasm")]
mod absent;
#[cfg(target_family = "wasm")]
mod component;
#[cfg(not(target_family = "wasm"))]
mod native;

#[cfg(target_family = "wasm")]
pub(crate) use absent::{explain_panics, instead};
#[cfg(target_family = "wasm")]
pub(crate) use component::*;
#[cfg(not(target_family = "wasm"))]
pub(crate) use native::*;
