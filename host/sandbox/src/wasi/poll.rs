//! Waiting for pollables, with a price for each.

use crate::meter::Meter;
use crate::price;
use wasmtime::component::{HasData, Resource, ResourceTable};
use wasmtime_wasi_io::bindings::wasi::io::poll::{Host, HostPollable};
use wasmtime_wasi_io::poll::DynPollable;

pub(super) struct Polls;

impl HasData for Polls {
    type Data<'a> = PollView<'a>;
}

pub(super) struct PollView<'a> {
    pub(super) meter: &'a mut Meter,
    pub(super) table: &'a mut ResourceTable,
}

impl Host for PollView<'_> {
    async fn poll(&mut self, pollables: Vec<Resource<DynPollable>>) -> wasmtime::Result<Vec<u32>> {
        // A guest may list the same pollable any number of times, so the limit on handles does not
        // bound the list.
        let price = price::POLL.saturating_mul(pollables.len() as u64);
        self.meter.charge_fuel(price)?;
        self.table.poll(pollables).await
    }
}

impl HostPollable for PollView<'_> {
    async fn block(&mut self, pollable: Resource<DynPollable>) -> wasmtime::Result<()> {
        self.table.block(pollable).await
    }

    async fn ready(&mut self, pollable: Resource<DynPollable>) -> wasmtime::Result<bool> {
        self.table.ready(pollable).await
    }

    fn drop(&mut self, pollable: Resource<DynPollable>) -> wasmtime::Result<()> {
        HostPollable::drop(self.table, pollable)
    }
}
