//! What a process that compiles may answer: whatever it says, the load ends, with reasons.

use crate::bytes::Bytes;
use crate::house::wait;
use crate::shown::assert_harmless;
use crate::stranger::Stranger;
use guesthouse_sandbox::{CompileLimits, Sandbox};
use std::os::unix::fs::PermissionsExt;
use std::sync::LazyLock;
use tempfile::TempDir;

const GREETING: &[u8] = b"guesthouse-compile-worker 2\n";

/// A process that says what is in the files beside it.
const WORKER: &str = r#"#!/bin/sh
here=$(dirname "$0")
cat "$here/greeting"
. "$here/end"
cat "$here/answer"
exit $code
"#;

static HOUSE: LazyLock<(Sandbox, TempDir, Vec<u8>)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let worker = dir.path().join("worker");
    std::fs::write(&worker, WORKER).unwrap();
    std::fs::set_permissions(&worker, PermissionsExt::from_mode(0o700)).unwrap();
    let limits = CompileLimits {
        artefact_bytes: 1_000,
        deadline_ms: 10_000,
        ..CompileLimits::default()
    };
    let builder = Sandbox::builder().worker(worker).compile_limits(limits);
    let sandbox = builder.no_cache().max_guests(2).build().unwrap();
    let component = wat::parse_str(include_str!("../../guests/types.wat")).unwrap();
    (sandbox, dir, component)
});

/// Takes how the process ends, and its words.
pub fn run(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let flags = bytes.byte();
    let (greeting, answer) = match flags & 1 {
        0 => (GREETING, bytes.rest()),
        _ => (bytes.take(GREETING.len()), bytes.rest()),
    };
    // A compiled component is believed: whoever compiles is ours. What begins like one but is none
    // could be anything.
    if answer.starts_with(b"\0\x7fELF") {
        return;
    }
    let (sandbox, dir, component) = &*HOUSE;
    let code = if flags & 2 == 0 { 0 } else { 3 };
    // Nobody is sent anything before it has greeted, so it would wait until the time is over.
    let reads = match flags & 4 == 0 && greeting == GREETING {
        true => "read -r request",
        false => ":",
    };
    std::fs::write(dir.path().join("end"), format!("code={code}\n{reads}\n")).unwrap();
    std::fs::write(dir.path().join("greeting"), greeting).unwrap();
    std::fs::write(dir.path().join("answer"), answer).unwrap();
    let Err(refused) = wait(sandbox.load::<Stranger>(component.as_slice())) else {
        panic!("compiled by nobody")
    };
    assert!(!refused.diagnostics.is_empty());
    for found in &refused.diagnostics {
        assert_harmless("a refusal", &found.to_string(), true);
        assert!(found.message.len() <= 2_000, "a long refusal");
    }
}
