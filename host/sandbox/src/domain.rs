//! The traits by which a domain describes its contract, and its calls, to the sandbox.

use crate::Guest;
use guesthouse_inspect::Wit;
use std::collections::BTreeMap;
use std::future::Future;
use wasmtime::Store;
use wasmtime::component::{Instance, InstancePre, Linker};

/// A contract between guests and a host: what guests import and export, and how it is linked. The
/// sandbox itself knows no contract. Types of wasmtime are part of this trait on purpose: its
/// `bindgen!` generates what a domain links and calls.
///
/// A domain is a value, so that a program can make one from any WIT while it runs.
///
/// Host functions access the guest's data through [`Guest::enter`], which counts the call:
/// `my_interface::add_to_linker::<_, HasSelf<Guest<MyData>>>(linker, Guest::enter)`. They are plain
/// or `async`; they wait with `.await` and never block the thread. A failure that the guest may
/// handle is a value of the WIT function; a failure that ends the run is a [`crate::HostTrap`].
pub trait Domain: Send + Sync + 'static {
    /// The data of host functions for one run. [`Finished`](crate::Finished) returns it, however
    /// the run ended.
    type Data: Send + 'static;
    /// The indices of the exports, computed once when a component is loaded: the `Indices` type
    /// that `bindgen!` generates.
    type Exports: Send + Sync + 'static;
    /// The limits of one run: those of the sandbox, and those that the domain enforces itself. A
    /// domain without limits of its own uses [`crate::Limits`].
    type Limits: AsRef<crate::Limits> + Sync;

    /// Returns the names of what a guest may import in addition to WASI. An interface has the name
    /// `namespace:package/interface@1.2.3`. A function or resource of the world itself has its name
    /// in WIT: `lookup`, `[method]cart.add`.
    fn imports(&self) -> Vec<String>;

    /// Returns the names of what a guest must export, in the same form.
    fn exports(&self) -> Vec<String>;

    /// Returns the WIT that defines the contract. With it, the types of a component's imports and
    /// exports are compared before it is compiled. Without it, which is the default, the engine
    /// compares the types when it links.
    fn wit(&self) -> Option<Wit> {
        None
    }

    /// Returns what to use instead of packages of interfaces that the host lacks, by the name of the
    /// package, for example `wasi:http`.
    fn hints_for_imports(&self) -> BTreeMap<String, String> {
        BTreeMap::new()
    }

    /// Adds what [`Domain::imports`] names to the linker. The linker has WASI already.
    fn link(&self, linker: &mut Linker<Guest<Self::Data>>) -> wasmtime::Result<()>;

    /// Finds the exports of a component.
    fn find_exports(
        &self,
        component: &InstancePre<Guest<Self::Data>>,
    ) -> wasmtime::Result<Self::Exports>;

    /// Checks the types of the exports on an instance that is never called: `exports.load(store,
    /// instance)`, whose result is dropped.
    fn check_exports<T: Send + 'static>(
        &self,
        store: &mut Store<T>,
        instance: &Instance,
        exports: &Self::Exports,
    ) -> wasmtime::Result<()>;
}

/// What a run does with an instance of a component: it calls one or more exported functions.
pub trait Call<D: Domain>: Send + 'static {
    /// The output of the call.
    type Output: Send + 'static;

    /// Calls the instance. The sandbox classifies an `Err`: return the engine's error, or a
    /// [`crate::HostTrap`].
    fn call(
        self,
        store: &mut Store<Guest<D::Data>>,
        instance: &Instance,
        exports: &D::Exports,
    ) -> impl Future<Output = wasmtime::Result<Self::Output>> + Send;
}
