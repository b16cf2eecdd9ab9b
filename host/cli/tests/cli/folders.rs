//! Verbs that take the folder of a project build it, if something changed.

use std::fs;

use guesthouse_testing::Workdir;
use guesthouse_testing::skip::skip;

use crate::workdir::new_workdir;

/// Creates a plugin and runs it. Returns `None` if a tool is missing.
fn plugin(lang: &str) -> Option<Workdir> {
    let workdir = new_workdir();
    let created = workdir.run(&["new", "--lang", lang, "hello"], b"");
    created.exited(0);
    let ran = workdir.run(&["run", "hello"], b"");
    if ran.stderr.contains("error[missing-tool]") {
        skip("a project as a folder", &ran.stderr);
        return None;
    }
    let ran = ran.exited(0);
    assert!(
        ran.stderr.contains("hello/hello.wasm (js,"),
        "{}",
        ran.stderr
    );
    Some(workdir)
}

/// Whether running the folder builds it.
fn builds(workdir: &Workdir) -> bool {
    let ran = workdir.run(&["run", "hello"], b"").exited(0);
    ran.stderr.contains("Built")
}

fn append(workdir: &Workdir, file: &str, text: &str) {
    let before = workdir.read(file);
    workdir.write(file, before + text);
}

#[test]
fn a_folder_is_built_again_only_if_it_changed() {
    let Some(workdir) = plugin("js") else { return };
    assert!(!builds(&workdir));
    // Cases and fakes are not part of the component.
    workdir.write("hello/cases/a.toml", "");
    workdir.write("hello/fakes.toml", "");
    assert!(!builds(&workdir));
    append(&workdir, "hello/src/plugin.js", "\n// changed\n");
    assert!(builds(&workdir));
    assert!(!builds(&workdir));
    fs::remove_file(workdir.path("hello/hello.wasm")).unwrap();
    assert!(builds(&workdir));
    workdir.write("hello/hello.wasm", "another file");
    assert!(builds(&workdir));
    append(
        &workdir,
        "hello/plugin.toml",
        "\n[build]\nengine = \"quickjs\"\n",
    );
    assert!(builds(&workdir));
}

#[test]
fn a_folder_that_does_not_build_is_not_run() {
    let Some(workdir) = plugin("js") else { return };
    append(&workdir, "hello/src/plugin.js", "\nthis is no JavaScript\n");
    let failed = workdir.run(&["run", "hello"], b"").exited(1);
    assert!(failed.stderr.contains("plugin.js"), "{}", failed.stderr);
    assert_eq!(failed.stdout, "");
}
