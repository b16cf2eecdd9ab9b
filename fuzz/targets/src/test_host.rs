//! One sandbox for all inputs, and its guarantees for any bytes.

use crate::printable::assert_printable;
use crate::untrusted_domain::{CallAll, UntrustedDomain};
use guesthouse_sandbox::{
    CompileLimits, Finished, Limits, Loaded, RefusalCode, Refused, RunError, RunStart, Sandbox,
};
use std::future::Future;
use std::sync::LazyLock;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(1).enable_all().build().unwrap()
});

/// Compiles in a child process, which is this program, and keeps nothing.
static SANDBOX: LazyLock<Sandbox> = LazyLock::new(|| {
    let limits = CompileLimits {
        cpu_seconds: 20,
        ..CompileLimits::default()
    };
    let builder = Sandbox::builder().compile_limits(limits).no_cache();
    builder.max_guests(4).build().unwrap()
});

static CANARY: LazyLock<Loaded<UntrustedDomain>> = LazyLock::new(|| {
    let bytes = wat::parse_str(include_str!("../../guests/types.wat")).unwrap();
    wait(SANDBOX.load(&UntrustedDomain, bytes)).unwrap()
});

pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    RUNTIME.block_on(future)
}

/// Inspects, loads and runs bytes that may be a component, and then an honest component on the same
/// sandbox.
pub(crate) fn visit(bytes: &[u8]) {
    inspect(bytes);
    match wait(SANDBOX.load(&UntrustedDomain, bytes)) {
        Ok(loaded) => {
            run(&loaded);
            run_honest(&CANARY);
        }
        Err(refused) => check_refusal(&refused),
    }
}

/// Runs an honest component.
pub(crate) fn run_honest(loaded: &Loaded<UntrustedDomain>) {
    run(loaded).result.expect("the honest guest succeeds");
}

fn inspect(bytes: &[u8]) {
    let report = guesthouse_inspect::check(bytes);
    assert!(
        report.is_plugin() || !report.diagnostics.is_empty(),
        "not a plugin, but there is no reason"
    );
    for found in &report.diagnostics {
        assert!(!found.code.is_empty() && !found.message.is_empty());
    }
}

fn check_refusal(refused: &Refused) {
    assert!(!refused.diagnostics.is_empty(), "refused without a reason");
    assert!(refused.diagnostics.len() <= 50, "too many reasons");
    for found in &refused.diagnostics {
        assert_printable("a refusal", &found.to_string(), true);
        assert!(found.message.len() <= 2_000, "a long refusal");
        assert_ne!(found.code, RefusalCode::HostError, "{found}");
    }
}

fn limits() -> Limits {
    Limits {
        fuel: 2_000_000,
        start_fuel: 2_000_000,
        memory: 4 << 20,
        tables: 1_000,
        handles: 100,
        host_calls: 1_000,
        call_bytes: 1 << 20,
        host_bytes: 1 << 20,
        deadline_ms: 5_000,
        log_lines: 20,
        log_line_bytes: 200,
        log_bytes: 2_000,
    }
}

fn run(loaded: &Loaded<UntrustedDomain>) -> Finished<(), ()> {
    let start = RunStart {
        clock: Duration::from_secs(1_700_000_000),
        seed: [7; 32],
    };
    let limits = limits();
    let finished = wait(loaded.run((), &limits, &start, CallAll));
    if let Err(stop) = &finished.result {
        assert!(
            !matches!(stop, RunError::HostBug(_) | RunError::HostError(_)),
            "{stop}"
        );
        assert_printable("a stop", &stop.to_string(), true);
    }
    let usage = &finished.usage;
    assert!(usage.fuel <= limits.fuel, "{usage:?}");
    assert!(usage.peak_memory <= limits.memory, "{usage:?}");
    assert!(usage.host_calls <= limits.host_calls + 1, "{usage:?}");
    assert!(usage.host_bytes <= limits.host_bytes, "{usage:?}");
    assert!(
        finished.log.len() as u64 <= limits.log_lines,
        "{} lines",
        finished.log.len()
    );
    for line in &finished.log {
        assert_printable("a log line", &line.message, false);
        assert!(
            line.message.len() as u64 <= limits.log_line_bytes,
            "a long line"
        );
    }
    finished
}
