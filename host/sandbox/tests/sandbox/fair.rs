//! Busy guests do not block the embedding program, and plugins share the cores fairly.

use crate::tiny::{Calc, Run, RunData, START, guest, load};
use guesthouse_sandbox::{Finished, Limit, Limits, Loaded, RunError, Sandbox, SandboxBuilder};
use rustix::time::ClockId;
use std::future::Future;
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;

fn builder() -> SandboxBuilder {
    Sandbox::builder().in_process_for_trusted_code().no_cache()
}

/// Runs a guest with a limit on fuel.
async fn run(loaded: Loaded<Calc>, fuel: u64) -> Finished<String, RunData> {
    let limits = Limits {
        fuel,
        ..Limits::default()
    };
    loaded
        .run(RunData::default(), &limits, &START, Run::default())
        .await
}

/// Sends a byte back and forth while guests spin, and returns the number of times that it arrived.
/// A byte arrives only when the runtime polls its sockets.
async fn ping(busy: Arc<AtomicUsize>) -> usize {
    let (mut near, mut far) = UnixStream::pair().unwrap();
    let echo = async move {
        while let Ok(byte) = far.read_u8().await {
            far.write_u8(byte).await.ok();
        }
    };
    tokio::spawn(echo);
    let mut arrived = 0;
    while busy.load(Ordering::Relaxed) > 0 {
        near.write_u8(1).await.unwrap();
        near.read_u8().await.unwrap();
        arrived += 1;
    }
    arrived
}

#[tokio::test(flavor = "current_thread")]
async fn sockets_of_the_runtime_are_polled_while_guests_spin() {
    let sandbox = builder().max_guests(20).max_guests_per_plugin(20);
    let sandbox = sandbox.max_busy(1).build().unwrap();
    let spins = load(&sandbox, guest("(loop (br 0))")).await.unwrap();
    let busy = Arc::new(AtomicUsize::new(20));
    let ping = tokio::spawn(ping(Arc::clone(&busy)));
    let guests = (0..20).map(|_| {
        let (loaded, busy) = (spins.clone(), Arc::clone(&busy));
        tokio::spawn(async move {
            let finished = run(loaded, 30_000_000).await;
            busy.fetch_sub(1, Ordering::Relaxed);
            finished.result.unwrap_err()
        })
    });
    for guest in guests.collect::<Vec<_>>() {
        assert_eq!(guest.await.unwrap(), RunError::Limit(Limit::Fuel));
    }
    let arrived = ping.await.unwrap();
    assert!(arrived > 200, "{arrived} bytes beside 6,000 slices");
}

