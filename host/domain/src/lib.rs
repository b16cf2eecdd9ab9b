//! Makes a typed, limited host of any WIT world.
//!
//! The macro [`domain!`] reads a world of a WIT package and makes a [`Domain`] of it. A host needs
//! nothing else than this crate: it re-exports the sandbox, `guesthouse-sandbox`.
//!
//! ```wit
#![doc = include_str!("../wit/pricing.wit")]
//! ```
//!
//! The whole host, where this package is in the folder `wit`:
//!
//! ```no_run
#![doc = include_str!("../examples/pricing.rs")]
//! ```
//!
//! # What the macro makes
//!
//! Everything is in a module with the name of the world. In it, each type is in the module of its
//! interface: `rule::catalog::Product`. Traits, and types whose name no other type of the world has,
//! are also in scope where the macro stands: `Product`.
//!
//! | of the world | for the host |
//! |---|---|
//! | `world rule` | the domain `Rule<D>`, where `D` is the data of one run |
//! | an interface that guests import | a trait that `D` implements: `Catalog` |
//! | functions that the world itself imports | a trait with the name of the world: `RuleImports` |
//! | a resource of such an interface | an associated type of the trait; see [`Resources`] |
//! | a function that guests export | a method of the loaded component, [`Loaded`] |
//!
//! A host function gets the [`Guest`], whose field `data` is `D`. A `result` of WIT is a `Result` that
//! the guest gets. A [`HostTrap`] ends the run.
//!
//! A method of the loaded component runs it once, in an instance of its own. The [`Finished`] run has
//! the returned value, or the [`RunError`] that ended it. To call several functions in one
//! instance, use [`Loaded::run`] with a [`call_fn`]. The third argument of its closure has a method
//! for each function that guests export:
//!
//! ```ignore
//! let both = call_fn::<Rule<Shop>, _, _>(|store, instance, exports| {
//!     Box::pin(async move {
//!         let first = exports.price(store, instance, cart(1)).await?;
//!         let second = exports.price(store, instance, cart(2)).await?;
//!         Ok((first, second))
//!     })
//! });
//! let finished = rule.run(shop, &limits, &start, both).await;
//! ```
//!
//! # Limits
//!
//! All [`Limits`] of the sandbox apply. Each call of a host function costs its price, see [`mod@price`].
//! The bytes of texts and lists that pass between guest and host, in either direction, are charged
//! automatically: they cost fuel and count for the limit `host_bytes`. The attribute
//! [`#[price]`](macro@price) raises the price of a host function by an amount of fuel that is charged
//! before the function runs:
//!
//! ```ignore
//! impl Catalog for Shop {
//!     #[price(5_000)]
//!     async fn lookup(guest: &mut Guest<Self>, sku: String) -> Result<Option<Product>, HostTrap> {
//!         Ok(guest.data.0.get(&sku).cloned())
//!     }
//! }
//! ```
//!
//! # What is not supported
//!
//! Streams, futures and other asynchronous types, maps, lists of fixed length, more than 32 flags in one
//! type, more than 16 parameters or values in a tuple, resources that a guest defines, and types of
//! WASI in the functions of a world are compile errors. Guests may import WASI 0.2, which leads
//! nowhere. The macro stands in a module, not in a function.
//!
//! # The engine
//!
//! A host needs no dependency on `wasmtime`: this crate exports the one that it uses as [`wasmtime`].
//! Where a type of the engine is needed, take it from there. A dependency of your own on another version
//! of `wasmtime` compiles, but its types are not those of the domain.

mod call;
mod resource;
mod size;
#[doc(hidden)]
pub mod support;

pub use call::{CallFn, CallFuture, call_fn};
pub use guesthouse_domain_macro::{domain, price};
pub use guesthouse_sandbox::wasmtime::component::Resource;
pub use guesthouse_sandbox::*;
pub use resource::{HostResource, Resources};
