//! The least that runs a component of the world `transform`: the engine's own limits, no outcome, no
//! checks, wasmtime's own WASI.

#![allow(dead_code, reason = "the records have every field of the contract")]

use guesthouse_sandbox::Sandbox;
use wasmtime::component::{
    Component, ComponentType, InstancePre, Lift, Linker, Lower, ResourceTable,
};
use wasmtime::{Engine, Store};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

const FUEL: u64 = 5_000_000_000;

#[derive(ComponentType, Lower, Lift)]
#[component(record)]
pub(crate) struct Attribute {
    name: String,
    value: String,
}

#[derive(ComponentType, Lower, Lift)]
#[component(record)]
pub(crate) struct Event {
    id: String,
    source: String,
    #[component(name = "type")]
    type_: String,
    subject: Option<String>,
    time: Option<String>,
    #[component(name = "data-content-type")]
    data_content_type: Option<String>,
    #[component(name = "data-schema")]
    data_schema: Option<String>,
    extensions: Vec<Attribute>,
    data: Option<Vec<u8>>,
}

#[derive(ComponentType, Lift)]
#[component(record)]
pub(crate) struct Output {
    id: Option<String>,
    source: Option<String>,
    #[component(name = "type")]
    type_: String,
    subject: Option<String>,
    time: Option<String>,
    #[component(name = "data-content-type")]
    data_content_type: Option<String>,
    #[component(name = "data-schema")]
    data_schema: Option<String>,
    extensions: Vec<Attribute>,
    data: Option<Vec<u8>>,
}

#[derive(ComponentType, Lift, Clone, Copy)]
#[component(enum)]
#[repr(u8)]
pub(crate) enum FailureKind {
    #[component(name = "rejected")]
    Rejected,
    #[component(name = "failed")]
    Failed,
    #[component(name = "unavailable")]
    Unavailable,
    #[component(name = "crashed")]
    Crashed,
}

#[derive(ComponentType, Lift)]
#[component(record)]
pub(crate) struct Failure {
    kind: FailureKind,
    code: Option<String>,
    message: String,
    #[component(name = "retry-after-ms")]
    retry_after_ms: Option<u32>,
    trace: Option<String>,
}

#[derive(ComponentType, Lift, Clone, Copy)]
#[component(enum)]
#[repr(u8)]
pub(crate) enum Level {
    #[component(name = "trace")]
    Trace,
    #[component(name = "debug")]
    Debug,
    #[component(name = "info")]
    Info,
    #[component(name = "warn")]
    Warn,
    #[component(name = "error")]
    Error,
}

impl From<guesthouse::Event> for Event {
    fn from(event: guesthouse::Event) -> Self {
        let extensions = event
            .extensions
            .into_iter()
            .map(|(name, value)| Attribute { name, value });
        Self {
            id: event.id,
            source: event.source,
            type_: event.type_,
            subject: event.subject,
            time: event.time,
            data_content_type: event.data_content_type,
            data_schema: event.data_schema,
            extensions: extensions.collect(),
            data: event.data,
        }
    }
}

struct Data {
    wasi: WasiCtx,
    table: ResourceTable,
}

impl WasiView for Data {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

/// A compiled and linked component.
pub(crate) struct Bare {
    engine: Engine,
    component: InstancePre<Data>,
}

impl Bare {
    pub(crate) fn load(component: &[u8]) -> anyhow::Result<Self> {
        let engine = Sandbox::builder().build()?.engine().clone();
        let component = Component::from_binary(&engine, component)?;
        let mut linker = Linker::new(&engine);
        wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
        linker
            .instance("guesthouse:automation/log@0.1.0")?
            .func_wrap("write", |_, (_, _, _): (Level, String, Vec<Attribute>)| {
                Ok(())
            })?;
        linker
            .instance("guesthouse:automation/config@0.1.0")?
            .func_wrap("get", |_, (_,): (String,)| Ok((None::<String>,)))?;
        Ok(Self {
            component: linker.instantiate_pre(&component)?,
            engine,
        })
    }

    pub(crate) async fn handle(&self, event: Event) -> anyhow::Result<usize> {
        let wasi = WasiCtx::builder().build();
        let mut store = Store::new(
            &self.engine,
            Data {
                wasi,
                table: ResourceTable::new(),
            },
        );
        store.set_fuel(FUEL)?;
        let instance = self.component.instantiate_async(&mut store).await?;
        let handler = instance
            .get_export_index(&mut store, None, "guesthouse:automation/handler@0.1.0")
            .and_then(|handler| instance.get_export_index(&mut store, Some(&handler), "handle"))
            .ok_or_else(|| anyhow::anyhow!("the component exports no handler"))?;
        let handle = instance
            .get_typed_func::<(Event,), (Result<Vec<Output>, Failure>,)>(&mut store, handler)?;
        let (answer,) = handle.call_async(&mut store, (event,)).await?;
        answer
            .map(|outputs| outputs.len())
            .map_err(|failure| anyhow::anyhow!("{}", failure.message))
    }
}
