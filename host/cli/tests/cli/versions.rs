//! Plugins of each toolchain fit hosts of other versions as the rules of versions say.
//!
//! The host has one version, so the version in the plugin changes: to that of a later release which
//! only added to the contract, and to an incompatible one.

use crate::plugins;
use crate::workdir::new_workdir;

const BUILT_AGAINST: &[u8] = b"@0.1.0";

/// Replaces the version of the contract wherever a component names it.
fn with_version(component: &[u8], version: &[u8]) -> Vec<u8> {
    let package = b"guesthouse:automation/";
    let mut changed = component.to_vec();
    let mut count = 0;
    for at in 0..component.len() {
        let Some(rest) = component[at..].strip_prefix(package) else {
            continue;
        };
        let name = rest
            .iter()
            .take_while(|byte| byte.is_ascii_lowercase())
            .count();
        if rest[name..].starts_with(BUILT_AGAINST) {
            let start = at + package.len() + name;
            changed[start..start + version.len()].copy_from_slice(version);
            count += 1;
        }
    }
    assert!(count > 0, "the component does not name the contract");
    changed
}

fn check(language: &str) {
    let Some(plugin) = plugins::example("welcome", language, &[]) else {
        return;
    };
    let component = std::fs::read(plugin).unwrap();
    let workdir = new_workdir();
    for (version, code) in [(b"@0.1.0", 0), (b"@0.1.9", 0), (b"@0.2.0", 1)] {
        workdir.write("plugin.wasm", with_version(&component, version));
        let ran = workdir.run(&["check", "plugin.wasm"], b"").exited(code);
        let shown = "hosts call `guesthouse:automation/handler@0.1.0`";
        assert_eq!(
            ran.stderr.contains(shown),
            code == 1,
            "{language}: {}",
            ran.stderr
        );
    }
}

#[test]
fn of_rust() {
    check("rust");
}

#[test]
fn of_javascript() {
    check("js");
}

#[test]
fn of_python() {
    check("python");
}

#[test]
fn of_go() {
    check("go");
}
