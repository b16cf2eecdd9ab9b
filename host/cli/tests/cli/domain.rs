//! The path of a contract's owner: a domain from a WIT package, its checks, packages and releases.

use std::fs;

use guesthouse_testing::Workdir;
use guesthouse_testing::skip::skip;
use serde_json::Value;

use crate::workdir::new_workdir;

/// Creates the domain of the example.
fn domain() -> Workdir {
    let workdir = new_workdir();
    workdir.run(&["domain", "new", "shop"], b"").exited(0);
    workdir
}

fn replace(workdir: &Workdir, file: &str, from: &str, to: &str) {
    let path = workdir.path(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no `{from}`");
    fs::write(&path, text.replace(from, to)).unwrap();
}

#[test]
fn a_new_domain_has_no_finding() {
    let workdir = domain();
    let checked = workdir.run(&["domain", "check", "shop"], b"").exited(0);
    assert_eq!(
        checked.stderr,
        "Checked example:pricing@0.1.0 for rust, js, python, go\n"
    );
}

#[test]
fn a_finding_ends_the_check_until_it_is_accepted() {
    let workdir = domain();
    replace(
        &workdir,
        "shop/wit/domain.wit",
        "unit-price: u32",
        "unit-price: u64",
    );
    let refused = workdir.run(&["domain", "check", "shop"], b"").exited(1);
    assert!(
        refused.stderr.contains("error[64-bit:js]"),
        "{}",
        refused.stderr
    );
    let settings = "about = \"\"";
    let accepted = "about = \"\"\n[allow]\n\"64-bit:js\" = \"cents stay small\"";
    replace(&workdir, "shop/domain.toml", settings, accepted);
    let checked = workdir.run(&["domain", "check", "shop"], b"").exited(0);
    assert!(
        checked.stderr.contains("hint: accepted: cents stay small"),
        "{}",
        checked.stderr
    );
}

#[test]
fn settings_must_fit_the_contract() {
    let workdir = domain();
    replace(
        &workdir,
        "shop/domain.toml",
        "example:pricing",
        "example:prices",
    );
    let refused = workdir.run(&["domain", "check", "shop"], b"").exited(2);
    assert!(
        refused
            .stderr
            .contains("hint: set `package = \"example:pricing\"`"),
        "{}",
        refused.stderr
    );
}

#[test]
fn a_packed_domain_is_a_wit_package_and_a_domain() {
    let workdir = domain();
    fs::create_dir_all(workdir.path("shop/sdk/python/example_pricing")).unwrap();
    let layer = "def total(lines):\n    return len(lines)\n";
    fs::write(
        workdir.path("shop/sdk/python/example_pricing/extra.py"),
        layer,
    )
    .unwrap();
    workdir
        .run(&["domain", "pack", "shop", "-o", "shop.wasm"], b"")
        .exited(0);
    let shown = |wit: &str| {
        let shown = workdir
            .run(&["contract", "show", wit, "--format", "json"], b"")
            .exited(0);
        serde_json::from_str::<Value>(&shown.stdout).unwrap()
    };
    assert_eq!(shown("shop.wasm"), shown("shop/wit"));
    fs::remove_dir_all(workdir.path("shop")).unwrap();
    let packages = ["domain", "generate", "shop.wasm", "--packages", "out"];
    workdir.run(&packages, b"").exited(0);
    let written = fs::read_to_string(workdir.path("out/python/example_pricing/extra.py"));
    assert_eq!(written.unwrap(), layer);
}

#[test]
fn generated_packages_are_checked() {
    let workdir = domain();
    let generate = ["domain", "generate", "shop", "--packages", "out"];
    let check = [generate.as_slice(), &["--check"]].concat();
    let stale = workdir.run(&check, b"").exited(1);
    assert!(
        stale.stderr.contains("error[out-of-date]"),
        "{}",
        stale.stderr
    );
    workdir.run(&generate, b"").exited(0);
    workdir.run(&check, b"").exited(0);
    replace(
        &workdir,
        "shop/wit/domain.wit",
        "Finds an article",
        "Looks up an article",
    );
    workdir.run(&check, b"").exited(1);
}

#[test]
fn a_release_is_kept_and_compared() {
    let workdir = domain();
    let release = |version: &str| workdir.run(&["domain", "release", version, "shop"], b"");
    release("0.1.0").exited(0);
    assert!(
        release("0.1.0")
            .exited(1)
            .stderr
            .contains("error[released]")
    );
    replace(&workdir, "shop/wit/domain.wit", "@0.1.0", "@0.1.1");
    assert!(
        release("0.2.0")
            .exited(1)
            .stderr
            .contains("error[another-version]")
    );
    replace(
        &workdir,
        "shop/wit/domain.wit",
        "quantity: u32",
        "quantity: u16",
    );
    assert!(
        release("0.1.1")
            .exited(1)
            .stderr
            .contains("error[type-changed]")
    );
    replace(
        &workdir,
        "shop/wit/domain.wit",
        "quantity: u16",
        "quantity: u32",
    );
    release("0.1.1").exited(0);
    workdir.run(&["compare", "shop/wit"], b"").exited(0);
}

#[test]
fn a_foreign_wit_package_becomes_a_domain() {
    let workdir = new_workdir();
    let wit = "package a:b; world hook { import log: func(text: string); export run: func(); }";
    fs::write(workdir.path("hook.wit"), wit).unwrap();
    workdir
        .run(&["domain", "new", "hooks", "--wit", "hook.wit"], b"")
        .exited(0);
    let checked = workdir.run(&["domain", "check", "hooks"], b"").exited(0);
    assert!(
        checked.stderr.contains("warning[no-version]"),
        "{}",
        checked.stderr
    );
    let shown = workdir
        .run(&["contract", "show", "hooks/wit"], b"")
        .exited(0);
    assert!(
        shown.stdout.contains("import hook\n    log"),
        "{}",
        shown.stdout
    );
}

/// Calls a new plugin as `new` says, and asks `check` about it.
#[test]
fn a_new_plugin_builds_and_is_called() {
    let workdir = domain();
    let arguments = ["new", "--domain", "shop", "--lang", "go", "rule"];
    let created = workdir.run(&arguments, b"").exited(0);
    let call = "guesthouse call . 'pricing.price([])'";
    assert!(created.stderr.contains(call), "{}", created.stderr);
    let called = workdir.run(&["call", "rule", "pricing.price([])"], b"");
    if called.stderr.contains("error[missing-tool]") {
        return skip("a plugin of a domain", &called.stderr);
    }
    let called = called.exited(0);
    assert_eq!(called.stdout, "err(unknown-sku(\"\"))\n");
    let checked = workdir.run(&["check", "rule/rule.wasm"], b"").exited(0);
    let fits = "is a plugin for the world `rule` of `example:pricing@0.1.0`";
    assert!(checked.stdout.contains(fits), "{}", checked.stdout);

    // The component says for which contract it was built, wherever it lies.
    fs::copy(workdir.path("rule/rule.wasm"), workdir.path("rule.wasm")).unwrap();
    let checked = workdir.run(&["check", "rule.wasm"], b"").exited(1);
    let note =
        "note[other-domain]: it is a component of the world `rule` of `example:pricing@0.1.0`";
    assert!(checked.stderr.contains(note), "{}", checked.stderr);
    let other = "package a:b; world hook { export run: func(); }";
    fs::write(workdir.path("hook.wit"), other).unwrap();
    let hook = ["check", "rule.wasm", "--wit", "hook.wit"];
    let checked = workdir.run(&hook, b"").exited(1);
    assert!(checked.stderr.contains(note), "{}", checked.stderr);
}

#[test]
fn a_plugin_is_refused_before_anything_is_written() {
    let workdir = domain();
    let new = |lang: &str, name: &str| {
        let arguments = ["new", "--domain", "shop", "--lang", lang, name];
        let refused = workdir.run(&arguments, b"").exited(2);
        assert!(!workdir.path(name).exists());
        refused.stderr
    };
    for (lang, name) in [("rust", "self"), ("go", "time"), ("go", "toolchain")] {
        let reserved = new(lang, name);
        let expected = format!("{lang} reserves this name");
        assert!(reserved.contains(&expected), "{reserved}");
    }
    let package = "package = \"example:pricing\"";
    let languages = format!("{package}\nlanguages = [\"rust\"]");
    replace(&workdir, "shop/domain.toml", package, &languages);
    let missing = new("go", "rule");
    assert!(missing.contains("error[no-language]"), "{missing}");
}
