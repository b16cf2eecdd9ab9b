//! Guests that spin leave the process to itself: its sockets and timers, and other guests.

use crate::tiny::{Calc, START, Tape, guest, load};
use guesthouse_sandbox::{Finished, Limit, Limits, Loaded, Sandbox, SandboxBuilder, Stop};
use rustix::time::ClockId;
use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;

fn builder() -> SandboxBuilder {
    Sandbox::builder().in_process_for_trusted_code().no_cache()
}

/// Counts how often a future is polled.
struct Counted<F>(Pin<Box<F>>, Arc<AtomicUsize>);

impl<F: Future> Future for Counted<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.as_mut().poll(context)
    }
}

/// Runs a guest on so much fuel and counts how often it is polled.
async fn run(loaded: Loaded<Calc>, fuel: u64, polls: Arc<AtomicUsize>) -> Finished<Calc> {
    let limits = Limits {
        fuel,
        ..Limits::default()
    };
    let run = loaded.run(Tape::default(), &limits, &START, String::new());
    Counted(Box::pin(run), polls).await
}

/// Sends a byte to and fro for as long as guests spin, and returns how often it arrived and the most
/// polls of guests in between. A byte arrives only when the runtime looks after its sockets.
async fn ping(busy: Arc<AtomicUsize>, polls: Arc<AtomicUsize>) -> (usize, usize) {
    let (mut near, mut far) = UnixStream::pair().unwrap();
    let echo = async move {
        while let Ok(byte) = far.read_u8().await {
            far.write_u8(byte).await.ok();
        }
    };
    tokio::spawn(echo);
    let (mut arrived, mut most) = (0, 0);
    while busy.load(Ordering::Relaxed) > 0 {
        let before = polls.load(Ordering::Relaxed);
        near.write_u8(1).await.unwrap();
        near.read_u8().await.unwrap();
        arrived += 1;
        // At first all guests line up for their turn.
        if arrived > 10 {
            most = most.max(polls.load(Ordering::Relaxed) - before);
        }
    }
    (arrived, most)
}

/// One thread, twenty guests that spin, and a turn for one of them.
#[tokio::test(flavor = "current_thread")]
async fn a_process_is_never_behind_its_guests() {
    let sandbox = builder().max_guests(20).max_guests_per_plugin(20);
    let sandbox = sandbox.max_busy(1).build().unwrap();
    let spins = load(&sandbox, guest("(loop (br 0))")).await.unwrap();
    // The first run of a component is aside.
    run(spins.clone(), 1_000_000, Arc::default()).await;
    let polls = Arc::new(AtomicUsize::new(0));
    let busy = Arc::new(AtomicUsize::new(20));
    let ping = tokio::spawn(ping(Arc::clone(&busy), Arc::clone(&polls)));
    let guests = (0..20).map(|_| {
        let (loaded, polls, busy) = (spins.clone(), Arc::clone(&polls), Arc::clone(&busy));
        tokio::spawn(async move {
            let finished = run(loaded, 30_000_000, polls).await;
            busy.fetch_sub(1, Ordering::Relaxed);
            finished.result.unwrap_err()
        })
    });
    for guest in guests.collect::<Vec<_>>() {
        assert_eq!(guest.await.unwrap(), Stop::Limit(Limit::Fuel));
    }
    let (arrived, most) = ping.await.unwrap();
    // To and fro takes two looks at the sockets, and a slice two polls: one to get the turn.
    let figures = format!("{arrived} bytes, at most {most} polls in between");
    assert!(most <= 8 && arrived > 200, "{figures}");
}

