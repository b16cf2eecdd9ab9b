//! Checks the types of exports on a first instance, which is never called. The engine checks these
//! types only on an instance.

use crate::guest_threads::Progress;
use crate::loaded::{Resources, limit};
use crate::share::Share;
use crate::{Domain, Guest, Limits, RunStart, static_limits, wasi};
use std::sync::Arc;
use std::time::Duration;
use wasmtime::Store;
use wasmtime::component::{Component, Instance, Linker};

/// Checks the types of the exports. A component that fails to start is accepted: loading does not
/// classify that failure, because each run reports it.
pub(crate) async fn check<D: Domain>(
    domain: &D,
    component: &Component,
    exports: &D::Exports,
    instance_overhead: u64,
    share: &Share,
    resources: &Resources,
) -> wasmtime::Result<()> {
    let permit = resources.permits.acquire(share).await;
    let component = component.clone();
    let run = async move |progress: Arc<Progress>| {
        // Released after the instance is dropped.
        Some((
            start(&component, instance_overhead, progress).await?,
            permit,
        ))
    };
    match resources.threads.run(share, run).await {
        Some((started, _permit)) => {
            // Dropped before the permit is, which stands for a place in the pool.
            let (mut store, instance) = started;
            domain.check_exports(&mut store, &instance, exports)
        }
        None => Ok(()),
    }
}

async fn start(
    component: &Component,
    instance_overhead: u64,
    progress: Arc<Progress>,
) -> Option<(Store<Guest<()>>, Instance)> {
    let limits = Limits::default().reserving(instance_overhead);
    let start = RunStart {
        clock: Duration::ZERO,
        seed: [0; 32],
    };
    let deadline = Duration::from_millis(limits.deadline_ms);
    let guest = Guest::new((), limits.clone(), &start, Arc::clone(&progress));
    let mut store = Store::new(component.engine(), guest);
    let instance = tokio::select! {
        biased;
        instance = instantiate(&mut store, component, &limits) => instance.ok()?,
        () = progress.deadline(deadline) => return None,
    };
    Some((store, instance))
}

async fn instantiate(
    store: &mut Store<Guest<()>>,
    component: &Component,
    limits: &Limits,
) -> wasmtime::Result<Instance> {
    let mut linker = Linker::new(component.engine());
    wasi::link(&mut linker)?;
    linker.define_unknown_imports_as_traps(component)?;
    limit(store, limits);
    store.set_fuel(limits.start_fuel)?;
    store.fuel_async_yield_interval(Some(static_limits::SLICE))?;
    linker.instantiate_async(store, component).await
}
