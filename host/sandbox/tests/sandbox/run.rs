//! Tests the ends of runs, and that one run does not harm another.

use crate::tiny::{Calc, NEED_256_KIB, guest, load, quick_sandbox, run, run_with, sandbox};
use guesthouse_sandbox::{CrashCode, Limit, Limits, RunError, Sandbox};

#[tokio::test]
async fn a_guest_returns_its_result() {
    let loaded = load(&sandbox(), guest("(drop (call $ask (i32.const 5)))"))
        .await
        .unwrap();
    let finished = run(&loaded).await;
    assert_eq!(finished.result.unwrap(), "ok");
    assert_eq!(finished.data.asked, [5]);
    assert_eq!(finished.usage.host_calls, 1);
    assert_eq!(finished.usage.peak_memory, 65536);
    assert!(finished.usage.fuel > 500);
}

#[tokio::test]
async fn tables_and_instances_count_against_the_memory_limit() {
    let globals = "(global i32 (i32.const 0))".repeat(15_300);
    for fields in ["(table 100000 funcref)", &globals] {
        let wat = guest("").replacen("(global $n", &format!("{fields} (global $n"), 1);
        let loaded = load(&quick_sandbox(), wat).await.unwrap();
        let within = async |memory| {
            let limits = Limits {
                memory,
                ..Limits::default()
            };
            run_with(&loaded, &limits).await
        };
        assert_eq!(within(1_000_000).await.result.unwrap(), "ok");
        let stop = within(800_000).await.result.unwrap_err();
        assert_eq!(stop, RunError::Limit(Limit::Memory), "{}", &fields[..20]);
    }
}

#[tokio::test]
async fn a_run_can_be_spawned_and_dropped() {
    let wat = guest("(drop (call $ask (i32.const 1002)))");
    let loaded = load(&quick_sandbox(), wat).await.unwrap();
    let parked = tokio::spawn(async move { run(&loaded).await.result });
    tokio::task::yield_now().await;
    parked.abort();
    assert!(parked.await.unwrap_err().is_cancelled());
}

#[tokio::test]
async fn fuel_is_the_same_every_time() {
    let spin = "(loop (global.set $n (i32.add (global.get $n) (i32.const 1)))
                  (br_if 0 (i32.lt_u (global.get $n) (i32.const 20000000))))";
    let loaded = load(&quick_sandbox(), guest(spin)).await.unwrap();
    let (first, second) = tokio::join!(run(&loaded), run(&loaded));
    assert_eq!(first.result.unwrap(), "ok");
    assert_eq!(first.usage.fuel, second.usage.fuel);
}

#[tokio::test]
async fn a_host_panic_is_a_host_bug_and_the_next_run_is_unharmed() {
    let loaded = load(
        &quick_sandbox(),
        guest("(drop (call $ask (i32.const 1000)))"),
    )
    .await;
    let panics = loaded.unwrap();
    let honest = load(&quick_sandbox(), guest("")).await.unwrap();
    let (bug, fine) = tokio::join!(run(&panics), run(&honest));
    let message = "the host panics, as it was asked to".to_owned();
    assert_eq!(bug.result.unwrap_err(), RunError::HostBug(message));
    assert_eq!(bug.data.asked, [1000], "the data comes back even so");
    assert_eq!(fine.result.unwrap(), "ok");
}

#[tokio::test]
async fn an_error_of_an_upstream_is_a_host_error() {
    let loaded = load(
        &quick_sandbox(),
        guest("(drop (call $ask (i32.const 1001)))"),
    )
    .await;
    let finished = run(&loaded.unwrap()).await;
    assert_eq!(
        finished.result.unwrap_err(),
        RunError::HostError("the disk is full".to_owned())
    );
}

#[tokio::test]
async fn a_crash_after_a_limit_is_reported_as_the_limit() {
    let body = "(if (i32.eq (memory.grow (i32.const 10000)) (i32.const -1)) (then (unreachable)))";
    let loaded = load(&quick_sandbox(), guest(body)).await.unwrap();
    let finished = run(&loaded).await;
    assert_eq!(finished.result.unwrap_err(), RunError::Limit(Limit::Memory));
    assert_eq!(finished.limit_hit, Some(Limit::Memory));
}

