//! A Rust plugin whose crates use clocks, threads and what a plugin does not have.

use serde_json::Value;

use crate::plugins;
use crate::workdir::new_workdir;

const DEPENDENCIES: &str = r#"[dependencies]
chrono = "0.4"
rayon = "1"
tokio = { version = "1", features = ["macros", "rt", "sync", "time"] }
uuid = { version = "1", features = ["v4", "v7"] }"#;

#[test]
fn libraries_work_in_rust() {
    let workdir = new_workdir();
    let project = plugins::project(&workdir, "rust", "rust", &[("lib.rs", "src/lib.rs")]);
    let manifest = workdir.read("rust/Cargo.toml");
    workdir.write(
        "rust/Cargo.toml",
        manifest.replace("[dependencies]", DEPENDENCIES),
    );
    let Some(plugin) = plugins::build(&project, &workdir.path("rust.wasm"), &[]) else {
        return;
    };
    let kinds = [
        "check", "caught", "thread", "exit", "check", "lock", "filled", "large", "file", "read",
        "socket", "name",
    ];
    let events = kinds.map(|kind| (kind, Value::Null));
    let (handled, ran) = plugins::handle(plugins::run(&workdir, &plugin), &workdir, &events);
    handled[0].completed(&[]);
    let absent = "a plugin has no sockets";
    assert!(ran.stderr.contains(absent), "{}", ran.stderr);
    // A panic ends the plugin, also inside `catch_unwind`.
    let caught = handled[1].failed("crashed", "panic");
    assert!(caught.starts_with("not caught"), "{caught}");
    let thread = handled[2].failed("crashed", "panic");
    assert!(thread.contains("failed to spawn thread"), "{thread}");
    assert!(!thread.contains("/rustc/"), "{thread}");
    // WASI does not pass the status on.
    let exit = handled[3].failed("crashed", "exit");
    assert!(
        exit.starts_with(
            "the guest exited with a status that is not 0; a plugin returns an error instead\n"
        ),
        "{exit}"
    );
    handled[4].completed(&[]);
    let lock = handled[5].failed("crashed", "panic");
    assert!(lock.starts_with("rwlock locked for writing\n"), "{lock}");
    for handled in &handled[6..8] {
        let failure = handled.failed("crashed", "trap");
        assert!(failure.contains("the stack is too small"), "{failure}");
    }
    let files =
        "(a plugin has no files: put them into it with `include_str!` or `include_bytes!`)\n";
    let sockets = "(a plugin has no sockets: use `guesthouse_sdk::http`)\n";
    for (at, class, code, instead) in [
        (8, "crashed", Some("panic"), files),
        (9, "failed", None, files),
        (10, "crashed", Some("panic"), sockets),
        (11, "failed", None, sockets),
    ] {
        let failure = handled[at].failed(class, code);
        assert!(failure.contains(instead), "{failure}");
        assert!(failure.contains("src/lib.rs:"), "{failure}");
    }
}
