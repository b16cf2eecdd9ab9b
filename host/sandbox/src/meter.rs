//! Counts what a run consumes and says when it is too much.
//!
//! The engine asks for memory and tables through [`ResourceLimiter`]; calls and bytes are counted
//! here and settled when the host returns to the guest ([`Meter::settle`]).

use crate::checks::Check;
use crate::{Halt, Limit, Limits, fixed, price};
use wasmtime::ResourceLimiter;

pub(crate) struct Meter {
    max_memory: u64,
    max_tables: u64,
    max_calls: u64,
    max_bytes: u64,
    memory: u64,
    peak_memory: u64,
    tables: u64,
    calls: u64,
    bytes: u64,
    debt: u64,
    in_call: bool,
    hit: Option<Limit>,
}

impl Meter {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            max_memory: limits.memory,
            max_tables: limits.tables,
            max_calls: limits.host_calls,
            max_bytes: limits.host_bytes,
            memory: 0,
            peak_memory: 0,
            tables: 0,
            calls: 0,
            bytes: 0,
            debt: 0,
            in_call: false,
            hit: None,
        }
    }

    pub(crate) fn count_call(&mut self) {
        self.calls += 1;
        self.debt = self.debt.saturating_add(price::CALL);
        if self.calls > self.max_calls {
            self.note(Limit::HostCalls);
        }
    }

    pub(crate) fn charge_bytes(&mut self, bytes: usize) -> Result<(), Halt> {
        let bytes = bytes as u64;
        let sum = self.bytes.saturating_add(bytes);
        if sum > self.max_bytes {
            self.note(Limit::HostBytes);
            return Err(Halt::limit(Limit::HostBytes));
        }
        self.bytes = sum;
        self.debt = self.debt.saturating_add(bytes / price::BYTES_PER_FUEL);
        Ok(())
    }

    pub(crate) fn charge_fuel(&mut self, fuel: u64) -> Result<(), Halt> {
        self.debt = self.debt.saturating_add(fuel);
        Ok(())
    }

    /// Remembers the first limit that was exceeded.
    pub(crate) fn note(&mut self, limit: Limit) {
        self.hit.get_or_insert(limit);
    }

    pub(crate) fn hit(&self) -> Option<Limit> {
        self.hit
    }

    /// Takes the fuel that the host's work since the last settling costs, `streamed` bytes of
    /// output included.
    pub(crate) fn settle(&mut self, streamed: u64) -> Result<u64, Halt> {
        if self.calls > self.max_calls {
            return Err(Halt::limit(Limit::HostCalls));
        }
        let streamed = streamed / price::BYTES_PER_FUEL;
        let debt = std::mem::take(&mut self.debt).saturating_add(streamed);
        Ok(match Check::HostWorkCosts.holds() {
            true => debt,
            false => 0,
        })
    }

    /// Says that the instance is there and the call begins, with its own fuel.
    pub(crate) fn start_call(&mut self) {
        self.in_call = true;
    }

    pub(crate) fn in_call(&self) -> bool {
        self.in_call
    }

    /// Returns the limit that running out of fuel means at the moment.
    pub(crate) fn fuel_limit(&self) -> Limit {
        match self.in_call {
            true => Limit::Fuel,
            false => Limit::StartFuel,
        }
    }

    pub(crate) fn peak_memory(&self) -> u64 {
        self.peak_memory
    }

    pub(crate) fn calls(&self) -> u64 {
        self.calls
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }
}

// The engine asks for each memory and table by itself; only the sum over the run is a limit that
// holds, because a component can bring as many of them as it likes.
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
        let sum = match Check::SumOfMemories.holds() {
            true => self
                .memory
                .saturating_add(desired.saturating_sub(current) as u64),
            false => desired as u64,
        };
        if sum > self.max_memory {
            self.note(Limit::Memory);
            return Ok(false);
        }
        self.memory = sum;
        self.peak_memory = self.peak_memory.max(sum);
        Ok(true)
    }

    fn memory_grow_failed(&mut self, error: wasmtime::Error) -> wasmtime::Result<()> {
        // It was within the limits, so the machine is short of memory. The guest must not see
        // that: the same run would go another way on another day.
        Err(Halt::host_error(format_args!("no memory for a guest: {error:#}")).into())
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        if let Some(maximum) = maximum.filter(|maximum| desired > *maximum) {
            // A maximum below ours is one that the guest declared itself.
            if maximum >= fixed::table_elements() {
                self.note(Limit::Tables);
            }
            return Ok(false);
        }
        let sum = match Check::SumOfTables.holds() {
            true => self
                .tables
                .saturating_add(desired.saturating_sub(current) as u64),
            false => desired as u64,
        };
        if sum > self.max_tables {
            self.note(Limit::Tables);
            return Ok(false);
        }
        self.tables = sum;
        Ok(true)
    }

    fn table_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        // Tables are small beside memories: what fails within the limit is met as the limit.
        self.note(Limit::Tables);
        Ok(())
    }

    fn instances(&self) -> usize {
        fixed::core_instances() as usize
    }

    fn memories(&self) -> usize {
        fixed::memories() as usize
    }

    fn tables(&self) -> usize {
        fixed::tables() as usize
    }
}
