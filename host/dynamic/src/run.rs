use anyhow::Context as _;
use guesthouse_contract::wave::{Value, print};
use guesthouse_sandbox::wasmtime;
use guesthouse_sandbox::wasmtime::component::{ResourceAny, ResourceTableError};
use guesthouse_sandbox::{HostTrap, Limit};

use crate::Host;

/// The data of one run: the host that answers the guest, and what happened.
#[derive(Debug)]
pub struct Run<H> {
    /// The host.
    pub host: H,
    /// What happened.
    pub record: Record,
    /// The guest's resources that the host holds, in the order in which it received them.
    held: Vec<Option<ResourceAny>>,
    /// The bytes of the recorded arguments.
    recorded: u64,
}

/// What happened in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// For each step that the guest completed, what its function returned, in WAVE.
    pub returned: Vec<Option<String>>,
    /// The guest's calls to the host, in order.
    pub asked: Vec<Ask>,
    /// The names of the host's resources that the guest dropped, in order.
    pub dropped: Vec<String>,
}

/// A call from the guest to the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The function: `catalog.lookup`.
    pub call: String,
    /// Its arguments, in WAVE.
    pub args: Vec<String>,
}

impl std::fmt::Display for Ask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}({})", self.call, self.args.join(", "))
    }
}

impl<H: Host> Run<H> {
    /// Returns the data of a run that has not begun.
    pub fn new(host: H) -> Self {
        Self {
            host,
            record: Record::default(),
            held: Vec::new(),
            recorded: 0,
        }
    }

    /// Records a call. The record is limited like the bytes that pass between guest and host.
    pub(crate) fn note_ask(
        &mut self,
        call: &str,
        args: &[Value],
        max: u64,
    ) -> Result<(), HostTrap> {
        let args: Vec<_> = args.iter().map(print).collect();
        let bytes: usize = args.iter().map(String::len).sum();
        self.recorded = self.recorded.saturating_add(bytes as u64);
        if self.recorded > max {
            return Err(HostTrap::limit(Limit::HostBytes));
        }
        let call = call.to_owned();
        self.record.asked.push(Ask { call, args });
        Ok(())
    }

    /// Finds the guest's resource with this name. Removes it if the call transfers its ownership.
    pub(crate) fn find(&mut self, name: &str, is_given: bool) -> anyhow::Result<ResourceAny> {
        let number = name
            .strip_prefix('#')
            .and_then(|it| it.parse::<usize>().ok());
        let place = number
            .and_then(|number| self.held.get_mut(number.checked_sub(1)?))
            .with_context(|| format!("the host received no `{name}`"))?;
        let found = if is_given { place.take() } else { *place };
        found.with_context(|| format!("`{name}` was given away"))
    }

    /// Keeps a resource of the guest and returns its name.
    pub(crate) fn hold(&mut self, handle: ResourceAny) -> String {
        self.held.push(Some(handle));
        format!("#{}", self.held.len())
    }
}

/// A fault of the host or of its caller. It ends the run, and the guest is not blamed, unless it has too
/// many handles.
pub(crate) fn fault(error: anyhow::Error) -> wasmtime::Error {
    if let Some(ResourceTableError::Full) = error.downcast_ref() {
        return HostTrap::limit(Limit::Handles).into();
    }
    HostTrap::host_error(format!("{error:#}")).into()
}
