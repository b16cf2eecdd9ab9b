//! The host's side of the domain.

use super::bindings::tiny::calc::host::{Colour, Host, HostThing, Marks};
use guesthouse_sandbox::wasmtime::{self, component::Resource};
use guesthouse_sandbox::{Guest, HostTrap, Level};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Arguments that give the host function `ask` an effect. If `ask` returns, it returns its argument.
pub mod ask {
    /// The host function panics.
    pub const PANIC: u32 = 1000;
    /// The host function fails as if the disk were full.
    pub const HOST_ERROR: u32 = 1001;
    /// The host function never returns.
    pub const WAIT_FOREVER: u32 = 1002;
    /// The host keeps 1 MiB for the guest.
    pub const CHARGE_1_MIB: u32 = 1003;
    /// The host does work that costs ten million units of fuel.
    pub const PAY_10_MILLION: u32 = 1004;
    /// The host function needs 256 KiB of stack.
    pub const NEED_256_KIB: u32 = 1005;
}

/// The message of the panic that [`ask::PANIC`] causes.
pub(super) const EXPECTED_PANIC: &str = "the host panics, as it was asked to";

/// The data of the host functions in one run.
#[derive(Debug, Default)]
pub struct RunData {
    /// The numbers that the guest gave to `ask`.
    pub asked: Vec<u32>,
    /// The numbers that the guests of several runs gave to `ask`, in order.
    pub order: Arc<Mutex<Vec<u32>>>,
    /// Whether the host did the work that the guest had to pay for.
    pub did_paid_work: bool,
    /// The number of guests that wait in a host function.
    pub waiting: Arc<AtomicUsize>,
    /// The number of live resources.
    pub things: Arc<AtomicUsize>,
}

/// A resource of the host, counted while it lives.
#[derive(Debug)]
pub struct Thing {
    _counted: Counted,
}

/// Adds one to a counter until this value is dropped.
#[derive(Debug)]
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn new(counter: &Arc<AtomicUsize>) -> Self {
        counter.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(counter))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Takes at least `count` kilobytes of stack.
#[inline(never)]
fn need_kilobytes(count: u32) -> u8 {
    let here = std::hint::black_box([1_u8; 1024]);
    match count {
        0 => here[0],
        _ => here[1].wrapping_add(need_kilobytes(count - 1)),
    }
}

impl Host for Guest<RunData> {
    async fn ask(&mut self, n: u32) -> wasmtime::Result<u32> {
        self.data.asked.push(n);
        if let Ok(mut order) = self.data.order.lock() {
            order.push(n);
        }
        match n {
            ask::PANIC => panic!("{EXPECTED_PANIC}"),
            ask::HOST_ERROR => return Err(HostTrap::host_error("the disk is full").into()),
            ask::WAIT_FOREVER => {
                let _counted = Counted::new(&self.data.waiting);
                std::future::pending::<()>().await;
            }
            ask::CHARGE_1_MIB => self.charge_bytes(1 << 20)?,
            ask::NEED_256_KIB => drop(need_kilobytes(256)),
            ask::PAY_10_MILLION => {
                self.charge_fuel(10_000_000)?;
                self.data.did_paid_work = true;
            }
            _ => {}
        }
        Ok(n)
    }

    fn note(&mut self, text: String) -> wasmtime::Result<()> {
        self.charge_bytes(text.len())?;
        self.log(Level::Info, &text, &[]);
        Ok(())
    }

    fn count(&mut self, texts: Vec<String>) -> wasmtime::Result<u32> {
        self.charge_bytes(texts.iter().map(String::len).sum())?;
        Ok(u32::try_from(texts.len())?)
    }

    fn show(
        &mut self,
        letter: char,
        colour: Colour,
        marks: Marks,
        maybe: Option<u8>,
    ) -> wasmtime::Result<()> {
        let text = format!("{letter} {colour:?} {marks:?} {maybe:?}");
        self.log(Level::Info, &text, &[]);
        Ok(())
    }
}

impl HostThing for Guest<RunData> {
    fn new(&mut self) -> wasmtime::Result<Resource<Thing>> {
        let thing = Thing {
            _counted: Counted::new(&self.data.things),
        };
        Ok(self.table().push(thing)?)
    }

    fn drop(&mut self, thing: Resource<Thing>) -> wasmtime::Result<()> {
        self.table().delete(thing)?;
        Ok(())
    }
}
