//! The worker process: its confinement, its limits, and its failures, which the host survives.

use crate::tiny::{Calc, guest};
use guesthouse_sandbox::{CompileLimits, Diagnostic, RefusalCode, Sandbox};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

const WORKER: &str = env!("CARGO_BIN_EXE_guesthouse-sandbox-worker");

fn script(name: &str) -> String {
    format!(
        "{}/tests/sandbox/workers/{name}.sh",
        env!("CARGO_MANIFEST_DIR")
    )
}

fn sandbox(worker: &str, limits: CompileLimits) -> Sandbox {
    let builder = Sandbox::builder().worker(worker).compile_limits(limits);
    builder.no_cache().max_guests(1).build().unwrap()
}

/// Returns the reason for the refusal, or `None` if the component is loaded.
async fn refused(sandbox: &Sandbox, wat: &str) -> Option<Diagnostic> {
    let loaded = sandbox.load(&Calc, wat::parse_str(wat).unwrap()).await;
    Some(loaded.err()?.diagnostics.remove(0))
}

/// Starts a worker that has read its request and waits for its component.
fn started(bytes: usize) -> (std::process::Child, ChildStdin, BufReader<ChildStdout>) {
    request(Command::new(WORKER), bytes)
}

fn request(
    mut worker: Command,
    bytes: usize,
) -> (std::process::Child, ChildStdin, BufReader<ChildStdout>) {
    let mut worker = worker
        .arg("--guesthouse-worker")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut greeting = String::new();
    let mut stdout = BufReader::new(worker.stdout.take().unwrap());
    stdout.read_line(&mut greeting).unwrap();
    let mut stdin = worker.stdin.take().unwrap();
    let request = format!(
        "{{\"memory\":1000000000,\"cpu_seconds\":77,\"bytes\":{bytes},\"job\":\"Compile\"}}\n"
    );
    stdin.write_all(request.as_bytes()).unwrap();
    (worker, stdin, stdout)
}

