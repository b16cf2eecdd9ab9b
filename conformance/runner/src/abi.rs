//! The suite `abi` on a host.

use std::path::Path;

use crate::adapter::Adapter;
use crate::adapter::recording::Recording;
use crate::case::Case;
use crate::compare;
use crate::coverage::abi;
use crate::details;
use crate::result::CaseResult;
use crate::suite::Suite;

/// The suite `abi` on a host.
pub struct Abi<'a> {
    adapter: Recording<'a>,
}

impl<'a> Abi<'a> {
    /// Returns the suite on `adapter`.
    pub fn new(adapter: &'a mut dyn Adapter) -> Self {
        Self {
            adapter: Recording::new(adapter),
        }
    }
}

impl Suite for Abi<'_> {
    fn name(&self) -> &str {
        "abi"
    }

    fn host(&self) -> &str {
        self.adapter.name()
    }

    fn has(&self, feature: &str) -> bool {
        self.adapter.features().iter().any(|it| it == feature)
    }

    fn load(&mut self, component: &Path, _sources: Option<&Path>) -> anyhow::Result<()> {
        self.adapter.load(component)
    }

    fn run(&mut self, case: &Case, seed: u64, known: Option<&str>) -> anyhow::Result<CaseResult> {
        self.adapter.runs = 0;
        let difference = compare::run(case, seed, known, &mut self.adapter)?;
        let observations = details::observe_runs(case, &self.adapter, difference.is_none());
        Ok(CaseResult {
            difference,
            observations,
        })
    }

    fn gaps(&self, _root: &Path) -> anyhow::Result<Vec<String>> {
        let parts = abi::parts(self.has("resources"));
        let missed = parts.difference(&self.adapter.reached);
        Ok(missed.map(|it| format!("no case reaches `{it}`")).collect())
    }
}
