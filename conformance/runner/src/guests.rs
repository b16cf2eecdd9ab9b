//! The guests of a run, each built once before any suite asks it.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, anyhow};
use guesthouse_toolchain::Progress;
use rayon::prelude::*;

use crate::build::{self, Built};
use crate::testee::Testee;

/// Guests by testee and guest: `("go", "plugin")`.
#[derive(Debug, Default)]
pub struct Guests(BTreeMap<(String, String), Result<Built, String>>);

impl Guests {
    /// Builds guests, those of different testees side by side. `work` keeps the artefacts.
    pub fn build(
        wanted: &[(&Testee, Vec<&str>)],
        work: &Path,
        progress: &(dyn Progress + Sync),
    ) -> Self {
        let build = |(testee, guests): &(&Testee, Vec<&str>)| -> Vec<_> {
            let one = |guest: &&str| {
                progress.step(&format!("building {}/{guest}", testee.name));
                let built = build::guest(testee, guest, work, progress);
                let key = (testee.name.clone(), (*guest).to_owned());
                (key, built.map_err(|error| format!("{error:#}")))
            };
            guests.iter().map(one).collect()
        };
        Self(wanted.par_iter().with_max_len(1).flat_map(build).collect())
    }

    /// Returns a guest.
    ///
    /// # Errors
    /// When its build failed, or it was not in the list of wanted guests.
    pub fn get(&self, testee: &str, guest: &str) -> anyhow::Result<&Built> {
        let key = (testee.to_owned(), guest.to_owned());
        let built = self.0.get(&key).context("the guest was not built")?;
        built.as_ref().map_err(|error| anyhow!("{error}"))
    }
}
