//! The canary: an honest guest whose results must stay right while others attack. Its run times are
//! measured.

use guesthouse_sandbox::{Limits, Loaded};
use guesthouse_testing::calc::{Calc, Run, RunData, START};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// An honest guest on the attacked host.
pub(crate) struct Canary {
    guest: Loaded<Calc>,
    /// The fuel of its first run, which every run must use.
    fuel: OnceLock<u64>,
}

impl Canary {
    pub(crate) fn new(guest: Loaded<Calc>) -> Self {
        let fuel = OnceLock::new();
        Self { guest, fuel }
    }

    /// Returns the time that a correct result took, or the mistake in the result.
    pub(crate) async fn answer(&self) -> Result<Duration, String> {
        let started = Instant::now();
        let limits = Limits::default();
        let run = self
            .guest
            .run(RunData::default(), &limits, &START, Run::default());
        let finished = run.await;
        let took = started.elapsed();
        match finished.result {
            Err(error) => return Err(format!("the canary: {error}")),
            Ok(answer) if answer != "ok" => return Err(format!("the canary returned {answer:?}")),
            Ok(_) => {}
        }
        if finished.data.asked != [7] {
            return Err("the canary has another guest's data".to_owned());
        }
        let fuel = finished.usage.fuel;
        let expected = *self.fuel.get_or_init(|| fuel);
        if fuel != expected {
            return Err(format!(
                "the canary used {fuel} units of fuel, but {expected} before"
            ));
        }
        Ok(took)
    }
}
