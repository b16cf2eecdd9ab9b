//! A tiny domain, `wit/calc.wit`. It has no events, which proves that the sandbox does not depend
//! on the contract.

mod guests;
mod host;
mod panics;
mod run;

pub use guests::{BUSY, CANARY, guest};
pub use host::{RunData, ask};
pub use panics::{is_expected_panic, silence_expected_panics};
pub use run::{Run, START, in_process, load, run, run_with};

use guesthouse_domain::wasmtime::component::{Instance, InstancePre, Linker};
use guesthouse_domain::wasmtime::{self, Store};
use guesthouse_domain::{Domain, Guest, domain};
use std::collections::BTreeMap;

domain! { path: "wit", world: "calculator" }

/// What the macro makes of the world.
const MADE: Calculator<RunData> = Calculator::new();

/// The domain, which the macro `domain!` makes. It has no WIT, so that the engine compares the types
/// of components, and a hint.
#[derive(Debug)]
pub struct Calc;

impl Domain for Calc {
    type Limits = guesthouse_domain::Limits;
    type Data = RunData;
    type Exports = CalculatorExports;

    fn imports(&self) -> Vec<String> {
        MADE.imports()
    }

    fn exports(&self) -> Vec<String> {
        MADE.exports()
    }

    fn hints_for_imports(&self) -> BTreeMap<String, String> {
        [("wasi:http".to_owned(), "ask the host instead".to_owned())].into()
    }

    fn link(&self, linker: &mut Linker<Guest<RunData>>) -> wasmtime::Result<()> {
        MADE.link(linker)
    }

    fn find_exports(
        &self,
        component: &InstancePre<Guest<RunData>>,
    ) -> wasmtime::Result<CalculatorExports> {
        MADE.find_exports(component)
    }

    fn check_exports<T: Send + 'static>(
        &self,
        store: &mut Store<T>,
        instance: &Instance,
        exports: &CalculatorExports,
    ) -> wasmtime::Result<()> {
        MADE.check_exports(store, instance, exports)
    }
}
