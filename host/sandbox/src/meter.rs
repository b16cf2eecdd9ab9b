//! Counts what a run consumes and enforces its limits.
//!
//! The engine asks for memory and tables through [`ResourceLimiter`]. Host functions report calls and
//! bytes, whose price is added to a debt. [`crate::call_hook`] charges the debt in fuel.

use crate::guest_threads::Progress;
use crate::{HostTrap, Limit, Limits, price, static_limits};
use guesthouse_inspect::limits as parts;
use std::sync::Arc;
use std::time::{Duration, Instant};
use wasmtime::ResourceLimiter;

/// Bytes of an element of a table.
const TABLE_ELEMENT: u64 = 8;
/// A slice ends after this time, even if it has fuel left. Its fuel usually lasts a tenth of this
/// time.
const LONG_SLICE: Duration = Duration::from_millis(1);

pub(crate) struct Meter {
    pub(crate) limits: Limits,
    memory: u64,
    pub(crate) peak_memory: u64,
    tables: u64,
    pub(crate) calls: u64,
    pub(crate) bytes: u64,
    debt: u64,
    /// Fuel that the guest had when it called the host.
    fuel: u64,
    /// The fuel at which the slice is over, and the time at which it began. The time matters
    /// because a helper of the engine may take long and cost little fuel.
    slice_end: u64,
    slice_began: Instant,
    progress: Arc<Progress>,
    /// The numbers of calls and polls before each host call that has not returned. There can be
    /// several: during a host call the host may call the guest, to allocate memory for a result.
    away: Vec<(u64, u64)>,
    pub(crate) in_call: bool,
    /// The first limit that was exceeded.
    pub(crate) hit: Option<Limit>,
}

impl Meter {
    pub(crate) fn new(limits: Limits, progress: Arc<Progress>) -> Self {
        Self {
            memory: 0,
            peak_memory: 0,
            tables: 0,
            calls: 0,
            bytes: 0,
            debt: 0,
            fuel: limits.start_fuel,
            slice_end: limits.start_fuel.saturating_sub(static_limits::SLICE),
            slice_began: Instant::now(),
            away: Vec::new(),
            progress,
            in_call: false,
            hit: None,
            limits,
        }
    }

    pub(crate) fn count_call(&mut self) {
        self.calls += 1;
        if self.has_too_many_calls() {
            self.note(Limit::HostCalls);
        }
    }

    fn has_too_many_calls(&self) -> bool {
        self.calls > self.limits.host_calls
    }

    pub(crate) fn charge_bytes(&mut self, bytes: usize) -> Result<(), HostTrap> {
        let bytes = bytes as u64;
        let sum = self.bytes.saturating_add(bytes);
        if sum > self.limits.host_bytes {
            self.note(Limit::HostBytes);
            return Err(HostTrap::limit(Limit::HostBytes));
        }
        self.bytes = sum;
        self.charge_fuel(price::copy(bytes))
    }

    /// Charges random bytes, which the host allocates all at once.
    pub(crate) fn charge_random(&mut self, bytes: u64) -> Result<(), HostTrap> {
        self.charge_bytes(usize::try_from(bytes).unwrap_or(usize::MAX))?;
        if bytes > self.limits.call_bytes {
            self.note(Limit::CallBytes);
            return Err(HostTrap::limit(Limit::CallBytes));
        }
        self.charge_fuel(price::RANDOM.saturating_mul(bytes))
    }

    /// Adds to the debt. Fails if the guest cannot pay for it, so that the host does not do the
    /// work.
    pub(crate) fn charge_fuel(&mut self, fuel: u64) -> Result<(), HostTrap> {
        self.debt = self.debt.saturating_add(fuel);
        if self.debt > self.fuel {
            return Err(HostTrap::limit(self.fuel_limit()));
        }
        Ok(())
    }

    /// Remembers how much fuel the guest has when it calls the host.
    pub(crate) fn enter_host(&mut self, fuel: u64) {
        self.fuel = fuel;
        self.away.push((self.calls, self.progress.polls()));
    }

    /// Adds the price of a call that returns to the debt, and `written`, which is the price of the
    /// lines that the call wrote. Returns whether the guest called a host function, rather than a
    /// helper of the engine.
    pub(crate) fn return_from_host(&mut self, written: u64) -> bool {
        let polls = self.progress.polls();
        let (calls, polls_before) = self.away.pop().unwrap_or((self.calls, polls));
        let has_called = self.calls != calls;
        // The engine also yields in a helper. How often it yields does not depend on the guest, so a
        // helper during which the run was polled again costs nothing.
        let is_end_of_slice = !has_called && polls != polls_before;
        let price = if is_end_of_slice { 0 } else { price::CALL };
        self.debt = self.debt.saturating_add(written).saturating_add(price);
        has_called
    }

