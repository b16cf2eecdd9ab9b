//! The virtual WASI: output becomes log lines, and each run has its own clock and random numbers.

use crate::tiny::{load, quick_sandbox, run};
use guesthouse_sandbox::{CrashCode, Level, Origin, RunError};

/// A component whose `run` calls core functions lowered from WASI and returns 8 bytes at 32.
pub(crate) fn with_wasi(run: &str) -> String {
    WASI.replace("{run}", run)
}

const WASI: &str = include_str!("wasi.wat");

async fn bytes(run_body: &str) -> Vec<u8> {
    let loaded = load(&quick_sandbox(), with_wasi(run_body)).await.unwrap();
    run(&loaded).await.result.unwrap().into_bytes()
}

#[tokio::test]
async fn standard_error_becomes_log_lines() {
    let body = r#"(call $write (call $stderr) (i32.const 64) (i32.const 12) (i32.const 200))
                  (call $write (call $stderr) (i32.const 76) (i32.const 3) (i32.const 200))"#;
    let loaded = load(&quick_sandbox(), with_wasi(body)).await.unwrap();
    let finished = run(&loaded).await;
    finished.result.unwrap();
    let lines = finished
        .log
        .iter()
        .map(|line| (line.level, line.message.as_str()));
    let lines: Vec<_> = lines.collect();
    assert_eq!(
        lines,
        [(Level::Warn, "first line"), (Level::Warn, "x\\u{1b}y")]
    );
    assert!(
        finished
            .log
            .iter()
            .all(|line| line.origin == Origin::Stderr)
    );
}

#[tokio::test]
async fn a_sleep_returns_at_once_and_moves_the_clock() {
    // The guest polls timers of a day and of an hour. The poll returns after the hour.
    let body = r#"
        (i32.store (i32.const 128) (call $sleep (i64.const 86400000000000)))
        (i32.store (i32.const 132) (call $sleep (i64.const 3600000000000)))
        (call $poll (i32.const 128) (i32.const 2) (i32.const 200))
        (if (i32.ne (i32.load (i32.const 204)) (i32.const 1)) (then (unreachable)))
        (if (i32.ne (i32.load (i32.load (i32.const 200))) (i32.const 1)) (then (unreachable)))
        (call $wall (i32.const 208))
        (i64.store (i32.const 32)
          (i64.add (i64.const 0x3030303030303030)
            (i64.sub (i64.load (i32.const 208)) (i64.const 1700003600))))"#;
    assert_eq!(bytes(body).await, b"00000000");
}

#[tokio::test]
async fn the_first_use_of_what_a_guest_lacks_gets_a_line_of_the_host() {
    let socket = "(call $socket (i32.const 0) (i32.const 200))".to_owned();
    let sleep = |nanos: u32| {
        format!(
            "(i32.store (i32.const 128) (call $sleep (i64.const {nanos})))
            (call $poll (i32.const 128) (i32.const 1) (i32.const 200))"
        )
    };
    for (body, expected) in [
        (sleep(0), &[][..]),
        (sleep(5_000).repeat(2), &["a sleep does not wait"]),
        (socket.repeat(2), &["a plugin has no sockets"]),
    ] {
        let loaded = load(&quick_sandbox(), with_wasi(&body)).await.unwrap();
        let log = run(&loaded).await.log;
        assert_eq!(log.len(), expected.len(), "{log:?}");
        for (line, start) in log.iter().zip(expected) {
            assert_eq!((line.level, line.origin), (Level::Warn, Origin::Host));
            assert!(line.message.starts_with(start), "{}", line.message);
        }
    }
}

#[tokio::test]
async fn random_numbers_come_from_the_seed() {
    let body = "(i64.store (i32.const 32) (i64.or (i64.const 0x4040404040404040)
                 (i64.and (i64.const 0x0f0f0f0f0f0f0f0f) (call $random))))";
    assert_eq!(bytes(body).await, bytes(body).await);
}

#[tokio::test]
async fn an_exit_is_a_crash() {
    for (status, told) in [
        (0, "status 0"),
        (
            1,
            "a status that is not 0; a plugin returns an error instead",
        ),
    ] {
        let body = format!("(call $exit (i32.const {status}))");
        let loaded = load(&quick_sandbox(), with_wasi(&body)).await.unwrap();
        let Err(RunError::Crashed(crash)) = run(&loaded).await.result else {
            panic!()
        };
        assert_eq!(crash.code, CrashCode::Exit);
        assert_eq!(crash.message, format!("the guest exited with {told}"));
    }
}

#[tokio::test]
async fn a_flood_of_output_is_dropped_and_counted() {
    let body = r#"(loop
        (call $write (call $stderr) (i32.const 64) (i32.const 11) (i32.const 200))
        (global.set $n (i32.add (global.get $n) (i32.const 1)))
        (br_if 0 (i32.lt_u (global.get $n) (i32.const 3000))))"#;
    let loaded = load(&quick_sandbox(), with_wasi(body)).await.unwrap();
    let finished = run(&loaded).await;
    finished.result.unwrap();
    assert_eq!(
        (finished.log.len(), finished.usage.log_dropped),
        (1000, 2000)
    );
}

#[tokio::test]
async fn log_lines_are_truncated_and_their_total_is_limited() {
    // A hundred lines of 12,000 bytes.
    let body = r#"(memory.fill (i32.const 1024) (i32.const 0x78) (i32.const 4000))
        (loop
        (call $write (call $stderr) (i32.const 1024) (i32.const 4000) (i32.const 200))
        (call $write (call $stderr) (i32.const 1024) (i32.const 4000) (i32.const 200))
        (call $write (call $stderr) (i32.const 1024) (i32.const 4000) (i32.const 200))
        (call $write (call $stderr) (i32.const 74) (i32.const 1) (i32.const 200))
        (global.set $n (i32.add (global.get $n) (i32.const 1)))
        (br_if 0 (i32.lt_u (global.get $n) (i32.const 100))))"#;
    let loaded = load(&quick_sandbox(), with_wasi(body)).await.unwrap();
    let finished = run(&loaded).await;
    finished.result.unwrap();
    let sizes: Vec<_> = finished.log.iter().map(|line| line.message.len()).collect();
    assert!(sizes.iter().all(|size| *size <= 8 << 10), "{sizes:?}");
    assert!(sizes.iter().sum::<usize>() <= 256 << 10, "{sizes:?}");
    assert_eq!(sizes.len() as u64 + finished.usage.log_dropped, 100);
}
