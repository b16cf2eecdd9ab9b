//! Suites: the name of each, the guest that it needs, and the trait that runs its cases.

use std::path::Path;

use crate::case::{self, Case};
use crate::evolution;
use crate::result::CaseResult;

/// Suites whose guests are built, each with the guest that it needs.
pub const SUITES: &[(&str, &str)] = &[
    ("abi", "abi"),
    ("contract", PLUGIN),
    ("failure", PLUGIN),
    ("limits", PLUGIN),
    ("determinism", PLUGIN),
];

/// The guest that is a plugin.
const PLUGIN: &str = "plugin";

/// Runs the cases of a suite on the guest that was loaded last.
pub trait Suite {
    /// Returns the suite's name.
    fn name(&self) -> &str;

    /// Returns the host's name.
    fn host(&self) -> &str;

    /// Whether the host has a feature that a case needs.
    fn has(&self, feature: &str) -> bool;

    /// Loads a guest. `sources` is the folder of its sources; a released guest has none.
    ///
    /// # Errors
    /// When the host refuses the guest, or its sources cannot be read.
    fn load(&mut self, component: &Path, sources: Option<&Path>) -> anyhow::Result<()>;

    /// Runs a case. `known` is the start of the message with which the case is known to fail.
    ///
    /// # Errors
    /// When the case is invalid or the host is at fault.
    fn run(&mut self, case: &Case, seed: u64, known: Option<&str>) -> anyhow::Result<CaseResult>;

    /// Returns the parts that no case has reached since the guest was loaded.
    ///
    /// # Errors
    /// When the reasons for unreached parts cannot be read.
    fn gaps(&self, root: &Path) -> anyhow::Result<Vec<String>>;
}

/// Returns the guest that a suite needs.
pub fn guest_of(suite: &str) -> &'static str {
    let found = SUITES.iter().find(|(name, _)| *name == suite);
    found.map_or(PLUGIN, |(_, guest)| guest)
}

/// Reads the cases of every suite. `root` is the folder `conformance/`.
///
/// # Errors
/// When one of the files does not follow `SPEC.md`.
pub fn all_cases(root: &Path) -> anyhow::Result<Vec<Case>> {
    let names = SUITES.iter().map(|(suite, _)| *suite);
    let read = names
        .chain([evolution::SUITE])
        .map(|suite| case::read_suite(&root.join("cases"), suite));
    Ok(read.collect::<Result<Vec<_>, _>>()?.concat())
}