    /// Returns how much of `fuel` is left after the debt is paid.
    pub(crate) fn left(&self, fuel: u64) -> Result<u64, HostTrap> {
        if self.has_too_many_calls() {
            return Err(HostTrap::limit(Limit::HostCalls));
        }
        fuel.checked_sub(self.debt)
            .ok_or_else(|| HostTrap::limit(self.fuel_limit()))
    }

    /// Returns the debt and sets it to zero.
    pub(crate) fn take_debt(&mut self) -> u64 {
        std::mem::take(&mut self.debt)
    }

    pub(crate) fn begin_slice(&mut self, left: u64) {
        self.slice_end = left.saturating_sub(static_limits::SLICE);
        self.slice_began = Instant::now();
    }

    /// Returns whether the slice is over when `left` fuel is left. The engine may have ended the slice
    /// already. Then the guest yields once more than necessary.
    pub(crate) fn is_slice_over(&self, left: u64) -> bool {
        left <= self.slice_end || self.slice_began.elapsed() > LONG_SLICE
    }

    /// Remembers the first limit that was exceeded.
    pub(crate) fn note(&mut self, limit: Limit) {
        self.hit.get_or_insert(limit);
    }

    /// Begins the call after the instantiation. The call has its own fuel.
    pub(crate) fn start_call(&mut self, fuel: u64) {
        self.in_call = true;
        self.fuel = fuel;
        self.begin_slice(fuel);
    }

    /// Returns the limit that running out of fuel means at the moment.
    pub(crate) fn fuel_limit(&self) -> Limit {
        if self.in_call {
            Limit::Fuel
        } else {
            Limit::StartFuel
        }
    }

    /// Returns whether memory and table elements fit the limit together. Notes the limit if they do
    /// not.
    fn fits(&mut self, memory: u64, tables: u64) -> bool {
        let sum = memory.saturating_add(tables.saturating_mul(TABLE_ELEMENT));
        let fits = sum <= self.limits.memory;
        if !fits {
            self.note(Limit::Memory);
        }
        fits
    }
}

// The engine asks for each memory and table separately. A component can have many, so only a limit
// on their sum over the run holds.
impl ResourceLimiter for Meter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        let grown = desired.saturating_sub(current) as u64;
        let sum = self.memory.saturating_add(grown);
        if !self.fits(sum, self.tables) {
            return Ok(false);
        }
        self.memory = sum;
        self.peak_memory = self.peak_memory.max(sum);
        Ok(true)
    }

    fn memory_grow_failed(&mut self, error: wasmtime::Error) -> wasmtime::Result<()> {
        // The growth was within the limits, so the machine is out of memory. If the guest saw the
        // failure, a repeat of the run could take another path.
        Err(HostTrap::host_error(format_args!("no memory for a guest: {error:#}")).into())
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let limit = parts::TABLE_ELEMENTS;
        // A maximum below the limit comes from the guest.
        if maximum.is_some_and(|maximum| desired > maximum && maximum < limit) {
            return Ok(false);
        }
        // A pool has no larger tables. Without a pool, larger tables must fail in the same way.
        if desired > limit {
            self.note(Limit::Tables);
            return Ok(false);
        }
        let grown = desired.saturating_sub(current) as u64;
        let sum = self.tables.saturating_add(grown);
        if sum > self.limits.tables {
            self.note(Limit::Tables);
            return Ok(false);
        }
        if !self.fits(self.memory, sum) {
            return Ok(false);
        }
        self.tables = sum;
        Ok(true)
    }

    fn table_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        // Tables are small, so a failure within the limit counts as the limit.
        self.note(Limit::Tables);
        Ok(())
    }

    fn instances(&self) -> usize {
        parts::CORE_INSTANCES as usize
    }

    fn memories(&self) -> usize {
        parts::MEMORIES as usize
    }

    fn tables(&self) -> usize {
        parts::TABLES as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guest_threads::GuestThreads;
    use crate::share::Share;

    #[tokio::test]
    async fn a_slice_in_which_helpers_took_long_is_over() {
        let threads = GuestThreads::start(1).unwrap();
        let run = |progress| async move {
            let mut meter = Meter::new(Limits::default(), progress);
            meter.begin_slice(u64::MAX);
            std::thread::sleep(2 * LONG_SLICE);
            meter.is_slice_over(u64::MAX)
        };
        assert!(threads.run(&Share::new(1), run).await);
    }
}
