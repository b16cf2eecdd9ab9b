//! Lean wasmtime: the least code that runs a component of the world `transform` with the same engine
//! features as the sandbox. It finds exports once, builds WASI only when the guest calls it, checks
//! and records nothing, and runs on the caller's thread.

#![allow(dead_code, reason = "the records have every field of the contract")]

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use wasmtime::component::{
    Component, ComponentExportIndex, ComponentType, InstancePre, Lift, Linker, Lower, ResourceTable,
};
use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig, Store,
};
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

#[derive(Default)]
struct Data {
    wasi: Option<WasiCtx>,
    table: ResourceTable,
}

impl WasiView for Data {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: self.wasi.get_or_insert_with(|| WasiCtx::builder().build()),
            table: &mut self.table,
        }
    }
}

/// Returns an engine with the settings of the sandbox that a guest can observe. The other settings
/// are the fastest ones.
fn engine() -> anyhow::Result<Engine> {
    let mut pool = PoolingAllocationConfig::new();
    pool.max_memory_size(128 << 20)
        .linear_memory_keep_resident(2 << 20)
        .table_keep_resident(4 << 10)
        .decommit_batch_size(1)
        .pagemap_scan(Enabled::Auto);
    let mut config = Config::new();
    config
        .concurrency_support(false)
        .consume_fuel(true)
        .cranelift_nan_canonicalization(true)
        .async_stack_zeroing(false)
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    Ok(Engine::new(&config)?)
}

/// A compiled and linked component.
pub(crate) struct Lean {
    component: InstancePre<Data>,
    handle: ComponentExportIndex,
}

impl Lean {
    pub(crate) fn load(component: &[u8]) -> anyhow::Result<Self> {
        let engine = engine()?;
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
        let handle = component
            .get_export_index(None, "guesthouse:automation/handler@0.1.0")
            .and_then(|handler| component.get_export_index(Some(&handler), "handle"))
            .ok_or_else(|| anyhow::anyhow!("the component exports no handler"))?;
        Ok(Self {
            component: linker.instantiate_pre(&component)?,
            handle,
        })
    }

    /// Handles one event on this thread. Nothing in it waits.
    pub(crate) fn handle(&self, event: Event) -> anyhow::Result<usize> {
        let handled = pin!(self.run(event));
        match handled.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(handled) => handled,
            Poll::Pending => anyhow::bail!("the guest waited"),
        }
    }

    async fn run(&self, event: Event) -> anyhow::Result<usize> {
        let mut store = Store::new(self.component.engine(), Data::default());
        store.set_fuel(FUEL)?;
        let instance = self.component.instantiate_async(&mut store).await?;
        let handle = instance
            .get_typed_func::<(Event,), (Result<Vec<Output>, Failure>,)>(&mut store, self.handle)?;
        let (answer,) = handle.call_async(&mut store, (event,)).await?;
        answer
            .map(|outputs| outputs.len())
            .map_err(|failure| anyhow::anyhow!("{}", failure.message))
    }
}
