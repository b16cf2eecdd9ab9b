//! `Plugin::handle` for the Rust `welcome` with an event of 1 KiB: beside lean wasmtime, with many
//! events in flight, and beside guests of another plugin that spin or fill memory. The table in
//! `docs/design/0008-scheduling.md` comes from here.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark that panics has no figures, and its figures are printed"
)]

mod lean;
#[path = "../tests/cli/plugins.rs"]
#[allow(dead_code, reason = "benchmarks need a part of it")]
mod plugins;

use guesthouse::{Event, Host, Outcome, Plugin, Policy};
use guesthouse_sandbox::{Limits, Loaded, RunStart, Sandbox};
use guesthouse_testing::calc::{Calc, Run, RunData};
use lean::Lean;
use rustix::time::ClockId;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

const ROUNDS: usize = 41;
const EVENTS: usize = 400;
/// The time for which neighbours are measured.
const SPELL: Duration = Duration::from_secs(3);

fn event() -> Event {
    let data = r#"{"issue":{"number":7,"title":"PAD","user":{"login":"octocat"}}}"#;
    let padding = "x".repeat(1024 - data.len());
    Event {
        id: "7".into(),
        source: "https://github.com/octo/tea".into(),
        type_: "com.github.issues.opened".into(),
        data: Some(data.replace("PAD", &padding).into_bytes()),
        ..Event::default()
    }
}

async fn handle(plugin: &Plugin, event: Event) {
    match plugin.handle(event).await {
        Outcome::Completed(done) => assert_eq!(done.events.len(), 1),
        Outcome::Failed(failure) => panic!("{failure}"),
    }
}

