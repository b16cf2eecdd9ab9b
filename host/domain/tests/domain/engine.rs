//! The dependencies of the macro.

use std::collections::BTreeSet;
use std::process::Command;

/// Returns the crates that a crate needs, each with its features. Crates for the target and crates
/// for macros and build scripts are listed separately.
fn crates(name: &str) -> BTreeSet<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let listed = Command::new(cargo)
        .args(["tree", "--offline", "--target", host(), "--package", name])
        .args(["--edges", "normal,build", "--no-dedupe"])
        .args(["--prefix", "none", "--format", "{p} [{f}]"])
        .output()
        .unwrap();
    let text = String::from_utf8(listed.stdout).unwrap();
    assert!(
        listed.status.success(),
        "{}",
        String::from_utf8_lossy(&listed.stderr)
    );
    text.lines().map(str::to_owned).collect()
}

/// The target must be named: without one, the list mixes the two kinds of crates.
fn host() -> &'static str {
    if cfg!(target_arch = "aarch64") {
        "aarch64-unknown-linux-gnu"
    } else {
        "x86_64-unknown-linux-gnu"
    }
}

/// The engine takes minutes to compile. It would be compiled a second time if the macro had libraries
/// of other versions or with other features than the engine's own macro.
#[test]
fn the_macro_needs_no_crate_that_the_engine_lacks() {
    let (sandbox, domain) = (crates("guesthouse-sandbox"), crates("guesthouse-domain"));
    assert!(
        sandbox.iter().any(|it| it.starts_with("wit-parser ")),
        "{sandbox:?}"
    );
    let names = domain
        .difference(&sandbox)
        .map(|it| it.split(' ').next().unwrap());
    let added: BTreeSet<_> = names.collect();
    assert_eq!(
        added,
        BTreeSet::from(["guesthouse-domain", "guesthouse-domain-macro"])
    );
}
