//! A loaded component and one run of it.

use crate::call_hook::{ChargeHostCalls, settle_debt};
use crate::classify::{Ended, classify};
use crate::compile::Held;
use crate::concurrency::Permits;
use crate::guest_threads::{GuestThreads, Progress};
use crate::share::Share;
use crate::unwind::catch_unwind;
use crate::{Call, Domain, Guest, HostTrap, Limits, LogLine, RunError, static_limits};
use std::sync::Arc;
use std::time::Duration;
use wasmtime::Store;
use wasmtime::component::InstancePre;

/// A component that was checked, compiled and linked. Cheap to clone; runs are independent.
pub struct Loaded<D: Domain> {
    pub(crate) inner: Arc<Inner<D>>,
}

pub(crate) struct Inner<D: Domain> {
    pub(crate) component: InstancePre<Guest<D::Data>>,
    pub(crate) exports: D::Exports,
    /// Bytes that the engine keeps for the instances of each run, without memories and tables.
    pub(crate) instance_overhead: u64,
    pub(crate) share: Share,
    pub(crate) resources: Resources,
    /// The component's share of the host's memory, until the last run has ended.
    pub(crate) _held: Held,
}

/// The resources that the runs of a sandbox share.
#[derive(Clone)]
pub(crate) struct Resources {
    pub(crate) threads: Arc<GuestThreads>,
    pub(crate) permits: Arc<Permits>,
}

impl<D: Domain> Clone for Loaded<D> {
    fn clone(&self) -> Self {
        Self {
            inner: self.inner.clone(),
        }
    }
}

/// The start of the guest's clock and the seed of its random numbers. The same start gives the same
/// run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunStart {
    /// Time since the Unix epoch at which the guest's clock starts.
    pub clock: Duration,
    /// The seed of the guest's random numbers.
    pub seed: [u8; 32],
}

/// The resources that a run consumed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    /// CPU of the call in fuel. After a trap, the last instructions are missing, at most those of one
    /// slice: 100,000 units.
    pub fuel: u64,
    /// Real time of the run, without the time that it waited for a run permit or for a core.
    pub wall: Duration,
    /// Peak bytes of linear memory, summed over all memories.
    pub peak_memory: u64,
    /// Calls from the guest to the host.
    pub host_calls: u64,
    /// Bytes that host functions charged.
    pub host_bytes: u64,
    /// Log lines that were dropped because of the limits on them.
    pub log_dropped: u64,
}

impl Usage {
    /// Charges fuel for work that the host does with the result after the run.
    ///
    /// # Errors
    /// When the run and this work use more fuel than `limits` grants.
    pub fn charge(&mut self, fuel: u64, limits: &Limits) -> Result<(), RunError> {
        self.fuel = self.fuel.saturating_add(fuel);
        if self.fuel > limits.fuel {
            return Err(RunError::Limit(crate::Limit::Fuel));
        }
        Ok(())
    }
}

/// How a run ended: with the output `T` of its call, or without.
#[derive(Debug)]
pub struct Finished<T, Data> {
    /// The output of the call, or the reason for its failure.
    pub result: Result<T, RunError>,
    /// The limit that the guest exceeded first, if any. If the guest then returned a failure of its
    /// own, a domain reports this limit instead.
    pub limit_hit: Option<crate::Limit>,
    /// The guest's stack when it exceeded a limit, as far as it is known, innermost frame first. The
    /// stack of a crash is in [`Crash`](crate::Crash).
    pub trace: Option<String>,
    /// The domain's data.
    pub data: Data,
    /// The resources that the run consumed.
    pub usage: Usage,
    /// The lines that the guest wrote, in order.
    pub log: Vec<LogLine>,
}

