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
use crate::state::{EventKey, Overlay};
use guesthouse_inspect::WitFile;
use guesthouse_inspect::contract::Contract;
use guesthouse_sandbox::{Domain, Guest};
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
}

impl EventContext {
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
    type Input = bindings::Event;
    type Output = Result<Vec<bindings::Output>, bindings::Failure>;

    fn imports() -> &'static [&'static str] {
        &[
            "guesthouse:automation/types@0.1.0",
            "guesthouse:automation/log@0.1.0",
            "guesthouse:automation/config@0.1.0",
            "guesthouse:automation/state@0.1.0",
            "guesthouse:automation/http@0.1.0",
        ]
    }

    fn exports() -> &'static [&'static str] {
        &["guesthouse:automation/handler@0.1.0"]
    }

    fn wit() -> Vec<WitFile> {
        Contract::wit()
    }

    fn hint_for_import(package: &str) -> Option<&'static str> {
        guesthouse_diagnostics::wasi::automation_instead(package)
    }

    fn link(linker: &mut Linker<Guest<EventContext>>) -> wasmtime::Result<()> {
        bindings::Plugin::add_to_linker::<_, HasSelf<Guest<EventContext>>>(linker, Guest::enter)
    }

    fn find_exports(
        component: &InstancePre<Guest<EventContext>>,
    ) -> wasmtime::Result<PluginIndices> {
        PluginIndices::new(component)
    }

    fn check_exports<T: Send + 'static>(
        store: &mut Store<T>,
        instance: &Instance,
        exports: &PluginIndices,
    ) -> wasmtime::Result<()> {
        exports.load(store, instance).map(drop)
    }

    async fn call(
        store: &mut Store<Guest<EventContext>>,
        instance: &Instance,
        exports: &PluginIndices,
        event: bindings::Event,
    ) -> wasmtime::Result<Self::Output> {
        let plugin = exports.load(&mut *store, instance)?;
        let handler = plugin.guesthouse_automation_handler();
        handler.call_handle(&mut *store, &event).await
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_interfaces_are_those_of_the_contract() {
        let mut resolve = wit_parser::Resolve::default();
        let wit = concat!(env!("CARGO_MANIFEST_DIR"), "/wit");
        let (package, _) = resolve.push_dir(wit).unwrap();
        let world = resolve.select_world(&[package], Some("plugin")).unwrap();
        let world = &resolve.worlds[world];
        let names = |keys: &mut dyn Iterator<Item = &wit_parser::WorldKey>| {
            keys.map(|key| resolve.name_world_key(key))
                .collect::<BTreeSet<_>>()
        };
        let listed = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(
            names(&mut world.imports.keys()),
            listed(Automation::imports())
        );
        assert_eq!(
            names(&mut world.exports.keys()),
            listed(Automation::exports())
        );
    }
}
