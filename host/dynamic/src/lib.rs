//! Runs components of any WIT world, with values in WAVE.
//!
//! [`Dynamic`] is a domain that is made from a world while the program runs. A [`Host`] answers what
//! the guest asks; [`Fakes`] answer from a table. The sandbox limits such a run as it limits one with
//! generated bindings: each call has its price, and the bytes of arguments and results are charged.
//!
//! ```no_run
//! # use std::sync::Arc;
//! # use guesthouse_dynamic::*;
//! # use guesthouse_sandbox::{Limits, RunStart, Sandbox};
//! # async fn example(contract: guesthouse_contract::Contract, bytes: Vec<u8>) -> Result<(), Box<dyn std::error::Error>> {
//! let model = contract.model(contract.world(None).map_err(|found| found.to_string())?);
//! let world = Arc::new(World::of(&model).map_err(|found| found.to_string())?);
//! let plugin = Sandbox::builder().build()?.load(&Dynamic::new(world.clone()), bytes).await?;
//! let call = Step::parse(&world, r#"pricing.price({customer: "c", lines: []})"#)
//!     .map_err(|found| found.to_string())?;
//! let start = RunStart { clock: std::time::Duration::ZERO, seed: [0; 32] };
//! let run = Run::new(Fakes::default());
//! let finished = plugin.run(run, &default_limits(), &start, Steps(vec![call])).await;
//! println!("{:?}", finished.data.record.returned);
//! # Ok(())
//! # }
//! ```

pub mod cases;
mod domain;
mod fakes;
mod handles;
mod host;
mod limits;
mod run;
mod size;
mod steps;
mod values;
mod world;

pub use domain::{Dynamic, Exports};
pub use fakes::{Fake, Fakes, NoFake, Reply};
pub use host::Host;
pub use limits::{default_limits, set_limit};
pub use run::{Ask, Record, Run};
pub use steps::{Step, Steps};
pub use world::World;
