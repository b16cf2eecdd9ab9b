//! A guest pays for the host's work. The host does no work that the guest cannot pay for.

use crate::tiny::{CHARGE_1_MIB, PAY_10_MILLION, guest, load, quick_sandbox, run, run_with};
use crate::wasi::with_wasi;
use guesthouse_sandbox::{Limit, Limits, RunError, price};

async fn fuel(wat: String) -> u64 {
    let loaded = load(&quick_sandbox(), wat).await.unwrap();
    let finished = run(&loaded).await;
    finished.result.unwrap();
    finished.usage.fuel
}

/// Asserts that a guest that does `work` uses at least `price` more fuel than an empty guest.
async fn assert_costs(work: &str, price: u64) {
    let (with, without) = (fuel(with_wasi(work)).await, fuel(with_wasi("")).await);
    assert!(with >= without + price, "{work}: {with} - {without}");
    assert!(with < without + price * 2, "{work}: {with} - {without}");
}

#[tokio::test]
async fn every_call() {
    assert_costs("(drop (call $random))", price::CALL).await;
}

#[tokio::test]
async fn every_call_of_a_helper_of_the_engine() {
    assert_costs("(drop (memory.grow (i32.const 0)))", price::CALL).await;
}

#[tokio::test]
async fn instructions_that_call_a_helper_of_the_engine() {
    for instruction in ["memory.fill", "memory.copy"] {
        let work = format!("({instruction} (i32.const 0) (i32.const 0) (i32.const 0))");
        assert_costs(&work, price::BULK).await;
    }
}

/// Returns the fuel of a guest that does `work` `times` times, each time followed by `memory.grow`.
/// The engine implements `memory.grow` as a helper, in which it knows only the fuel at the last
/// host call.
async fn grows(times: u32, work: &str) -> u64 {
    let body = format!(
        "(drop (memory.grow (i32.const 1010)))
        (local.set 0 (i32.const {times}))
        (loop $again
          (drop (call $ask (i32.const 0)))
          {work}
          (drop (memory.grow (i32.const 0)))
          (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))"
    );
    fuel(guest(&body)).await
}

/// The first kind of work ends its slice by fuel, the second by time.
#[tokio::test]
async fn calls_of_helpers_do_not_refund_fuel() {
    let computes = "(global.set $n (i32.const 0))
        (loop
          (global.set $n (i32.add (global.get $n) (i32.const 1)))
          (br_if 0 (i32.lt_u (global.get $n) (i32.const 100000))))";
    let fills = "(memory.fill (i32.const 65536) (i32.const 7) (i32.const 66000000))";
    for work in [computes, fills] {
        let (one, two) = (grows(1, work).await, grows(2, work).await);
        let (some, more) = (grows(15, work).await, grows(16, work).await);
        assert_eq!(more - some, two - one, "{work}");
        assert_eq!(more - one, 15 * (two - one), "{work}");
    }
}

#[tokio::test]
async fn bytes_copied_between_guest_and_host() {
    let ask = async |what| fuel(guest(&format!("(drop (call $ask (i32.const {what})))"))).await;
    let (with, without) = (ask(CHARGE_1_MIB).await, ask(0).await);
    assert_eq!(with, without + 1024 * price::COPY);
}

#[tokio::test]
async fn text_of_lines() {
    let write = |from: u32| {
        let bytes = 5024 - from;
        with_wasi(&format!(
            "(memory.fill (i32.const 1024) (i32.const 97) (i32.const 4000))
            (i32.store8 (i32.const 5023) (i32.const 10))
            (call $write (call $stderr) (i32.const {from}) (i32.const {bytes}) (i32.const 200))"
        ))
    };
    let (with, without) = (fuel(write(1024)).await, fuel(write(5023)).await);
    let price = 3999 * price::TEXT;
    assert!(with >= without + price, "{with} - {without}");
    assert!(with < without + price * 2, "{with} - {without}");
}

#[tokio::test]
async fn a_lookup_of_a_name() {
    let lookup = include_str!("../../../hostile/corpus/name-lookup.wat").to_owned();
    assert!(fuel(lookup).await >= price::LOOKUP);
}

#[tokio::test]
async fn random_bytes() {
    let work = "(call $random-bytes (i64.const 8000) (i32.const 200))";
    assert_costs(work, 8000 * price::RANDOM).await;
}

