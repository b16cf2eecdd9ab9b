//! The mutation check: a change to the source takes one control away, and the tests that are named
//! for it must fail.
//!
//! The mutants are data: `host/hostile/mutants/*.toml`. Each is applied to a copy of the tree, built
//! there and tested. A test that fails twice catches it. A crash or a hang catches it only if its entry
//! says that the mutant ends so. A mutant that does not compile is an error. The named tests must pass
//! on a copy without a mutant first, because a test that fails for another reason proves nothing.

mod changed;
mod copy;
mod limits;
mod process;
mod results;
mod selection;
mod suite;
mod table;
mod trial;

pub use selection::Options;
pub use table::{Ending, Mutant};

use crate::attacks;
use anyhow::ensure;
use guesthouse_testing::console::report;
use guesthouse_testing::repository;
use results::Results;
use std::time::Instant;
use trial::{Outcome, Trial};

/// Reads every table of mutants.
///
/// # Errors
/// When a table cannot be read or has a mistake.
pub fn read() -> anyhow::Result<Vec<Mutant>> {
    table::read(&repository())
}

/// Returns every mistake in the tables of mutants. Builds nothing.
///
/// # Errors
/// When a table or the attack table cannot be read.
pub fn mistakes() -> anyhow::Result<Vec<String>> {
    let root = repository();
    let rows = attacks::read(&root)?;
    let names = rows.iter().map(|row| row.name.as_str()).collect();
    Ok(table::mistakes(&read()?, &root, &names))
}

/// Returns every limit of the product that no mutant takes away, and every mistake in how mutants
/// name limits. Builds nothing.
///
/// # Errors
/// When a table or a file of the product cannot be read.
pub fn unproved_limits() -> anyhow::Result<Vec<String>> {
    limits::mistakes(&read()?, &repository())
}

/// Runs the mutants that the options select, reports each result, and returns whether all were
/// caught by the tests that are named for them.
///
/// # Errors
/// When the tables have mistakes, a copy cannot be made or a named test fails without a mutant.
pub fn run(options: &Options) -> anyhow::Result<bool> {
    let began = Instant::now();
    let mistakes = mistakes()?;
    ensure!(mistakes.is_empty(), "\n{}", mistakes.join("\n"));
    let root = repository();
    let selected = options.selected(&root)?;
    let results = Results::open(&root, options.fresh)?;
    let (known, open): (Vec<_>, Vec<_>) = selected
        .into_iter()
        .partition(|mutant| results.is_known(mutant));
    let tried = options.spread(&open);
    let trial = Trial::new(&root, results, options.deadline());
    let outcomes = trial.try_all(&tried, options.jobs(tried.len()))?;
    let mut missed = 0;
    for (mutant, outcome) in &outcomes {
        if !matches!(outcome, Outcome::Caught(_)) {
            missed += 1;
            report(&format!("error: {}: {outcome}", mutant.name));
        }
    }
    report(&format!(
        "{} mutants in {} s: {} caught, {} caught in an earlier run, {missed} not caught by a named \
         test, {} not started",
        known.len() + open.len(),
        began.elapsed().as_secs(),
        outcomes.len() - missed,
        known.len(),
        open.len() - outcomes.len(),
    ));
    Ok(missed == 0)
}
