//! A first instance of a component, never called, that shows whether its exports have the types of
//! the contract: the engine checks them only on an instance.

use crate::aside::{Habit, Stopwatch, place};
use crate::loaded::limit;
use crate::turns::{InTurns, Turns};
use crate::{Domain, Guest, Limits, RunStart, fixed, wasi};
use std::sync::Arc;
use std::time::Duration;
use wasmtime::Store;
use wasmtime::component::{Component, Instance, Linker};

/// Checks the types of the exports. A component that cannot even start is let through: its runs
/// will end as what they are, and this is not the place to judge them.
pub(crate) async fn check<D: Domain>(
    component: &Component,
    exports: &D::Exports,
    kept: u64,
    turns: &Turns,
) -> wasmtime::Result<()> {
    let watch = Stopwatch::new(Arc::new(Habit::unknown()));
    let is_aside = watch.is_aside();
    let started = start(component.clone(), kept, turns.clone(), watch);
    match place(started, is_aside).await {
        Some((mut store, instance)) => D::check_exports(&mut store, &instance, exports),
        None => Ok(()),
    }
}

async fn start(
    component: Component,
    kept: u64,
    turns: Turns,
    watch: Stopwatch,
) -> Option<(Store<Guest<()>>, Instance)> {
    let limits = Limits::default().beside(kept);
    let start = RunStart {
        clock: Duration::ZERO,
        seed: [0; 32],
    };
    let mut store = Store::new(component.engine(), Guest::new((), limits.clone(), &start));
    let polls = store.data().meter.polls();
    let instance = Box::pin(instantiate(&mut store, &component, &limits));
    let instance = InTurns::new(instance, &turns, watch, polls);
    let wall = Duration::from_millis(limits.wall_ms);
    let instance = tokio::time::timeout(wall, instance).await.ok()?.ok()?;
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
    store.fuel_async_yield_interval(Some(fixed::SLICE))?;
    linker.instantiate_async(store, component).await
}
