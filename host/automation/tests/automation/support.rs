//! The probe guest, a host for it, and helpers that run commands in the probe.

use guesthouse::{Event, Failure, Host, Limits, LogEntry, Outcome, Plugin, Policy, Sandbox};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock, Mutex};

/// The component of `tests/guest`.
pub(crate) static PROBE: LazyLock<Vec<u8>> = LazyLock::new(|| guest("contract_probe.wasm"));

/// The component of `tests/guest/examples/pure.rs`.
pub(crate) static PURE: LazyLock<Vec<u8>> = LazyLock::new(|| guest("examples/pure.wasm"));

pub(crate) static SANDBOX: LazyLock<Sandbox> = LazyLock::new(|| {
    Sandbox::builder()
        .in_process_for_trusted_code()
        .cache_dir(env!("CARGO_TARGET_TMPDIR"))
        .build()
        .expect("a sandbox")
});

/// Returns a guest. The first call builds all guests.
fn guest(file: &str) -> Vec<u8> {
    static BUILT: LazyLock<PathBuf> = LazyLock::new(|| {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let target = here.join("../../target/guests");
        let built = Command::new(env!("CARGO"))
            .args([
                "build",
                "--quiet",
                "--release",
                "--locked",
                "--lib",
                "--examples",
            ])
            .args(["--target", "wasm32-wasip2", "--target-dir"])
            .arg(&target)
            .current_dir(here.join("tests/guest"))
            .status()
            .expect("cargo");
        assert!(built.success(), "the guests of the tests do not build");
        target.join("wasm32-wasip2/release")
    });
    std::fs::read(BUILT.join(file)).expect("the guest")
}

/// Log lines of plugins, as `level origin text`.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    pub(crate) fn sink(&self) -> impl Fn(&LogEntry<'_>) + Send + Sync + 'static {
        let lines = self.0.clone();
        move |entry| {
            let line = entry.line;
            let text = format!("{} {:?} {}", level(line.level), line.origin, line.message);
            lines.lock().expect("lines").push(text);
        }
    }

    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().expect("lines"))
    }
}

fn level(level: guesthouse::Level) -> String {
    format!("{level:?}").to_lowercase()
}

/// Returns a host without a database.
pub(crate) fn host() -> Host {
    Host::builder()
        .sandbox(SANDBOX.clone())
        .build()
        .expect("a host")
}

/// Returns the probe under a policy, on a host of its own.
pub(crate) async fn probe(policy: Policy) -> Plugin {
    host()
        .load("probe", PROBE.as_slice(), policy)
        .await
        .expect("the probe loads")
}

/// Returns the default policy with other limits.
pub(crate) fn limited(change: impl FnOnce(&mut Limits)) -> Policy {
    let mut policy = Policy::default();
    change(&mut policy.limits);
    policy
}

/// Returns an event that makes the probe run these commands.
pub(crate) fn event(id: &str, script: &str) -> Event {
    Event {
        id: id.to_owned(),
        source: "/test".to_owned(),
        type_: "test.script".to_owned(),
        data_content_type: Some("text/plain".to_owned()),
        data: Some(script.as_bytes().to_vec()),
        ..Event::default()
    }
}

/// Runs commands and returns the probe's answers.
pub(crate) async fn ask(plugin: &Plugin, script: &str) -> String {
    answer(plugin.handle(event("1", script)).await)
}

/// Runs commands in one event and compares the answer to each. An empty answer means that the
/// command has no output.
pub(crate) async fn dialogue(plugin: &Plugin, steps: &[(&str, &str)]) {
    let commands: Vec<_> = steps.iter().map(|(command, _)| *command).collect();
    let said = ask(plugin, &commands.join("\n")).await;
    let mut answers = said.lines();
    for (command, expected) in steps.iter().filter(|(_, expected)| !expected.is_empty()) {
        assert_eq!(answers.next(), Some(*expected), "{command}");
    }
    assert_eq!(answers.next(), None, "more answers than commands");
}

/// Returns the text of a completed outcome's only event.
pub(crate) fn answer(outcome: Outcome) -> String {
    match outcome {
        Outcome::Completed(done) => {
            let [event] = done.events.as_slice() else {
                panic!("one event, not {:?}", done.events)
            };
            String::from_utf8(event.data.clone().expect("data")).expect("text")
        }
        Outcome::Failed(failure) => panic!("{failure}"),
    }
}

/// Runs commands that fail, and returns the failure.
pub(crate) async fn fails(plugin: &Plugin, script: &str) -> Failure {
    match plugin.handle(event("1", script)).await {
        Outcome::Completed(done) => panic!("completed with {:?}", done.events),
        Outcome::Failed(failure) => failure,
    }
}

/// Returns class and code as `class[code]`.
pub(crate) fn verdict(failure: &Failure) -> String {
    match &failure.code {
        Some(code) => format!("{}[{code}]", failure.class),
        None => failure.class.to_string(),
    }
}