/// Returns `/proc/PID/status`, `stat` and `limits` of a worker that waits for its component, once
/// `is_ready`.
fn facts(is_ready: impl Fn(&str) -> bool) -> (String, String, String) {
    let (mut worker, _stdin, _stdout) = started(1);
    let read = |name| std::fs::read_to_string(format!("/proc/{}/{name}", worker.id())).unwrap();
    for _ in 0..1000 {
        if is_ready(&read("status")) {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let facts = (read("status"), read("stat"), read("limits"));
    worker.kill().unwrap();
    worker.wait().unwrap();
    facts
}

#[test]
fn the_worker_drops_its_privileges() {
    let (status, stat, limits) = facts(|status| status.contains("Seccomp:\t2"));
    assert!(status.contains("Seccomp:\t2"), "{status}");
    assert!(status.contains("NoNewPrivs:\t1"), "{status}");
    let nice = stat
        .rsplit(") ")
        .next()
        .unwrap()
        .split(' ')
        .nth(16)
        .unwrap();
    assert_eq!(nice, "19");
    for (name, value) in [
        ("Max address space", "1000000000"),
        ("Max cpu time", "77"),
        ("Max core file size", "0"),
        ("Max file size", "0"),
    ] {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
        let words: Vec<_> = line.trim_start_matches(name).split_whitespace().collect();
        assert_eq!(words[..2], [value, value], "{line}");
    }
}

/// The host may itself run under limits that are lower, and that nobody can raise.
#[test]
fn the_worker_accepts_lower_limits_of_its_host() {
    let mut shell = Command::new("sh");
    let lower = "ulimit -v 900000; ulimit -t 50; exec \"$0\" \"$@\"";
    shell.args(["-c", lower, WORKER]);
    let component = wat::parse_str("(component)").unwrap();
    let (mut worker, mut stdin, mut stdout) = request(shell, component.len());
    stdin.write_all(&component).unwrap();
    let mut answer = [1];
    stdout.read_exact(&mut answer).unwrap();
    assert_eq!(answer, [0], "the component is compiled");
    stdout.read_to_end(&mut Vec::new()).unwrap();
    assert!(worker.wait().unwrap().success());
}

#[test]
fn the_worker_ends_with_its_host() {
    let bomb = wat::parse_str(format!("(component (core module {}))", many_values())).unwrap();
    let (mut worker, mut stdin, mut stdout) = started(bomb.len());
    stdin.write_all(&bomb).unwrap();
    drop(stdin);
    let mut answer = Vec::new();
    stdout.read_to_end(&mut answer).unwrap();
    assert!(answer.is_empty(), "{} bytes", answer.len());
    // The worker exits on its own, long before its deadline.
    assert_eq!(worker.wait().unwrap().code(), Some(1));
}

#[tokio::test]
async fn the_worker_gets_no_variables_of_the_host() {
    let sandbox = sandbox(&script("environment"), CompileLimits::default());
    let answer = refused(&sandbox, &guest("")).await.unwrap();
    assert!(answer.message.contains("RAYON_NUM_THREADS="), "{answer}");
    // Variables that the shell of the script or the host sets.
    let others = ["PWD", "OLDPWD", "SHLVL", "_", "GUESTHOUSE_SWITCH_OFF"];
    let ours = std::env::vars().filter(|(name, _)| !others.contains(&&**name));
    let ours: Vec<_> = ours
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert!(!ours.is_empty());
    let variables = answer.message.replace("cannot compile the component: ", "");
    for line in variables.lines().map(str::trim_start) {
        assert!(!ours.iter().any(|ours| ours == line), "{line}");
    }
}

#[tokio::test]
async fn a_program_that_does_not_greet_is_not_a_worker() {
    let limits = CompileLimits {
        greeting_ms: 200,
        ..CompileLimits::default()
    };
    let sandbox = sandbox(&script("silent"), limits);
    let wat = guest("");
    // The program ends after 100 s, and the host then refuses the component for the same reason.
    let answer = tokio::time::timeout(Duration::from_secs(20), refused(&sandbox, &wat)).await;
    let answer = answer.expect("the host gives up in time").unwrap();
    assert_eq!(answer.code, RefusalCode::HostError, "{answer}");
    assert!(answer.to_string().contains("run_if_asked"), "{answer}");
}

#[tokio::test]
async fn an_artefact_has_a_limit() {
    let limits = CompileLimits {
        artefact_bytes: 1_000_000,
        // A host that read the whole answer would wait until this deadline.
        deadline_ms: 20_000,
        ..CompileLimits::default()
    };
    let answer = refused(&sandbox(&script("pours"), limits), &guest("")).await;
    let answer = answer.unwrap();
    assert_eq!(answer.code, RefusalCode::CompileLimit, "{answer}");
    assert!(answer.message.contains("produced more than"), "{answer}");
}

#[tokio::test]
async fn a_load_is_refused_as_busy_when_the_queue_is_full() {
    let limits = CompileLimits {
        at_once: 1,
        waiting: 1,
        deadline_ms: 500,
        ..CompileLimits::default()
    };
    let sandbox = sandbox(&script("hangs"), limits);
    let wat = guest("");
    let load = || refused(&sandbox, &wat);
    let answers = tokio::join!(load(), load(), load());
    let codes = [answers.0, answers.1, answers.2].map(|answer| answer.unwrap().code);
    let busy = codes.iter().filter(|code| **code == RefusalCode::Busy);
    assert_eq!(busy.count(), 1, "{codes:?}");
    // A load after these finds an empty queue.
    assert_eq!(load().await.unwrap().code, RefusalCode::CompileLimit);
}

/// Returns a function whose loop has thousands of live values.
fn many_values() -> String {
    let locals = "i32 ".repeat(9_000);
    let step = |n: usize| {
        format!(
            "(local.set {n} (i32.add (local.get {}) (local.get {})))",
            (n * 7919) % 9_000,
            (n * 104_729) % 9_000
        )
    };
    let steps: String = (0..9_000).chain(0..9_000).map(step).collect();
    format!("(func (local {locals}) (loop {steps} (br_if 0 (local.get 1))))")
}

/// Returns a function with many blocks, each with a branch to the end of the function.
fn many_blocks() -> String {
    let step = "(br_if 1 (local.tee 0 (i32.add (local.get 0) (local.get 1))))
                (if (local.get 1) (then (local.set 1 (i32.mul (local.get 0) (local.get 1)))))";
    format!(
        "(func (local i32 i32) (block (loop {} (br 0))))",
        step.repeat(60_000)
    )
}

fn deep_operands() -> String {
    let depth = 300_000;
    format!(
        "(func (result i32) {} {})",
        "i32.const 1 ".repeat(depth),
        "i32.add ".repeat(depth - 1)
    )
}

#[tokio::test]
async fn a_compile_bomb_ends_at_the_limits_of_its_process() {
    let limits = CompileLimits {
        cpu_seconds: 1,
        at_once: 3,
        ..CompileLimits::default()
    };
    let sandbox = sandbox(WORKER, limits);
    let explode = async |bomb: String| {
        let wat = format!("(component (core module {bomb})");
        let wat = guest("").replacen("(component", &wat, 1);
        let answer = refused(&sandbox, &wat).await.unwrap();
        assert_eq!(answer.code, RefusalCode::CompileLimit, "{answer}");
        assert!(answer.message.contains("1 s of CPU"), "{answer}");
    };
    tokio::join!(
        explode(many_values()),
        explode(many_blocks()),
        explode(deep_operands()),
    );
}

/// One plugin loads two compile bombs, and two compilers may run at once.
#[tokio::test]
async fn a_plugin_that_compiles_for_long_leaves_a_compiler_for_others() {
    let limits = CompileLimits {
        cpu_seconds: 3,
        at_once: 2,
        ..CompileLimits::default()
    };
    let sandbox = sandbox(WORKER, limits);
    let bomb = format!("(component (core module {})", many_values());
    let bomb = wat::parse_str(guest("").replacen("(component", &bomb, 1)).unwrap();
    let share = sandbox.share("bombs", 1);
    let explode = || async { sandbox.load_as(&Calc, &share, bomb.clone()).await.is_err() };
    let honest = async {
        // Lets the bombs reach the compilers first.
        tokio::time::sleep(Duration::from_millis(200)).await;
        refused(&sandbox, &guest("")).await
    };
    tokio::select! {
        refused = honest => assert_eq!(refused, None),
        _ = explode() => panic!("a bomb ended before the honest component was loaded"),
        _ = explode() => panic!("a bomb ended before the honest component was loaded"),
    }
}

#[tokio::test]
async fn the_number_of_concurrent_compilations_is_limited() {
    let limits = CompileLimits {
        cpu_seconds: 1,
        at_once: 1,
        ..CompileLimits::default()
    };
    let sandbox = sandbox(WORKER, limits);
    let bomb = format!("(component (core module {})", many_values());
    let bomb = guest("").replacen("(component", &bomb, 1);
    let honest = async {
        // Lets the bomb reach the compiler first.
        tokio::time::sleep(Duration::from_millis(200)).await;
        refused(&sandbox, &guest("")).await
    };
    tokio::select! {
        refused = refused(&sandbox, &bomb) => assert!(refused.is_some()),
        _ = honest => panic!("the honest component did not wait"),
    }
}

/// Returns a type whose number of exports doubles with each level, and instantiations that each
/// compare all exports.
fn doubling_types(levels: usize, times: usize) -> String {
    let mut text = "(type $t0 (instance (export \"f\" (func))))".to_owned();
    for level in 1..=levels {
        let inner = format!("(instance (type $t{}))", level - 1);
        text +=
            &format!("(type $t{level} (instance (export \"a\" {inner}) (export \"b\" {inner})))");
    }
    text += &format!(
        "(import \"wasi:io/error@0.2.0\" (instance $i (type $t{levels})))
         (component $c (import \"x\" (instance (type $t{levels}))))"
    );
    text + &"(instance (instantiate $c (with \"x\" (instance $i))))".repeat(times)
}

#[tokio::test]
async fn a_check_ends_at_the_limits_of_its_process() {
    let bomb = doubling_types(17, 990);
    let bomb = guest("").replacen("(component", &format!("(component {bomb}"), 1);
    let sandbox = sandbox(WORKER, CompileLimits::default());
    let answer = refused(&sandbox, &bomb).await.unwrap();
    assert_eq!(answer.code, RefusalCode::CheckLimit, "{answer}");
    assert!(answer.message.contains("2 s of CPU"), "{answer}");
}

#[tokio::test]
async fn a_memory_with_distant_data_is_not_compiled_to_an_image() {
    let limits = CompileLimits {
        artefact_bytes: 4 << 20,
        ..CompileLimits::default()
    };
    let module = r#"(component (core module
        (memory 256) (data (i32.const 0) "a") (data (i32.const 16000000) "b"))"#;
    let wat = guest("").replacen("(component", module, 1);
    assert_eq!(refused(&sandbox(WORKER, limits), &wat).await, None);
}
