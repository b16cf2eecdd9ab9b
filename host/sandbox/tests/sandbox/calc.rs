//! A second, tiny domain: proof that the sandbox knows no contract. The tests of this crate and the
//! runner of the hostile corpus share it.

use self::tiny::calc::host::{Colour, Marks};
use guesthouse_sandbox::wasmtime::component::{
    HasSelf, Instance, InstancePre, Linker, Resource, bindgen,
};
use guesthouse_sandbox::wasmtime::{self, Store};
use guesthouse_sandbox::{Domain, Guest, HostTrap, Level};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

bindgen!({
    path: "../sandbox/tests/sandbox/wit",
    imports: { default: trappable, "tiny:calc/host.ask": async | trappable },
    exports: { default: async },
    with: { "tiny:calc/host.thing": Thing },
});

/// A resource of the host, counted while it lives.
#[expect(unreachable_pub, reason = "the bindings re-export it")]
pub struct Thing {
    _counted: Counted,
}

/// What the host functions of one run keep.
#[derive(Debug, Default)]
pub(crate) struct Tape {
    pub(crate) asked: Vec<u32>,
    /// What several runs asked, in order.
    pub(crate) order: Arc<Mutex<Vec<u32>>>,
    /// Whether the host did what a guest has to pay for.
    pub(crate) did_dear_work: bool,
    /// How many guests are parked in the host.
    pub(crate) waiting: Arc<AtomicUsize>,
    /// How many things there are.
    pub(crate) things: Arc<AtomicUsize>,
}

pub(crate) struct Calc;

impl Domain for Calc {
    type Limits = guesthouse_sandbox::Limits;
    type Data = Tape;
    type Exports = CalculatorIndices;
    type Input = String;
    type Output = String;

    fn imports() -> &'static [&'static str] {
        &["tiny:calc/host@0.1.0"]
    }

    fn exports() -> &'static [&'static str] {
        &["tiny:calc/math@0.1.0"]
    }

    fn hint_for_import(interface: &str) -> Option<&'static str> {
        interface
            .starts_with("wasi:http/")
            .then_some("ask the host instead")
    }

    fn link(linker: &mut Linker<Guest<Tape>>) -> wasmtime::Result<()> {
        tiny::calc::host::add_to_linker::<_, HasSelf<Guest<Tape>>>(linker, Guest::enter)
    }

    fn find_exports(component: &InstancePre<Guest<Tape>>) -> wasmtime::Result<CalculatorIndices> {
        CalculatorIndices::new(component)
    }

    fn check_exports<T: Send + 'static>(
        store: &mut Store<T>,
        instance: &Instance,
        exports: &CalculatorIndices,
    ) -> wasmtime::Result<()> {
        exports.load(store, instance).map(drop)
    }

    async fn call(
        store: &mut Store<Guest<Tape>>,
        instance: &Instance,
        exports: &CalculatorIndices,
        input: String,
    ) -> wasmtime::Result<String> {
        let guest = exports.load(&mut *store, instance)?;
        guest.tiny_calc_math().call_run(store, &input).await
    }
}

/// Is counted until it is dropped.
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn new(among: &Arc<AtomicUsize>) -> Self {
        among.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(among))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Takes at least so many kilobytes of stack.
#[inline(never)]
fn need_kilobytes(count: u32) -> u8 {
    let here = std::hint::black_box([1_u8; 1024]);
    match count {
        0 => here[0],
        _ => here[1].wrapping_add(need_kilobytes(count - 1)),
    }
}

/// What [`ask`](tiny::calc::host::Host::ask) does for these numbers.
pub(crate) const PANIC: u32 = 1000;
pub(crate) const HOST_ERROR: u32 = 1001;
pub(crate) const WAIT_FOREVER: u32 = 1002;
pub(crate) const CHARGE_1_MIB: u32 = 1003;
pub(crate) const PAY_10_MILLION: u32 = 1004;
pub(crate) const NEED_256_KIB: u32 = 1005;

impl tiny::calc::host::Host for Guest<Tape> {
    async fn ask(&mut self, n: u32) -> wasmtime::Result<u32> {
        self.data.asked.push(n);
        if let Ok(mut order) = self.data.order.lock() {
            order.push(n);
        }
        match n {
            PANIC => panic!("the host panics, as it was asked to"),
            HOST_ERROR => return Err(HostTrap::host_error("the disk is full").into()),
            WAIT_FOREVER => {
                let _parked = Counted::new(&self.data.waiting);
                std::future::pending::<()>().await;
            }
            CHARGE_1_MIB => self.charge_bytes(1 << 20)?,
            NEED_256_KIB => drop(need_kilobytes(256)),
            PAY_10_MILLION => {
                self.charge_fuel(10_000_000)?;
                self.data.did_dear_work = true;
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

impl tiny::calc::host::HostThing for Guest<Tape> {
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
