//! A host that records what its guests were asked and what they returned.

use std::path::Path;

use super::{Adapter, Ran, Step};
use crate::coverage::{Parts, abi};

/// A host, and the coverage since a guest was loaded.
pub(crate) struct Recording<'a> {
    host: &'a mut dyn Adapter,
    pub(crate) reached: Parts,
    /// The number of runs. The caller resets it.
    pub(crate) runs: usize,
    /// The steps of the last run.
    pub(crate) steps: Vec<Step>,
    /// The result of the last run.
    pub(crate) ran: Ran,
}

impl<'a> Recording<'a> {
    pub(crate) fn new(host: &'a mut dyn Adapter) -> Self {
        Self {
            host,
            reached: Parts::new(),
            runs: 0,
            steps: Vec::new(),
            ran: Ran::default(),
        }
    }
}

impl Adapter for Recording<'_> {
    fn name(&self) -> &str {
        self.host.name()
    }

    fn features(&self) -> &[String] {
        self.host.features()
    }

    fn load(&mut self, component: &Path) -> anyhow::Result<()> {
        self.reached.clear();
        self.host.load(component)
    }

    fn sabotage(&mut self, mistake: Option<String>) {
        self.host.sabotage(mistake);
    }

    fn run(&mut self, steps: &[Step]) -> anyhow::Result<Ran> {
        let ran = self.host.run(steps)?;
        self.reached.append(&mut abi::reached(steps, &ran));
        self.runs += 1;
        self.steps = steps.to_vec();
        self.ran = ran.clone();
        Ok(ran)
    }
}
