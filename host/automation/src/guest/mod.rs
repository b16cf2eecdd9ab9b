//! The contract on the sandbox: what a guest may import, one file per interface, and how it is
//! called.

mod config;
mod http;
mod log;
mod state;

#[expect(
    unreachable_pub,
    reason = "the bindings name it in a public module of their own"
)]
pub use state::OpenStore;

use crate::bindings::{self, PluginIndices};
use crate::http::Client;
use crate::policy::Policy;
use crate::state::{EventKey, Overlay};
use guesthouse_sandbox::{Domain, Guest};
use std::sync::Arc;
use wasmtime::Store;
use wasmtime::component::{HasSelf, Instance, InstancePre, Linker};

/// What host functions keep while one event is handled.
pub(crate) struct Handling {
    pub(crate) plugin: Arc<Grants>,
    pub(crate) source: String,
    pub(crate) id: String,
    pub(crate) state: Overlay,
    /// Requests sent so far: the position of the next one.
    pub(crate) requests: u32,
}

impl Handling {
    pub(crate) fn key(&self) -> EventKey<'_> {
        EventKey {
            plugin: &self.plugin.name,
            source: &self.source,
            id: &self.id,
        }
    }
}

/// What a plugin was granted, with everything that is needed to honour it.
pub(crate) struct Grants {
    pub(crate) name: String,
    pub(crate) policy: Policy,
    pub(crate) client: Client,
}

/// The contract `guesthouse:automation`.
pub(crate) struct Automation;

impl Domain for Automation {
    type Data = Handling;
    type Exports = PluginIndices;
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

    fn hint_for_import(interface: &str) -> Option<&'static str> {
        let package = interface.split('/').next().unwrap_or_default();
        Some(match package {
            "wasi:http" => "send requests to a connection with `guesthouse:automation/http`",
            "wasi:keyvalue" | "wasi:blobstore" => {
                "keep values in a store of `guesthouse:automation/state`"
            }
            "wasi:config" | "wasi:runtime-config" => {
                "read settings with `guesthouse:automation/config`"
            }
            "wasi:logging" => "write lines with `guesthouse:automation/log` or to standard output",
            "wasi:messaging" => "return events from `handle`; the host publishes them",
            _ => return None,
        })
    }

    fn link(linker: &mut Linker<Guest<Handling>>) -> wasmtime::Result<()> {
        type Data = HasSelf<Guest<Handling>>;
        bindings::types::add_to_linker::<_, Data>(linker, Guest::enter)?;
        bindings::log::add_to_linker::<_, Data>(linker, Guest::enter)?;
        bindings::config::add_to_linker::<_, Data>(linker, Guest::enter)?;
        bindings::state::add_to_linker::<_, Data>(linker, Guest::enter)?;
        bindings::http::add_to_linker::<_, Data>(linker, Guest::enter)
    }

    fn find_exports(component: &InstancePre<Guest<Handling>>) -> wasmtime::Result<PluginIndices> {
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
        store: &mut Store<Guest<Handling>>,
        instance: &Instance,
        exports: &PluginIndices,
        event: bindings::Event,
    ) -> wasmtime::Result<Self::Output> {
        let plugin = exports.load(&mut *store, instance)?;
        let handler = plugin.guesthouse_automation_handler();
        handler.call_handle(&mut *store, &event).await
    }
}

impl bindings::types::Host for Guest<Handling> {}