#[tokio::test]
async fn a_guest_that_handles_a_limit_succeeds() {
    let loaded = load(
        &quick_sandbox(),
        guest("(drop (memory.grow (i32.const 10000)))"),
    )
    .await;
    let finished = run(&loaded.unwrap()).await;
    assert_eq!(finished.result.unwrap(), "ok");
    assert_eq!(finished.limit_hit, Some(Limit::Memory));
}

/// Returns a guest that creates this many handles of its own resource and keeps them.
fn keeps_handles(handles: u32) -> String {
    format!(
        r#"(component
          (type $r (resource (rep i32)))
          (core func $new (canon resource.new $r))
          (core module $m
            (import "host" "new" (func $new (param i32) (result i32)))
            (memory (export "memory") 1)
            (data (i32.const 16) "\20\00\00\00\02\00\00\00")
            (data (i32.const 32) "ok")
            (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
            (func (export "run") (param i32 i32) (result i32)
              (local.set 0 (i32.const {handles}))
              (loop
                (drop (call $new (i32.const 1)))
                (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
              (i32.const 16)))
          (core instance $i (instantiate $m (with "host" (instance (export "new" (func $new))))))
          (func $run (param "input" string) (result string)
            (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
          (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))"#
    )
}

#[tokio::test]
async fn the_live_handles_of_a_guest_are_limited_in_number() {
    let limits = Limits {
        handles: 50,
        ..Limits::default()
    };
    let result = async |handles| {
        let loaded = load(&quick_sandbox(), keeps_handles(handles)).await;
        run_with(&loaded.unwrap(), &limits).await.result
    };
    assert_eq!(result(50).await.unwrap(), "ok");
    assert_eq!(
        result(51).await.unwrap_err(),
        RunError::Limit(Limit::Handles)
    );
}

#[tokio::test]
async fn a_trap_reports_the_functions_on_the_stack() {
    let loaded = load(&quick_sandbox(), guest("(unreachable)"))
        .await
        .unwrap();
    let finished = run(&loaded).await;
    let Err(RunError::Crashed(crash)) = finished.result else {
        panic!()
    };
    assert_eq!(crash.code, CrashCode::Trap);
    assert_eq!(
        crash.message,
        "wasm trap: wasm `unreachable` instruction executed"
    );
    assert_eq!(crash.trace.as_deref(), Some("<function 2>"));
}

#[tokio::test]
async fn the_data_of_one_run_is_not_seen_by_the_next() {
    let loaded = load(&quick_sandbox(), guest("(drop (call $ask (i32.const 1)))"))
        .await
        .unwrap();
    for _ in 0..3 {
        assert_eq!(run(&loaded).await.data.asked, [1]);
    }
}

#[tokio::test]
async fn names_of_functions_are_made_safe_to_show() {
    let body = r#"(call $evil) (unreachable))
      (func $evil (@name "\1b]0;owned\07\n{\"level\":\"fatal\"}") (unreachable))
      (func (result i32)"#;
    let loaded = load(&quick_sandbox(), guest(body)).await;
    let Err(RunError::Crashed(crash)) = run(&loaded.unwrap()).await.result else {
        panic!()
    };
    let trace = crash.trace.unwrap();
    let first = trace.lines().next().unwrap();
    assert_eq!(first, r#"\u{1b}]0;owned\u{7}\u{a}{"level":"fatal"}"#);
}

#[tokio::test]
async fn the_trace_of_a_trap_is_limited() {
    let [one, two] = ["f", "g"].map(|name| name.repeat(1000));
    let body = format!(
        r#"(call $one (i32.const 100)) (i32.const 16))
      (func $one (@name "{one}") (param i32)
        (if (i32.eqz (local.get 0)) (then (unreachable)))
        (call $two (i32.sub (local.get 0) (i32.const 1))))
      (func $two (@name "{two}") (param i32) (call $one (local.get 0)))
      (func (result i32)"#
    );
    let loaded = load(&quick_sandbox(), guest(&body)).await;
    let Err(RunError::Crashed(crash)) = run(&loaded.unwrap()).await.result else {
        panic!()
    };
    let trace = crash.trace.unwrap();
    assert_eq!(trace.lines().count(), 20);
    assert!(trace.lines().all(|line| line.len() <= 200), "{trace}");
}

#[tokio::test]
async fn a_function_that_calls_itself_has_one_line() {
    let loaded = load(&quick_sandbox(), recursion(100, "(unreachable)")).await;
    let Err(RunError::Crashed(crash)) = run(&loaded.unwrap()).await.result else {
        panic!()
    };
    assert_eq!(crash.trace.unwrap(), "deep (calls itself, 19 more frames)");
}

/// Returns a guest that recurses to `depth` and then runs `then`.
fn recursion(depth: u32, then: &str) -> String {
    guest(&format!(
        "(call $deep (i32.const {depth})) (i32.const 16))
      (func $deep (param i32)
        (if (i32.eqz (local.get 0)) (then {then})
          (else (call $deep (i32.sub (local.get 0) (i32.const 1))))))
      (func (result i32)"
    ))
}

#[tokio::test]
async fn the_stack_of_a_guest_is_limited() {
    let loaded = load(&quick_sandbox(), recursion(200_000, "")).await;
    let Err(RunError::Crashed(crash)) = run(&loaded.unwrap()).await.result else {
        panic!("it had more than a megabyte")
    };
    assert_eq!(crash.code, CrashCode::StackOverflow);
}

/// A host function has stack even if the guest has used all of its own. Otherwise this process
/// would abort.
#[tokio::test]
async fn a_host_function_has_stack_when_the_guest_has_none_left() {
    let calls = format!("(drop (call $ask (i32.const {NEED_256_KIB})))");
    let sandbox = quick_sandbox();
    let mut depths = (1_000, 200_000);
    while depths.1 - depths.0 > 100 {
        let depth = u32::midpoint(depths.0, depths.1);
        let loaded = load(&sandbox, recursion(depth, &calls)).await.unwrap();
        match run(&loaded).await.result {
            Ok(_) => depths.0 = depth,
            Err(_) => depths.1 = depth,
        }
    }
    assert!(depths.0 > 1_000, "the deepest call of the host was made");
}

/// Both are of one plugin, which has one thread.
#[tokio::test]
async fn a_guest_that_spins_lets_others_run() {
    let builder = Sandbox::builder().in_process_for_trusted_code().no_cache();
    let sandbox = builder.max_guests(4).max_busy(1).build().unwrap();
    let share = sandbox.share("one plugin", 1);
    let load = async |body| {
        let bytes = wat::parse_str(guest(body)).unwrap();
        sandbox.load_as(&Calc, &share, bytes).await.unwrap()
    };
    let (spins, honest) = (load("(loop (br 0))").await, load("").await);
    let ended = std::sync::Mutex::new(Vec::new());
    tokio::join!(
        async {
            let stop = run(&spins).await.result.unwrap_err();
            ended.lock().unwrap().push(stop.code());
        },
        async {
            run(&honest).await.result.unwrap();
            ended.lock().unwrap().push(None);
        }
    );
    assert_eq!(*ended.lock().unwrap(), [None, Some("fuel")]);
}

/// Two guests that get the same slot of the pool, one after the other.
#[tokio::test]
async fn a_guest_finds_no_data_of_the_previous_guest() {
    let sandbox = Sandbox::builder()
        .in_process_for_trusted_code()
        .no_cache()
        .max_guests(1);
    let sandbox = sandbox.build().unwrap();
    let writes = r#"(drop (memory.grow (i32.const 511)))
        (memory.fill (i32.const 65536) (i32.const 0xaa) (i32.const 33488896))"#;
    let looks = r#"(drop (memory.grow (i32.const 511)))
        (global.set $n (i32.const 65536))
        (loop
          (if (i64.ne (i64.load (global.get $n)) (i64.const 0)) (then (unreachable)))
          (global.set $n (i32.add (global.get $n) (i32.const 8)))
          (br_if 0 (i32.lt_u (global.get $n) (i32.const 33554432))))"#;
    let writes = load(&sandbox, guest(writes)).await.unwrap();
    let looks = load(&sandbox, guest(looks)).await.unwrap();
    for _ in 0..3 {
        assert_eq!(run(&writes).await.result.unwrap(), "ok");
        assert_eq!(run(&looks).await.result.unwrap(), "ok");
    }
}
