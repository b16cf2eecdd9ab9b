//! `doctor` on a machine with nothing on it, which is this one with an empty search path.

#![allow(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]

use std::process::Command;

use guesthouse_toolchain::doctor;

#[test]
fn names_every_missing_tool_and_how_to_get_it() {
    if std::env::var_os("PATH").is_some_and(|path| !path.is_empty()) {
        let itself = std::env::current_exe().unwrap();
        let status = Command::new(itself).env("PATH", "").status().unwrap();
        assert!(status.success());
        return;
    }
    let findings = doctor::check();
    for tool in ["cargo", "wasm32-wasip2", "node", "python3", "go"] {
        let found = findings
            .iter()
            .find(|finding| finding.tool == tool)
            .unwrap();
        assert!(found.is_problem(), "{found:?}");
        assert_eq!(found.found, None);
        assert!(found.fix.as_ref().is_some_and(|fix| !fix.is_empty()));
    }
}
