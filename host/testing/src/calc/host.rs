//! The host's side of the domain.

use super::calculator::Host;
use super::calculator::host::{Colour, Marks, Thing};
use guesthouse_domain::{Guest, HostTrap, Level, Resource, Resources as _};
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

/// Adds one to a counter until this value is dropped.
#[derive(Debug)]
pub struct Counted(Arc<AtomicUsize>);

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

impl Host for RunData {
    /// A resource of the host, counted while it lives.
    type Thing = Counted;

    async fn ask(guest: &mut Guest<Self>, n: u32) -> Result<u32, HostTrap> {
        guest.data.asked.push(n);
        if let Ok(mut order) = guest.data.order.lock() {
            order.push(n);
        }
        match n {
            ask::PANIC => panic!("{EXPECTED_PANIC}"),
            ask::HOST_ERROR => return Err(HostTrap::host_error("the disk is full")),
            ask::WAIT_FOREVER => {
                let _counted = Counted::new(&guest.data.waiting);
                std::future::pending::<()>().await;
            }
            ask::CHARGE_1_MIB => guest.charge_bytes(1 << 20)?,
            ask::NEED_256_KIB => drop(need_kilobytes(256)),
            ask::PAY_10_MILLION => {
                guest.charge_fuel(10_000_000)?;
                guest.data.did_paid_work = true;
            }
            _ => {}
        }
        Ok(n)
    }

    async fn note(guest: &mut Guest<Self>, text: String) -> Result<(), HostTrap> {
        guest.log(Level::Info, &text, &[]);
        Ok(())
    }

    async fn count(_guest: &mut Guest<Self>, texts: Vec<String>) -> Result<u32, HostTrap> {
        u32::try_from(texts.len()).map_err(HostTrap::host_bug)
    }

    async fn show(
        guest: &mut Guest<Self>,
        letter: char,
        colour: Colour,
        marks: Marks,
        maybe: Option<u8>,
    ) -> Result<(), HostTrap> {
        let text = format!("{letter} {colour:?} {marks:?} {maybe:?}");
        guest.log(Level::Info, &text, &[]);
        Ok(())
    }

    async fn thing_new(guest: &mut Guest<Self>) -> Result<Resource<Thing>, HostTrap> {
        let counted = Counted::new(&guest.data.things);
        guest.add_resource(counted)
    }
}
