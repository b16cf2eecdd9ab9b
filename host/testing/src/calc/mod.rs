//! A tiny domain, `wit/calc.wit`. It has no events, which proves that the sandbox does not depend
//! on the contract.

mod guests;
mod host;
mod panics;
mod run;

pub use guests::{BUSY, CANARY, guest};
pub use host::{RunData, Thing, ask};
pub use panics::{is_expected_panic, silence_expected_panics};
pub use run::{Run, START, in_process, load, run, run_with};

use bindings::CalculatorIndices;
use guesthouse_sandbox::wasmtime::component::{HasSelf, Instance, InstancePre, Linker};
use guesthouse_sandbox::wasmtime::{self, Store};
use guesthouse_sandbox::{Domain, Guest};
use std::collections::BTreeMap;

mod bindings {
    wasmtime::component::bindgen!({
        path: "wit",
        imports: { default: trappable, "tiny:calc/host.ask": async | trappable },
        exports: { default: async },
        with: { "tiny:calc/host.thing": super::Thing },
    });
}

/// The domain.
#[derive(Debug)]
pub struct Calc;

impl Domain for Calc {
    type Limits = guesthouse_sandbox::Limits;
    type Data = RunData;
    type Exports = CalculatorIndices;

    fn imports(&self) -> Vec<String> {
        vec!["tiny:calc/host@0.1.0".to_owned()]
    }

    fn exports(&self) -> Vec<String> {
        vec!["tiny:calc/math@0.1.0".to_owned()]
    }

    fn hints_for_imports(&self) -> BTreeMap<String, String> {
        [("wasi:http".to_owned(), "ask the host instead".to_owned())].into()
    }

    fn link(&self, linker: &mut Linker<Guest<RunData>>) -> wasmtime::Result<()> {
        bindings::tiny::calc::host::add_to_linker::<_, HasSelf<Guest<RunData>>>(
            linker,
            Guest::enter,
        )
    }

    fn find_exports(
        &self,
        component: &InstancePre<Guest<RunData>>,
    ) -> wasmtime::Result<CalculatorIndices> {
        CalculatorIndices::new(component)
    }

    fn check_exports<T: Send + 'static>(
        &self,
        store: &mut Store<T>,
        instance: &Instance,
        exports: &CalculatorIndices,
    ) -> wasmtime::Result<()> {
        exports.load(store, instance).map(drop)
    }
}
