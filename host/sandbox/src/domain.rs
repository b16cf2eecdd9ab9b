//! The trait by which a domain describes its contract to the sandbox.

use crate::Guest;
use guesthouse_inspect::WitFile;
use std::future::Future;
use wasmtime::Store;
use wasmtime::component::{Instance, InstancePre, Linker};

/// A contract between guests and a host: which interfaces there are, how they are linked and how a
/// guest is called. The sandbox itself knows no contract. Types of wasmtime are part of this trait on
/// purpose: its `bindgen!` generates what a domain links and calls.
///
/// Host functions access the guest's data through [`Guest::enter`], which counts the call:
/// `my_interface::add_to_linker::<_, HasSelf<Guest<MyData>>>(linker, Guest::enter)`. They are plain
/// or `async`; they wait with `.await` and never block the thread. A failure that the guest may
/// handle is a value of the WIT function; a failure that ends the run is a [`crate::HostTrap`].
pub trait Domain: Send + Sync + Sized + 'static {
    /// The data of host functions for one run. [`Finished`](crate::Finished) returns it, however
    /// the run ended.
    type Data: Send + 'static;
    /// The indices of the exports, computed once when a component is loaded: the `Indices` type
    /// that `bindgen!` generates.
    type Exports: Send + Sync + 'static;
    /// The limits of one run: those of the sandbox, and those that the domain enforces itself. A
    /// domain without limits of its own uses [`crate::Limits`].
    type Limits: AsRef<crate::Limits> + Sync;
    /// The input of a call.
    type Input: Send + 'static;
    /// The output of a call.
    type Output: Send + 'static;

    /// Returns the interfaces that a guest may import in addition to WASI:
    /// `namespace:package/interface@1.2.3`.
    fn imports() -> &'static [&'static str];

    /// Returns the interfaces that a guest must export, in the same form.
    fn exports() -> &'static [&'static str];

    /// Returns the files of the WIT package that defines the contract. With them, the types of a
    /// component's imports and exports are compared before it is compiled. Without them, which is the
    /// default, the engine compares the types when it links.
    fn wit() -> Vec<WitFile> {
        Vec::new()
    }

    /// Returns what to use instead of a package of interfaces that the host lacks, for example
    /// `wasi:http`.
    fn hint_for_import(_package: &str) -> Option<&'static str> {
        None
    }

    /// Adds the interfaces of [`Domain::imports`] to the linker. The linker has WASI already.
    fn link(linker: &mut Linker<Guest<Self::Data>>) -> wasmtime::Result<()>;

    /// Finds the exports of a component.
    fn find_exports(component: &InstancePre<Guest<Self::Data>>) -> wasmtime::Result<Self::Exports>;

    /// Checks the types of the exports on an instance that is never called: `exports.load(store,
    /// instance)`, whose result is dropped.
    fn check_exports<T: Send + 'static>(
        store: &mut Store<T>,
        instance: &Instance,
        exports: &Self::Exports,
    ) -> wasmtime::Result<()>;

    /// Calls an instance. The sandbox classifies an `Err`: return the engine's error, or a
    /// [`crate::HostTrap`].
    fn call(
        store: &mut Store<Guest<Self::Data>>,
        instance: &Instance,
        exports: &Self::Exports,
        input: Self::Input,
    ) -> impl Future<Output = wasmtime::Result<Self::Output>> + Send;
}
