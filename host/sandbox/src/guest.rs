//! The host's state for one run: the domain's data, the meter, the log and the virtual WASI.

use crate::guest_threads::Progress;
use crate::log::Log;
use crate::meter::Meter;
use crate::wasi::{Random, VirtualClock};
use crate::{HostTrap, Level, Limit, Limits, RunStart};
use std::sync::Arc;
use wasmtime::component::ResourceTable;
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

/// The data of the `wasmtime::Store` of one run.
pub struct Guest<D> {
    /// The data of the domain for this run.
    pub data: D,
    pub(crate) meter: Meter,
    pub(crate) log: Log,
    pub(crate) clock: VirtualClock,
    pub(crate) random: Random,
    pub(crate) table: ResourceTable,
    wasi: Option<WasiCtx>,
}

impl<D> Guest<D> {
    pub(crate) fn new(data: D, limits: Limits, start: &RunStart, progress: Arc<Progress>) -> Self {
        let mut table = ResourceTable::new();
        table.set_max_capacity(usize::try_from(limits.handles).unwrap_or(usize::MAX));
        let log = Log::new(&limits);
        Self {
            data,
            meter: Meter::new(limits, progress),
            clock: VirtualClock::new(start.clock, log.clone()),
            log,
            random: Random::new(start.seed),
            table,
            wasi: None,
        }
    }

    /// Counts a call from the guest. Pass it to `add_to_linker` as the function that returns the
    /// data.
    pub fn enter(&mut self) -> &mut Self {
        self.meter.count_call();
        self
    }

    /// Returns the limits of this run.
    pub fn limits(&self) -> &Limits {
        &self.meter.limits
    }

    /// Charges bytes that a host function copies, in either direction.
    ///
    /// # Errors
    /// Ends the run when the limit on them is exceeded. Call it before allocating.
    pub fn charge_bytes(&mut self, bytes: usize) -> Result<(), HostTrap> {
        self.meter.charge_bytes(bytes)
    }

    /// Charges fuel for work that the host is about to do, in addition to the prices of
    /// [`crate::price`], which every call pays.
    ///
    /// # Errors
    /// Ends the run when the guest cannot pay. Call it before the work.
    pub fn charge_fuel(&mut self, fuel: u64) -> Result<(), HostTrap> {
        self.meter.charge_fuel(fuel)
    }

    /// Writes a log line, within the limits of the log. Never fails.
    pub fn log(&mut self, level: Level, message: &str, fields: &[(&str, &str)]) {
        self.log.write(level, message, fields);
    }

    /// Writes a line of the host about this guest. Its origin differs from the guest's own lines.
    /// Never fails.
    pub fn note(&mut self, level: Level, message: &str) {
        self.log.note(level, message);
    }

    /// Returns the table for the domain's own resources. Its capacity is the limit on handles.
    pub fn table(&mut self) -> &mut ResourceTable {
        &mut self.table
    }

    /// Notes that the guest exceeded `limit`. If the run fails later in any way, it ends as this
    /// limit. If the guest handles the refusal, the run may succeed.
    pub fn note_limit(&mut self, limit: Limit) {
        self.meter.note(limit);
    }

    /// Returns the limit that the guest exceeded first, if any.
    pub fn limit_hit(&self) -> Option<Limit> {
        self.meter.hit
    }
}

impl<D: Send + 'static> WasiView for Guest<D> {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        self.meter.count_call();
        // Most guests never use this context, so the first use builds it.
        let ctx = self
            .wasi
            .get_or_insert_with(|| crate::wasi::context(&self.log));
        WasiCtxView {
            ctx,
            table: &mut self.table,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guest_threads::GuestThreads;
    use crate::share::Share;
    use std::time::Duration;

    #[tokio::test]
    async fn the_table_of_resources_has_the_capacity_of_the_limit() {
        let limits = Limits {
            handles: 2,
            ..Limits::default()
        };
        let start = RunStart {
            clock: Duration::ZERO,
            seed: [0; 32],
        };
        let push = |progress| async move {
            let mut guest = Guest::new((), limits, &start, progress);
            [1, 2, 3].map(|resource| guest.table().push(resource).is_ok())
        };
        let threads = GuestThreads::start(1).unwrap();
        let pushed = threads.run(&Share::new(1), push).await;
        assert_eq!(pushed, [true, true, false]);
    }
}