/// Returns the CPU time of this process.
fn cpu() -> Duration {
    let time = rustix::time::clock_gettime(ClockId::ProcessCPUTime);
    Duration::try_from(time).unwrap()
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Microseconds for each event of a round.
struct Round {
    wall: f64,
    cpu: f64,
}

fn measure(round: &mut dyn FnMut()) -> Round {
    let (started, before) = (Instant::now(), cpu());
    round();
    let each = |time: Duration| time.as_secs_f64() * 1e6 / EVENTS as f64;
    Round {
        wall: each(started.elapsed()),
        cpu: each(cpu() - before),
    }
}

/// Compares one way of handling events with lean wasmtime and prints the result. Rounds of both
/// alternate, so that a machine whose speed changes slows both. The first pair does not count.
fn compare(name: &str, lean: &mut dyn FnMut(), mut round: impl FnMut()) {
    let pairs = (0..=ROUNDS).map(|_| (measure(lean), measure(&mut round)));
    let pairs: Vec<(Round, Round)> = pairs.skip(1).collect();
    let of = |figure: fn(&(Round, Round)) -> f64| median(pairs.iter().map(figure).collect());
    println!(
        "{name:<44} {:>5.1} µs, {:>5.1} µs of CPU, {:.2} times the {:.1} of lean wasmtime",
        of(|(_, round)| round.wall),
        of(|(_, round)| round.cpu),
        of(|(lean, round)| round.cpu / lean.cpu),
        of(|(lean, _)| lean.cpu),
    );
}

async fn in_flight(plugin: &Plugin, tasks: usize) {
    let left = Arc::new(AtomicUsize::new(EVENTS));
    let tasks = (0..tasks).map(|_| {
        let (plugin, left) = (plugin.clone(), Arc::clone(&left));
        tokio::spawn(async move {
            let take = |left: usize| left.checked_sub(1);
            while left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
                .is_ok()
            {
                handle(&plugin, event()).await;
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
}

/// Guests of one plugin that compute until they are dropped.
struct Busy(Vec<tokio::task::JoinHandle<()>>);

impl Busy {
    fn start(guest: &Loaded<Calc>, count: usize) -> Self {
        let tasks = (0..count).map(|_| {
            let guest = guest.clone();
            tokio::spawn(async move {
                loop {
                    run(&guest, 2_000_000_000).await;
                }
            })
        });
        Self(tasks.collect())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

async fn run(guest: &Loaded<Calc>, fuel: u64) {
    let limits = Limits {
        fuel,
        deadline_ms: 600_000,
        ..Limits::default()
    };
    let start = RunStart {
        clock: Duration::ZERO,
        seed: [0; 32],
    };
    guest
        .run(RunData::default(), &limits, &start, Run::default())
        .await;
}

fn print_spread(name: &str, mut figures: Vec<Duration>) {
    figures.sort();
    let at = |part: f64| figures[(figures.len() as f64 * part) as usize].as_secs_f64() * 1e3;
    println!(
        "{name:<44} p50 {:>7.2} ms, p99 {:>7.2} ms, of {}",
        at(0.5),
        at(0.99),
        figures.len()
    );
}

async fn beside(name: &str, plugin: &Plugin, busy: Option<Busy>) {
    tokio::time::sleep(Duration::from_millis(300)).await;
    let is_over = Arc::new(AtomicBool::new(false));
    let over = Arc::clone(&is_over);
    let timer = tokio::spawn(async move {
        let mut late = Vec::new();
        while !over.load(Ordering::Relaxed) {
            let due = Instant::now() + Duration::from_millis(2);
            tokio::time::sleep_until(due.into()).await;
            late.push(due.elapsed());
        }
        late
    });
    let plugin = plugin.clone();
    let neighbour = tokio::spawn(async move {
        let (mut took, started) = (Vec::new(), Instant::now());
        while started.elapsed() < SPELL {
            let began = Instant::now();
            handle(&plugin, event()).await;
            took.push(began.elapsed());
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        took
    });
    print_spread(&format!("handle {name}"), neighbour.await.unwrap());
    is_over.store(true, Ordering::Relaxed);
    print_spread(&format!("a timer {name}"), timer.await.unwrap());
    drop(busy);
    tokio::time::sleep(Duration::from_millis(300)).await;
}

/// Prints how much longer an event of much fuel takes beside 32 spinning events than beside one.
async fn share(spins: &Loaded<Calc>, honest: &Loaded<Calc>) {
    let mut took = Vec::new();
    for count in [1, 32] {
        let busy = Busy::start(spins, count);
        tokio::time::sleep(Duration::from_millis(300)).await;
        let began = Instant::now();
        run(honest, 300_000_000).await;
        took.push(began.elapsed().as_secs_f64());
        drop(busy);
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    let ratio = took[1] / took[0];
    println!(
        "300 M units of fuel beside 32 spinning events: {ratio:.2} times as long as beside one"
    );
}

const SPINS: &str = "(loop (br 0))";
const FILLS: &str = "(drop (memory.grow (i32.const 1010)))
    (loop (memory.fill (i32.const 65536) (i32.const 7) (i32.const 66000000)) (br 0))";

async fn guest(sandbox: &Sandbox, body: &str) -> Loaded<Calc> {
    let text = format!(
        r#"(component
  (core module $m
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32) {body} (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))"#
    );
    let bytes = wat::parse_str(text).expect("text");
    sandbox.load(&Calc, bytes).await.expect("it loads")
}

fn main() {
    guesthouse_sandbox::worker::run_if_asked();
    let Some(file) = plugins::example("welcome", "rust", &[]) else {
        return;
    };
    let component = std::fs::read(file).expect("the component");
    let lean = Lean::load(&component).expect("it loads");
    let mut lean = || {
        for _ in 0..EVENTS {
            lean.handle(event().into()).expect("it is handled");
        }
    };
    let runtime = Runtime::new().expect("threads");
    let sandbox = Sandbox::builder().build().expect("a sandbox");
    let host = Host::builder().sandbox(sandbox.clone()).build();
    let load = host.expect("a host");
    let load = load.load("welcome", component, Policy::default());
    let plugin = runtime.block_on(load).expect("it loads");
    compare("handle, one after another", &mut lean, || {
        runtime.block_on(async {
            for _ in 0..EVENTS {
                handle(&plugin, event()).await;
            }
        });
    });
    for tasks in [1, 2, 64] {
        compare(&format!("handle, {tasks} in flight"), &mut lean, || {
            runtime.block_on(in_flight(&plugin, tasks));
        });
    }
    runtime.block_on(async {
        let spins = guest(&sandbox, SPINS).await;
        let fills = guest(&sandbox, FILLS).await;
        let honest = guest(&sandbox, SPINS).await;
        beside("alone", &plugin, None).await;
        beside(
            "beside 32 that spin",
            &plugin,
            Some(Busy::start(&spins, 32)),
        )
        .await;
        beside("beside 4 that fill", &plugin, Some(Busy::start(&fills, 4))).await;
        share(&spins, &honest).await;
    });
    // Guests that still compute end with the process.
    std::process::exit(0);
}