/// Returns a guest that runs a loop of so many rounds and then calls `ask` with `number`, `times`
/// times.
fn asks(number: u32, rounds: u32, times: u32) -> String {
    guest(&format!(
        "(local.set 0 (i32.const {times}))
        (loop $outer
          (global.set $n (i32.const 0))
          (loop $inner
            (global.set $n (i32.add (global.get $n) (i32.const 1)))
            (br_if $inner (i32.lt_u (global.get $n) (i32.const {rounds}))))
          (drop (call $ask (i32.const {number})))
          (br_if $outer (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))"
    ))
}

/// Runs a guest and records the arguments of its calls in `order`.
async fn run_in_order(
    loaded: Loaded<Calc>,
    order: Arc<Mutex<Vec<u32>>>,
) -> Finished<String, RunData> {
    let data = RunData {
        order,
        ..RunData::default()
    };
    loaded
        .run(data, &Limits::default(), &START, Run::default())
        .await
}

/// The engine starts a new slice at each host call, so a guest that keeps calling the host never
/// uses up a slice of the engine. Each guest uses the fuel of over a hundred slices.
#[tokio::test]
async fn guests_that_keep_calling_the_host_yield() {
    let sandbox = builder().max_busy(1).build().unwrap();
    let share = sandbox.share("one plugin", 1);
    let order = Arc::default();
    let load = async |number| {
        let bytes = wat::parse_str(asks(number, 1_000, 2_000)).unwrap();
        sandbox.load_as(&Calc, &share, bytes).await.unwrap()
    };
    let (first, second) = (load(1).await, load(2).await);
    let (first, second) = tokio::join!(
        run_in_order(first, Arc::clone(&order)),
        run_in_order(second, Arc::clone(&order))
    );
    assert_eq!(first.result.unwrap(), "ok");
    assert_eq!(second.result.unwrap(), "ok");
    let order = order.lock().unwrap();
    let changes = order.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(changes > 20, "{changes} changes in {order:?}");
}

/// The honest event takes a third of the default fuel.
#[tokio::test]
async fn a_plugin_with_many_events_gets_no_more_cpu_than_one_with_a_single_event() {
    let sandbox = builder().max_busy(1).build().unwrap();
    let spins = load(&sandbox, asks(1, 100_000, 20_000)).await.unwrap();
    let honest = load(&sandbox, asks(2, 100_000, 2_000)).await.unwrap();
    let order: Arc<Mutex<Vec<u32>>> = Arc::default();
    let flood: Vec<_> = (0..32)
        .map(|_| tokio::spawn(run_in_order(spins.clone(), Arc::clone(&order))))
        .collect();
    while order.lock().unwrap().len() < 100 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let before = order.lock().unwrap().len();
    let finished = run_in_order(honest, Arc::clone(&order)).await;
    let order_of_both = order.lock().unwrap()[before..].to_vec();
    flood.iter().for_each(tokio::task::JoinHandle::abort);
    assert_eq!(finished.result.unwrap(), "ok");
    assert!(finished.usage.fuel > Limits::default().fuel / 4);
    let of_flood = order_of_both.iter().filter(|number| **number == 1).count();
    assert!(of_flood < 3 * 2_000, "{of_flood} rounds beside 2,000");
}

#[tokio::test]
async fn a_plugin_of_more_weight_gets_more_cpu() {
    // There are two threads. One runs the heavy plugin, and the light plugins share the other.
    let sandbox = builder().max_busy(1).build().unwrap();
    let load = async |number: u32, weight| {
        let share = sandbox.share(&number.to_string(), weight);
        let bytes = wat::parse_str(asks(number, 100_000, 20_000)).unwrap();
        sandbox.load_as(&Calc, &share, bytes).await.unwrap()
    };
    let plugins = [load(1, 1).await, load(2, 3).await, load(3, 1).await];
    let order: Arc<Mutex<Vec<u32>>> = Arc::default();
    let runs: Vec<_> = (0..12)
        .map(|n| tokio::spawn(run_in_order(plugins[n % 3].clone(), Arc::clone(&order))))
        .collect();
    while order.lock().unwrap().len() < 1_500 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    runs.iter().for_each(tokio::task::JoinHandle::abort);
    let order = order.lock().unwrap();
    let count = |number| order.iter().filter(|asked| **asked == number).count();
    let light = count(1).max(count(3));
    let heavy = count(2);
    assert!(
        heavy > light * 4 / 3,
        "{heavy} of the heavy plugin, {light} of a light one"
    );
}

/// The test holds a mutex. A host function of the first plugin waits for it and blocks its thread.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_plugin_takes_at_most_half_of_the_threads() {
    let sandbox = builder().max_busy(1).build().unwrap();
    let blocks = load(&sandbox, asks(1, 100_000, 1)).await.unwrap();
    let honest = load(&sandbox, asks(2, 100_000, 1)).await.unwrap();
    let order: Arc<Mutex<Vec<u32>>> = Arc::default();
    let runs: Vec<_> = {
        let held = Arc::clone(&order);
        let _held = held.lock().unwrap();
        let runs = (0..4).map(|_| tokio::spawn(run_in_order(blocks.clone(), Arc::clone(&order))));
        let runs = runs.collect();
        std::thread::sleep(Duration::from_millis(200));
        let finished = tokio::spawn(run_in_order(honest, Arc::default()));
        for _ in 0..2_000 {
            std::thread::sleep(Duration::from_millis(5));
            if finished.is_finished() {
                break;
            }
        }
        assert!(finished.is_finished(), "it found no thread");
        runs
    };
    for run in runs {
        assert_eq!(run.await.unwrap().result.unwrap(), "ok");
    }
}

