//! Loads and runs guests of the domain.

use super::{Calc, CalculatorExports, RunData};
use guesthouse_domain::wasmtime::component::Instance;
use guesthouse_domain::wasmtime::{self, Store};
use guesthouse_domain::{Call, Finished, Guest, Limits, Loaded, Refused, RunStart, Sandbox};
use std::time::Duration;

/// The clock and the seed of every run.
pub const START: RunStart = RunStart {
    clock: Duration::from_secs(1_700_000_000),
    seed: [7; 32],
};

/// A call of the function `run` with an input.
#[derive(Debug, Clone, Default)]
pub struct Run(pub String);

impl Call<Calc> for Run {
    type Output = String;

    async fn call(
        self,
        store: &mut Store<Guest<RunData>>,
        instance: &Instance,
        exports: &CalculatorExports,
    ) -> wasmtime::Result<String> {
        exports.run_(store, instance, self.0).await
    }
}

/// Returns a sandbox that compiles in this process, for components that tests wrote themselves.
///
/// # Panics
/// When it cannot be built.
#[must_use]
pub fn in_process() -> Sandbox {
    let builder = Sandbox::builder().in_process_for_trusted_code();
    builder.no_cache().max_guests(4).build().expect("a sandbox")
}

/// Loads a component in text.
///
/// # Errors
/// When the sandbox refuses it.
///
/// # Panics
/// When the text is not WebAssembly.
pub async fn load(sandbox: &Sandbox, wat: impl AsRef<str>) -> Result<Loaded<Calc>, Refused> {
    let bytes = wat::parse_str(wat.as_ref()).expect("WebAssembly text");
    sandbox.load(&Calc, bytes).await
}

/// Runs a guest under the default limits.
pub async fn run(loaded: &Loaded<Calc>) -> Finished<String, RunData> {
    run_with(loaded, &Limits::default()).await
}

/// Runs a guest under these limits.
pub async fn run_with(loaded: &Loaded<Calc>, limits: &Limits) -> Finished<String, RunData> {
    let call = Run("input".to_owned());
    loaded.run(RunData::default(), limits, &START, call).await
}