impl<D: Domain> Loaded<D> {
    /// Runs the component once: makes a new instance, calls it, and drops it.
    ///
    /// Waits first for a run permit, and then for a core. Plugins share both by weight.
    /// Dropping the future ends the run. Must be polled in a Tokio runtime with time enabled.
    pub async fn run<C: Call<D>>(
        &self,
        data: D::Data,
        limits: &D::Limits,
        start: &RunStart,
        call: C,
    ) -> Finished<C::Output, D::Data> {
        let Resources { threads, permits } = &self.inner.resources;
        let permit = permits.acquire(&self.inner.share).await;
        let this = self.clone();
        let (limits, start) = (
            limits
                .as_ref()
                .clone()
                .reserving(self.inner.instance_overhead),
            *start,
        );
        let run = async move |progress: Arc<Progress>| {
            // The permit is released after the instance is dropped, even when the run is dropped.
            let _permit = permit;
            let guest = Guest::new(data, limits.clone(), &start, Arc::clone(&progress));
            this.run_timed(guest, &limits, &progress, call).await
        };
        threads.run(&self.inner.share, run).await
    }

    async fn run_timed<C: Call<D>>(
        &self,
        guest: Guest<D::Data>,
        limits: &Limits,
        progress: &Progress,
        call: C,
    ) -> Finished<C::Output, D::Data> {
        let mut store = Store::new(self.inner.component.engine(), guest);
        let deadline = progress.deadline(Duration::from_millis(limits.deadline_ms));
        let call = catch_unwind(self.call(&mut store, limits, call));
        let ended = tokio::select! {
            biased;
            result = call => result.unwrap_or_else(|panic| Err(HostTrap::host_bug(panic).into())),
            () = deadline => Err(HostTrap(RunError::Timeout).into()),
        };
        finish(store, limits, progress.taken(), ended)
    }

    async fn call<C: Call<D>>(
        &self,
        store: &mut Store<Guest<D::Data>>,
        limits: &Limits,
        call: C,
    ) -> wasmtime::Result<C::Output> {
        limit(store, limits);
        store.set_fuel(limits.start_fuel)?;
        store.fuel_async_yield_interval(Some(static_limits::SLICE))?;
        let instance = self.inner.component.instantiate_async(&mut *store).await?;
        settle_debt(store)?;
        store.data_mut().meter.start_call(limits.fuel);
        store.set_fuel(limits.fuel)?;
        let output = call.call(store, &instance, &self.inner.exports).await?;
        settle_debt(store)?;
        Ok(output)
    }
}

/// Sets every limit. This must happen before instantiation, because start functions are guest code
/// too.
pub(crate) fn limit<D: Send + 'static>(store: &mut Store<Guest<D>>, limits: &Limits) {
    let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    store.limiter(|guest| &mut guest.meter);
    store.set_hostcall_fuel(size(limits.call_bytes));
    store.set_max_component_handles(size(limits.handles));
    store.call_hook_async(ChargeHostCalls);
}

fn finish<T, Data: Send + 'static>(
    store: Store<Guest<Data>>,
    limits: &Limits,
    wall: Duration,
    ended: wasmtime::Result<T>,
) -> Finished<T, Data> {
    let engine_fuel = store.get_fuel().unwrap_or(0);
    let mut guest = store.into_data();
    let fuel_left = engine_fuel.saturating_sub(guest.meter.take_debt());
    let mut written = guest.log.take();
    let ended = ended.map_err(|error| classify(&error, &guest.meter, &written.stderr_tail));
    let (result, trace) = match ended {
        Ok(output) => (Ok(output), None),
        Err(Ended { error, trace }) => (Err(error), trace),
    };
    if matches!(result, Err(RunError::Crashed(_))) {
        crate::stderr::shorten(&mut written.lines);
    }
    let fuel = if guest.meter.in_call {
        limits.fuel.saturating_sub(fuel_left)
    } else {
        0
    };
    Finished {
        result,
        limit_hit: guest.meter.hit,
        trace,
        usage: Usage {
            fuel,
            wall,
            peak_memory: guest.meter.peak_memory,
            host_calls: guest.meter.calls,
            host_bytes: guest.meter.bytes,
            log_dropped: written.dropped,
        },
        data: guest.data,
        log: written.lines,
    }
}
