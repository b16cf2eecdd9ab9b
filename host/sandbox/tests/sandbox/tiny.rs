//! A second, tiny domain: proof that the sandbox knows no contract.

use guesthouse_sandbox::wasmtime::component::{
    HasSelf, Instance, InstancePre, Linker, Resource, bindgen,
};
use guesthouse_sandbox::wasmtime::{self, Store};
use guesthouse_sandbox::{
    CompileLimits, Domain, Finished, Guest, Halt, Level, Limits, Loaded, Refused, RunStart, Sandbox,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

bindgen!({
    path: "tests/sandbox/wit",
    imports: { default: trappable, "tiny:calc/host.ask": async | trappable },
    exports: { default: async },
    with: { "tiny:calc/host.thing": Thing },
});

#[expect(unreachable_pub, reason = "the bindings re-export it")]
pub struct Thing;

/// What the host functions of one run keep.
#[derive(Debug, Default)]
pub(crate) struct Tape {
    pub(crate) asked: Vec<u32>,
    /// How many guests are parked in the host.
    pub(crate) waiting: Arc<AtomicUsize>,
}

pub(crate) struct Calc;

impl Domain for Calc {
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

/// Counts a guest while it is parked.
struct Parked(Arc<AtomicUsize>);

impl Parked {
    fn new(waiting: &Arc<AtomicUsize>) -> Self {
        waiting.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(waiting))
    }
}

impl Drop for Parked {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What [`ask`](tiny::calc::host::Host::ask) does for these numbers.
pub(crate) const PANIC: u32 = 1000;
pub(crate) const HOST_ERROR: u32 = 1001;
pub(crate) const WAIT_FOREVER: u32 = 1002;
pub(crate) const CHARGE_1_MIB: u32 = 1003;

impl tiny::calc::host::Host for Guest<Tape> {
    async fn ask(&mut self, n: u32) -> wasmtime::Result<u32> {
        self.data.asked.push(n);
        match n {
            PANIC => panic!("the host panics, as it was asked to"),
            HOST_ERROR => return Err(Halt::host_error("the disk is full").into()),
            WAIT_FOREVER => {
                let _parked = Parked::new(&self.data.waiting);
                std::future::pending::<()>().await;
            }
            CHARGE_1_MIB => self.charge_bytes(1 << 20)?,
            _ => {}
        }
        Ok(n)
    }

    fn note(&mut self, text: String) -> wasmtime::Result<()> {
        self.log(Level::Info, &text, &[]);
        Ok(())
    }
}

impl tiny::calc::host::HostThing for Guest<Tape> {
    fn new(&mut self) -> wasmtime::Result<Resource<Thing>> {
        Ok(self.table().push(Thing)?)
    }

    fn drop(&mut self, thing: Resource<Thing>) -> wasmtime::Result<()> {
        self.table().delete(thing)?;
        Ok(())
    }
}

/// The clock and seed of every run of the tests.
pub(crate) const START: RunStart = RunStart {
    clock: Duration::from_secs(1_700_000_000),
    seed: [7; 32],
};

/// A sandbox that compiles in the worker of this crate and keeps nothing.
pub(crate) fn sandbox() -> Sandbox {
    let worker = env!("CARGO_BIN_EXE_guesthouse-sandbox-worker");
    Sandbox::builder()
        .worker(worker)
        .no_cache()
        .max_guests(4)
        .build()
        .unwrap()
}

/// One that compiles here, for components that these tests wrote themselves.
pub(crate) fn quick_sandbox() -> Sandbox {
    let limits = CompileLimits::default();
    let builder = Sandbox::builder()
        .in_process_for_trusted_code()
        .compile_limits(limits);
    builder.no_cache().max_guests(4).build().unwrap()
}

pub(crate) async fn load(sandbox: &Sandbox, wat: impl AsRef<str>) -> Result<Loaded<Calc>, Refused> {
    sandbox.load(&wat::parse_str(wat.as_ref()).unwrap()).await
}

pub(crate) async fn run(loaded: &Loaded<Calc>) -> Finished<Calc> {
    run_with(loaded, &Limits::default()).await
}

pub(crate) async fn run_with(loaded: &Loaded<Calc>, limits: &Limits) -> Finished<Calc> {
    loaded
        .run(Tape::default(), limits, &START, "input".to_owned())
        .await
}

/// The component most tests need: `run` is `body`, over the memory `memory`, with `locals`.
pub(crate) fn guest(run: &str) -> String {
    format!(
        r#"(component
  (import "tiny:calc/host@0.1.0" (instance $host
    (export "ask" (func (param "n" u32) (result u32)))))
  (core func $ask (canon lower (func $host "ask")))
  (core module $m
    (import "host" "ask" (func $ask (param i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (global $n (mut i32) (i32.const 0))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      {run}
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "host" (instance (export "ask" (func $ask))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))"#
    )
}
