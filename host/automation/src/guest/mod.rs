//! The contract as a domain of the sandbox: one file for each interface that a guest may import, and
//! the call of its handler.

mod config;
pub(crate) mod error;
mod http;
mod log;
mod state;

use crate::Event;
use crate::bindings::types::Attribute;
use crate::bindings::{self, PluginIndices};
use crate::http::Client;
use crate::limits::Limits;
use crate::policy::Policy;
use crate::recording::Tape;
use crate::state::{EventKey, Overlay};
use guesthouse_inspect::Wit;
use guesthouse_inspect::contract::Contract;
use guesthouse_sandbox::{Call, Domain, Guest};
use std::collections::BTreeMap;
use std::sync::Arc;
use wasmtime::Store;
use wasmtime::component::{HasSelf, Instance, InstancePre, Linker};

/// The data of one run.
pub(crate) struct EventContext {
    pub(crate) plugin: Arc<Grants>,
    pub(crate) source: String,
    pub(crate) id: String,
    pub(crate) state: Overlay,
    /// Requests sent so far, which is the position of the next one.
    pub(crate) requests: u32,
    /// Records the run, if the caller asks for it.
    pub(crate) tape: Option<Tape>,
}

impl EventContext {
    /// Notes a call of a host function, if the run is recorded.
    pub(crate) fn record(&mut self, function: &str, arguments: &[&[u8]]) {
        if let Some(tape) = &mut self.tape {
            tape.call(function, arguments);
        }
    }

    /// Takes the recording out, with what the run has read and changed.
    pub(crate) fn take_tape(&mut self) -> Option<Tape> {
        let mut tape = self.tape.take()?;
        (tape.seen, tape.changes) = self.state.recorded();
        Some(tape)
    }

    pub(crate) fn key(&self) -> EventKey<'_> {
        EventKey {
            plugin: &self.plugin.name,
            source: &self.source,
            id: &self.id,
        }
    }
}

/// The grants of a plugin, ready to use.
pub(crate) struct Grants {
    pub(crate) name: String,
    pub(crate) policy: Policy,
    pub(crate) client: Client,
}

/// The contract `guesthouse:automation`.
pub(crate) struct Automation;

impl Domain for Automation {
    type Data = EventContext;
    type Exports = PluginIndices;
    type Limits = Limits;

    fn imports(&self) -> Vec<String> {
        Contract::get().names.imports.clone()
    }

    fn exports(&self) -> Vec<String> {
        Contract::get().names.exports.clone()
    }

    fn wit(&self) -> Option<Wit> {
        Some(Contract::wit())
    }

    fn hints_for_imports(&self) -> BTreeMap<String, String> {
        Contract::get().names.instead.clone()
    }

    fn link(&self, linker: &mut Linker<Guest<EventContext>>) -> wasmtime::Result<()> {
        bindings::Plugin::add_to_linker::<_, HasSelf<Guest<EventContext>>>(linker, Guest::enter)
    }

    fn find_exports(
        &self,
        component: &InstancePre<Guest<EventContext>>,
    ) -> wasmtime::Result<PluginIndices> {
        PluginIndices::new(component)
    }

    fn check_exports<T: Send + 'static>(
        &self,
        store: &mut Store<T>,
        instance: &Instance,
        exports: &PluginIndices,
    ) -> wasmtime::Result<()> {
        exports.load(store, instance).map(drop)
    }
}

/// The call of the handler with an event.
pub(crate) struct Handle(pub(crate) bindings::Event);

/// What a handler returns.
pub(crate) type Handled = Result<Vec<bindings::Output>, bindings::Failure>;

impl Call<Automation> for Handle {
    type Output = Handled;

    async fn call(
        self,
        store: &mut Store<Guest<EventContext>>,
        instance: &Instance,
        exports: &PluginIndices,
    ) -> wasmtime::Result<Handled> {
        let plugin = exports.load(&mut *store, instance)?;
        let handler = plugin.guesthouse_automation_handler();
        handler.call_handle(&mut *store, &self.0).await
    }
}

impl bindings::types::Host for Guest<EventContext> {}

impl Event {
    /// Returns the event as the guest gets it. Takes the data, which may be large, out of the event
    /// and copies the rest.
    pub(crate) fn lend_to_guest(&mut self) -> bindings::Event {
        let attribute = |(name, value): (&String, &String)| Attribute {
            name: name.clone(),
            value: value.clone(),
        };
        bindings::Event {
            id: self.id.clone(),
            source: self.source.clone(),
            type_: self.type_.clone(),
            subject: self.subject.clone(),
            time: self.time.clone(),
            data_content_type: self.data_content_type.clone(),
            data_schema: self.data_schema.clone(),
            extensions: self.extensions.iter().map(attribute).collect(),
            data: self.data.take(),
        }
    }
}
