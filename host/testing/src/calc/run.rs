//! Loads and runs guests of the domain.

use super::{Calc, RunData};
use guesthouse_sandbox::{Finished, Limits, Loaded, Refused, RunStart, Sandbox};
use std::time::Duration;

/// The clock and the seed of every run.
pub const START: RunStart = RunStart {
    clock: Duration::from_secs(1_700_000_000),
    seed: [7; 32],
};

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
    sandbox.load(bytes).await
}

/// Runs a guest under the default limits.
pub async fn run(loaded: &Loaded<Calc>) -> Finished<Calc> {
    run_with(loaded, &Limits::default()).await
}

/// Runs a guest under these limits.
pub async fn run_with(loaded: &Loaded<Calc>, limits: &Limits) -> Finished<Calc> {
    let input = "input".to_owned();
    loaded.run(RunData::default(), limits, &START, input).await
}
