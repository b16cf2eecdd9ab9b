//! Answers of a compile worker. The load must end with reasons for any answer.

use crate::bytes::Bytes;
use crate::printable::assert_printable;
use crate::test_host::wait;
use crate::untrusted_domain::UntrustedDomain;
use guesthouse_sandbox::{CompileLimits, Sandbox};
use std::os::unix::fs::PermissionsExt;
use std::sync::LazyLock;
use tempfile::TempDir;

const GREETING: &[u8] = b"guesthouse-worker 8\n";

/// A worker that answers with the files beside it.
const WORKER: &str = r#"#!/bin/sh
here=$(dirname "$0")
cat "$here/greeting"
. "$here/end"
cat "$here/answer"
exit $code
"#;

static HOST: LazyLock<(Sandbox, TempDir, Vec<u8>)> = LazyLock::new(|| {
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

/// Takes how the worker exits and what it writes.
pub fn run(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let flags = bytes.byte();
    let (greeting, answer) = match flags & 1 {
        0 => (GREETING, bytes.rest()),
        _ => (bytes.take(GREETING.len()), bytes.rest()),
    };
    // The host trusts a compiled component, because the worker is its own program.
    if answer.starts_with(b"\0\x7fELF") {
        return;
    }
    let (sandbox, dir, component) = &*HOST;
    let code = if flags & 2 == 0 { 0 } else { 3 };
    // The host sends nothing before a greeting, so without one the worker would wait for its limit.
    let reads = if flags & 4 == 0 && greeting == GREETING {
        "read -r request"
    } else {
        ":"
    };
    std::fs::write(dir.path().join("end"), format!("code={code}\n{reads}\n")).unwrap();
    std::fs::write(dir.path().join("greeting"), greeting).unwrap();
    std::fs::write(dir.path().join("answer"), answer).unwrap();
    let Err(refused) = wait(sandbox.load(&UntrustedDomain, component.as_slice())) else {
        panic!("compiled by nobody")
    };
    assert!(!refused.diagnostics.is_empty());
    for found in &refused.diagnostics {
        assert_printable("a refusal", &found.to_string(), true);
        assert!(found.message.len() <= 2_000, "a long refusal");
    }
}
