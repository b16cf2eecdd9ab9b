//! A suite of events on one host.

use std::path::{Path, PathBuf};

use super::compare::difference;
use super::host::Host;
use super::markers::Markers;
use super::request::{events_of, lines, policy};
use crate::case::{Case, Events, UNREACHED};
use crate::coverage::{self, Parts, contract, limits};
use crate::details::observe_events;
use crate::result::{CaseResult, EventResult};
use crate::suite::Suite;

/// A suite of events on a host.
pub struct Plugins<H> {
    suite: &'static str,
    host: H,
    component: PathBuf,
    markers: Markers,
    sabotage: Option<String>,
    reached: Parts,
}

impl<H: Host> Plugins<H> {
    /// Returns a suite on `host`.
    pub fn new(suite: &'static str, host: H) -> Self {
        Self {
            suite,
            host,
            component: PathBuf::new(),
            markers: Markers::default(),
            sabotage: None,
            reached: Parts::new(),
        }
    }

    /// Tells plugins to make this mistake in all later cases.
    pub fn sabotage(&mut self, mistake: &str) {
        self.sabotage = Some(mistake.to_owned());
    }

    fn record(&mut self, events: &Events, results: &[EventResult], passed: bool) {
        if self.suite == limits::SUITE {
            self.reached
                .extend(limits::reached(events, results, passed));
            return;
        }
        for (step, result) in events.events.iter().zip(results) {
            self.reached.extend(contract::reached(step, result));
        }
    }
}

impl<H: Host> Suite for Plugins<H> {
    fn name(&self) -> &str {
        self.suite
    }

    fn host(&self) -> &str {
        self.host.name()
    }

    fn has(&self, _feature: &str) -> bool {
        false
    }

    fn load(&mut self, component: &Path, sources: Option<&Path>) -> anyhow::Result<()> {
        component.clone_into(&mut self.component);
        self.markers = sources.map(Markers::read).transpose()?.unwrap_or_default();
        self.reached.clear();
        Ok(())
    }

    fn run(&mut self, case: &Case, _seed: u64, _known: Option<&str>) -> anyhow::Result<CaseResult> {
        let events = events_of(case)?;
        let policy = policy(events, self.sabotage.as_deref())?;
        let results = self.host.handle(&self.component, &policy, &lines(events))?;
        let difference = difference(events, &results, &self.markers)?;
        self.record(events, &results, difference.is_none());
        Ok(CaseResult {
            difference,
            observations: observe_events(&results),
        })
    }

    fn gaps(&self, root: &Path) -> anyhow::Result<Vec<String>> {
        let parts = match self.suite {
            "contract" => contract::parts(),
            limits::SUITE => limits::parts(),
            _ => return Ok(Vec::new()),
        };
        let folder = root.join("cases").join(self.suite);
        let reasons = std::fs::read_to_string(folder.join(format!("{UNREACHED}.toml")))?;
        coverage::gaps(&parts, &self.reached, &reasons)
    }
}