#[tokio::test]
async fn a_guest_that_calls_the_host_now_and_then_lets_others_run_too() {
    let sandbox = builder().build().unwrap();
    let body = "(loop $outer
        (global.set $n (i32.const 0))
        (loop $inner
          (global.set $n (i32.add (global.get $n) (i32.const 1)))
          (br_if $inner (i32.lt_u (global.get $n) (i32.const 100000))))
        (drop (call $ask (i32.const 1)))
        (br $outer))";
    let calls = load(&sandbox, guest(body)).await.unwrap();
    // The first run of a component is aside.
    run(calls.clone(), 1_000, Arc::default()).await;
    let polls = Arc::new(AtomicUsize::new(0));
    let finished = run(calls, 50_000_000, Arc::clone(&polls)).await;
    assert_eq!(finished.result.unwrap_err(), Stop::Limit(Limit::Fuel));
    let polls = polls.load(Ordering::Relaxed);
    assert!(polls >= 20, "{polls} polls for 50 slices of fuel");
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

/// Each instruction that fills is a slice of its own, of some milliseconds.
const FILLS: &str = "(drop (memory.grow (i32.const 1010)))
    (loop (memory.fill (i32.const 65536) (i32.const 7) (i32.const 66000000)) (br 0))";

/// What one instruction does is one slice, however long it takes.
#[tokio::test(flavor = "current_thread")]
async fn slices_that_take_long_hold_up_nobody() {
    let sandbox = builder().build().unwrap();
    let fills = load(&sandbox, guest(FILLS)).await.unwrap();
    // The first run of a component is aside, the next because of what the first one did.
    run(fills.clone(), 3 * 66_000_000, Arc::default()).await;
    let slices = 10;
    let guests = async move {
        let finished = run(fills, slices * 66_000_000, Arc::default()).await;
        assert_eq!(finished.result.unwrap_err(), Stop::Limit(Limit::Fuel));
    };
    let rounds = rounds(guests).await;
    assert!(rounds > 1_000, "{rounds} rounds beside {slices} slices");
}

/// Nothing is known of a component until its first run has ended.
#[tokio::test(flavor = "current_thread")]
async fn first_runs_that_begin_at_once_hold_up_nobody() {
    let sandbox = builder().build().unwrap();
    let fills = load(&sandbox, guest(FILLS)).await.unwrap();
    let before = computed();
    let runs: Vec<_> = (0..4)
        .map(|_| tokio::spawn(run(fills.clone(), 5 * 66_000_000, Arc::default())))
        .collect();
    for run in runs {
        assert_eq!(
            run.await.unwrap().result.unwrap_err(),
            Stop::Limit(Limit::Fuel)
        );
    }
    let running = computed() - before;
    let filling = filling(20);
    let figures = format!("running took this thread {running:?}, filling alone {filling:?}");
    assert!(running < filling / 2, "{figures}");
}

/// How long this thread takes to fill as much by hand.
fn filling(times: u8) -> Duration {
    let mut memory = vec![0_u8; 66_000_000];
    let before = computed();
    (0..times).for_each(|n| black_box(&mut memory).fill(n));
    computed() - before
}

/// How long this thread has had a core.
fn computed() -> Duration {
    let time = rustix::time::clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap()
}

/// The first instance of a component is made when it is loaded.
#[tokio::test(flavor = "current_thread")]
async fn a_start_that_takes_long_holds_up_nobody_who_loads() {
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

/// A millisecond each, and less fuel than a slice.
#[tokio::test(flavor = "current_thread")]
async fn short_guests_one_after_another_let_others_run_too() {
    let sandbox = builder().build().unwrap();
    let body = "(loop
        (global.set $n (i32.rem_u (i32.const -7) (i32.add (global.get $n) (i32.const 77777))))
        (br 0))";
    let divides = load(&sandbox, guest(body)).await.unwrap();
    // The first run of a component is aside.
    run(divides.clone(), 900_000, Arc::default()).await;
    let runs = 60;
    let guests = async move {
        for _ in 0..runs {
            let finished = run(divides.clone(), 900_000, Arc::default()).await;
            assert_eq!(finished.result.unwrap_err(), Stop::Limit(Limit::Fuel));
        }
    };
    let rounds = rounds(guests).await;
    assert!(rounds > runs / 6, "{rounds} rounds beside {runs} runs");
}