/// All runs take about sixty times as long as one, and each has a third of that.
#[tokio::test]
async fn waiting_for_a_core_does_not_count_against_the_deadline() {
    let sandbox = builder().max_guests(60).max_guests_per_plugin(60);
    let sandbox = sandbox.max_busy(1).build().unwrap();
    let computes = load(&sandbox, asks(1, 100_000, 50)).await.unwrap();
    let run = async |loaded: Loaded<Calc>, deadline_ms| {
        let limits = Limits {
            deadline_ms,
            ..Limits::default()
        };
        loaded
            .run(RunData::default(), &limits, &START, Run::default())
            .await
    };
    let alone = run(computes.clone(), 30_000).await.usage.wall;
    let deadline_ms = u64::try_from(alone.as_millis()).unwrap().max(1) * 20;
    let runs: Vec<_> = (0..60)
        .map(|_| {
            let run = run(computes.clone(), deadline_ms);
            tokio::spawn(run)
        })
        .collect();
    for run in runs {
        assert_eq!(run.await.unwrap().result.unwrap(), "ok");
    }
}

/// Counts how often the runtime comes to a task of its own while `guests` run.
async fn rounds<F>(guests: F) -> usize
where
    F: Future<Output = ()> + Send + 'static,
{
    let is_over = Arc::new(AtomicUsize::new(0));
    let over = Arc::clone(&is_over);
    let guests = tokio::spawn(async move {
        guests.await;
        over.store(1, Ordering::Relaxed);
    });
    let neighbour = tokio::spawn(async move {
        let mut rounds = 0;
        while is_over.load(Ordering::Relaxed) == 0 {
            rounds += 1;
            tokio::task::yield_now().await;
        }
        rounds
    });
    guests.await.unwrap();
    neighbour.await.unwrap()
}

/// Each `memory.fill` takes a whole slice of several milliseconds.
const FILLS: &str = "(drop (memory.grow (i32.const 1010)))
    (loop (memory.fill (i32.const 65536) (i32.const 7) (i32.const 66000000)) (br 0))";

/// The engine never interrupts an instruction, so a long instruction makes a long slice.
#[tokio::test(flavor = "current_thread")]
async fn long_slices_do_not_delay_other_guests() {
    let sandbox = builder().build().unwrap();
    let fills = load(&sandbox, guest(FILLS)).await.unwrap();
    let slices = 10;
    let guests = async move {
        let finished = run(fills, slices * 66_000_000).await;
        assert_eq!(finished.result.unwrap_err(), RunError::Limit(Limit::Fuel));
    };
    let rounds = rounds(guests).await;
    assert!(rounds > 1_000, "{rounds} rounds beside {slices} slices");
}

/// Returns the CPU time that this thread takes to fill the same memory natively.
fn filling(times: u8) -> Duration {
    let mut memory = vec![0_u8; 66_000_000];
    let before = computed();
    (0..times).for_each(|n| black_box(&mut memory).fill(n));
    computed() - before
}

/// Returns the CPU time of this thread.
fn computed() -> Duration {
    let time = rustix::time::clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap()
}

/// The first instance of a component is made when it is loaded.
#[tokio::test(flavor = "current_thread")]
async fn a_long_start_does_not_delay_other_loads() {
    let sandbox = builder().build().unwrap();
    let start = "(func $start
        (drop (memory.grow (i32.const 1010)))
        (loop
          (memory.fill (i32.const 65536) (i32.const 7) (i32.const 66000000))
          (global.set $n (i32.add (global.get $n) (i32.const 1)))
          (br_if 0 (i32.lt_u (global.get $n) (i32.const 10)))))
      (start $start)
      (func (export \"realloc\")";
    let fills = guest("").replace("(func (export \"realloc\")", start);
    let before = computed();
    load(&sandbox, fills).await.unwrap();
    let loading = computed() - before;
    let filling = filling(10);
    let figures = format!("loading took this thread {loading:?}, filling alone {filling:?}");
    assert!(loading < filling / 2, "{figures}");
}
