//! The record of one run, and the resources that the host holds.

use anyhow::Context as _;
use guesthouse_sandbox::HostTrap;
use guesthouse_sandbox::wasmtime;
use guesthouse_sandbox::wasmtime::component::ResourceAny;

use crate::adapter::Ran;

/// The host's data for one run.
#[derive(Default)]
pub(crate) struct RunData {
    pub(super) ran: Ran,
    /// The guest's resources that the host holds, in the order in which it received them.
    held: Vec<Option<ResourceAny>>,
    /// The mistake that the guest must make.
    pub(super) sabotage: Option<String>,
}

impl RunData {
    pub(super) fn of(sabotage: Option<String>) -> Self {
        Self {
            sabotage,
            ..Self::default()
        }
    }

    pub(super) fn into_ran(self) -> Ran {
        self.ran
    }

    /// Finds the guest's resource with this name. Removes it if the call transfers its ownership.
    pub(super) fn find(&mut self, name: &str, given_away: bool) -> anyhow::Result<ResourceAny> {
        let number = name
            .strip_prefix('#')
            .and_then(|it| it.parse::<usize>().ok());
        let place = number
            .and_then(|number| self.held.get_mut(number.checked_sub(1)?))
            .with_context(|| format!("the host received no `{name}`"))?;
        let found = if given_away { place.take() } else { *place };
        found.with_context(|| format!("`{name}` was given away"))
    }

    /// Keeps a resource and returns its name.
    pub(super) fn hold(&mut self, handle: ResourceAny) -> String {
        self.held.push(Some(handle));
        format!("#{}", self.held.len())
    }
}

/// A fault of the case or of this adapter. It ends the run, and the guest is not blamed.
pub(super) fn fault(error: anyhow::Error) -> wasmtime::Error {
    HostTrap::host_error(format!("{error:#}")).into()
}
