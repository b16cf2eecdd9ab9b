//! Plugins that are larger than hosts accept.

use std::path::Path;

use crate::workdir::new_workdir;
use guesthouse_testing::Random;
use guesthouse_testing::skip::skip;

/// Writes a file, and its folders.
fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// Returns mebibytes that cannot be compressed.
fn noise(mebibytes: usize) -> Vec<u8> {
    let mut random = Random::new(1);
    let numbers = (0..mebibytes << 17).flat_map(|_| random.number().to_le_bytes());
    numbers.collect()
}

/// Returns a module of JavaScript with a text of this many mebibytes.
fn module(name: &str, mebibytes: usize) -> String {
    let text = "x".repeat(mebibytes << 20);
    format!("export const {name} = \"{text}\";\n")
}

/// Builds a plugin, and checks that the build names these parts, the largest first.
fn names(lang: &str, parts: &[&str], add: impl Fn(&Path)) {
    let workdir = new_workdir();
    let ran = workdir.run(&["new", "--lang", lang, "large"], b"");
    ran.exited(0);
    add(&workdir.path("large"));
    let ran = workdir.run(&["build", "large"], b"");
    if ran.stderr.contains("error[missing-tool]") {
        return skip("a large plugin", &ran.stderr);
    }
    let ran = ran.exited(0);
    let (_, warning) = ran.stderr.split_once("warning[too-large]: ").unwrap();
    let message = "MiB, and hosts accept at most 64MiB by default";
    assert!(
        warning.lines().next().unwrap().ends_with(message),
        "{warning}"
    );
    let named = warning.lines().filter_map(|line| line.strip_prefix("  | "));
    let named: Vec<_> = named.collect();
    for (line, part) in named.iter().zip(parts) {
        assert!(line.ends_with(part), "{warning}");
    }
    assert!(named.len() >= parts.len(), "{warning}");
    let ran = workdir.run(&["check", "large/large.wasm"], b"").exited(1);
    assert!(ran.stderr.contains("error[too-large]: "), "{}", ran.stderr);
}

#[test]
fn a_large_python_plugin_has_its_largest_files_named() {
    names("python", &["MiB  data", "MiB  words"], |project| {
        for number in 0..8 {
            write(&project.join(format!("data/{number}")), noise(7));
        }
        write(&project.join("words"), noise(5));
    });
}

#[test]
fn a_large_javascript_plugin_has_its_largest_packages_named() {
    names("js", &["MiB  @big/text", "MiB  src/words.js"], |project| {
        let package = project.join("node_modules/@big/text/index.js");
        write(&package, module("text", 17));
        write(&project.join("src/words.js"), module("words", 4));
        let source = project.join("src/plugin.js");
        let text = std::fs::read_to_string(&source).unwrap();
        let added = "import { text } from \"@big/text\";\nimport { words } from \"./words.js\";\nglobalThis.kept = text + words;\n";
        write(&source, format!("{added}{text}"));
    });
}
