//! Waiting for pollables, with a price for each.

use crate::{Guest, price};
use wasmtime::component::Resource;
use wasmtime_wasi_io::bindings::wasi::io::poll::{Host, HostPollable};
use wasmtime_wasi_io::poll::DynPollable;

impl<D: Send> Host for Guest<D> {
    async fn poll(&mut self, pollables: Vec<Resource<DynPollable>>) -> wasmtime::Result<Vec<u32>> {
        // A guest may list the same pollable any number of times, so the limit on handles does not
        // bound the list.
        let price = price::POLL.saturating_mul(pollables.len() as u64);
        self.meter.charge_fuel(price)?;
        self.table.poll(pollables).await
    }
}

impl<D: Send> HostPollable for Guest<D> {
    async fn block(&mut self, pollable: Resource<DynPollable>) -> wasmtime::Result<()> {
        self.table.block(pollable).await
    }

    async fn ready(&mut self, pollable: Resource<DynPollable>) -> wasmtime::Result<bool> {
        self.table.ready(pollable).await
    }

    fn drop(&mut self, pollable: Resource<DynPollable>) -> wasmtime::Result<()> {
        HostPollable::drop(&mut self.table, pollable)
    }
}
