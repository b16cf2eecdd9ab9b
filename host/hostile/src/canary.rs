//! The neighbour whose answers must stay right and whose waiting is measured.

use crate::calc::{Calc, Tape};
use crate::house::START;
use guesthouse_sandbox::{Limits, Loaded};
use std::sync::Arc;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// An honest guest on the attacked host.
#[derive(Clone)]
pub(crate) struct Canary {
    guest: Loaded<Calc>,
    /// The fuel of its first run, and so of every run.
    fuel: Arc<OnceLock<u64>>,
}

impl Canary {
    pub(crate) fn new(guest: Loaded<Calc>) -> Self {
        Self {
            guest,
            fuel: Arc::default(),
        }
    }

    /// Returns how long the right answer took, or what was wrong with it.
    pub(crate) async fn answer(&self) -> Result<Duration, String> {
        let started = Instant::now();
        let limits = Limits::default();
        let run = self
            .guest
            .run(Tape::default(), &limits, &START, String::new());
        let finished = run.await;
        let took = started.elapsed();
        match finished.result {
            Err(stop) => return Err(format!("the canary: {stop}")),
            Ok(answer) if answer != "ok" => return Err(format!("the canary said {answer:?}")),
            Ok(_) => {}
        }
        if finished.data.asked != [7] {
            return Err("the canary's data is not its own".to_owned());
        }
        let fuel = finished.usage.fuel;
        match *self.fuel.get_or_init(|| fuel) == fuel {
            true => Ok(took),
            false => Err(format!("the canary used {fuel} units of fuel")),
        }
    }
}