#[tokio::test]
async fn pollables_of_a_wait() {
    // The list contains the same timer a hundred times.
    let work = "
        (i32.store (i32.const 1024) (call $sleep (i64.const 1)))
        (memory.copy (i32.const 1028) (i32.const 1024) (i32.const 396))
        (loop
          (i32.store (i32.add (i32.const 1024) (global.get $n)) (i32.load (i32.const 1024)))
          (global.set $n (i32.add (global.get $n) (i32.const 4)))
          (br_if 0 (i32.lt_u (global.get $n) (i32.const 400))))
        (call $poll (i32.const 1024) (i32.const 100) (i32.const 200))";
    assert_costs(work, 100 * price::POLL).await;
}

#[tokio::test]
async fn lines_of_output() {
    // One write has a thousand empty lines.
    let work = "
        (memory.fill (i32.const 1024) (i32.const 10) (i32.const 1000))
        (call $write (call $stderr) (i32.const 1024) (i32.const 1000) (i32.const 200))";
    assert_costs(work, 1000 * price::LINE).await;
}

#[tokio::test]
async fn the_host_does_not_work_for_a_guest_without_fuel() {
    let body = format!("(drop (call $ask (i32.const {PAY_10_MILLION})))");
    let loaded = load(&quick_sandbox(), guest(&body)).await.unwrap();
    let limits = Limits {
        fuel: 1_000_000,
        ..Limits::default()
    };
    let finished = run_with(&loaded, &limits).await;
    assert_eq!(finished.result.unwrap_err(), RunError::Limit(Limit::Fuel));
    assert!(!finished.data.did_paid_work);
    let finished = run(&loaded).await;
    assert!(finished.data.did_paid_work);
    assert!(finished.usage.fuel >= 10_000_000);
}

#[tokio::test]
async fn too_many_random_bytes_at_once_are_refused() {
    let work = "(call $random-bytes (i64.const 5000000) (i32.const 200))";
    let loaded = load(&quick_sandbox(), with_wasi(work)).await.unwrap();
    let stop = run(&loaded).await.result.unwrap_err();
    assert_eq!(stop, RunError::Limit(Limit::CallBytes));
}

/// The engine forgets the fuel of the instructions right before a trap, at most one slice.
#[tokio::test]
async fn a_trap_costs_the_fuel_up_to_the_trap() {
    let spin = "(loop (global.set $n (i32.add (global.get $n) (i32.const 1)))
                  (br_if 0 (i32.lt_u (global.get $n) (i32.const 1000000))))";
    let whole = fuel(guest(spin)).await;
    for trap in [
        "(unreachable)",
        "(drop (i32.div_u (i32.const 1) (i32.const 0)))",
    ] {
        let loaded = load(&quick_sandbox(), guest(&format!("{spin} {trap}")))
            .await
            .unwrap();
        let (first, again) = (run(&loaded).await, run(&loaded).await);
        assert_eq!(first.result.unwrap_err().code(), Some("trap"));
        let used = first.usage.fuel;
        assert!(
            used <= whole && used + 101_000 >= whole,
            "{trap}: {used} of {whole}"
        );
        assert_eq!(used, again.usage.fuel);
    }
}

#[tokio::test]
async fn a_guest_without_fuel_shows_its_innermost_functions() {
    let spins = "(func $innermost (loop (br 0))) (func $outer (call $innermost))";
    let asks = "(func $innermost (loop (drop (call $ask (i32.const 0))) (br 0)))";
    for functions in [spins, asks] {
        let call = if functions == spins {
            "$outer"
        } else {
            "$innermost"
        };
        let wat = guest(&format!("(call {call})"));
        let wat = wat.replacen("(global $n", &format!("{functions} (global $n"), 1);
        let loaded = load(&quick_sandbox(), wat).await.unwrap();
        let limits = Limits {
            fuel: 3_000_000,
            ..Limits::default()
        };
        let finished = run_with(&loaded, &limits).await;
        assert_eq!(finished.result.unwrap_err(), RunError::Limit(Limit::Fuel));
        assert_eq!(finished.usage.fuel, limits.fuel);
        let trace = finished.trace.unwrap();
        assert!(trace.starts_with("innermost"), "{trace}");
    }
}
