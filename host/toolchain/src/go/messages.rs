//! Explains failures of Go whose own output hides the reason.

use std::fs;
use std::path::Path;
use std::process::Command;

use guesthouse_inspect::Diagnostic;
use serde::Deserialize;

use crate::{Error, process};

/// Returns the error of a failed build. `list` is the command `go list` with the settings of the build.
pub(super) fn build_error(output: String, toolchain: &str, list: Command) -> Error {
    if output.contains("go: download go") {
        let message = format!("cannot download {toolchain}");
        let hint =
            "check the connection to Go's module proxy: the first build downloads the toolchain";
        return Error::finding(
            Diagnostic::error("install", message)
                .detail(output)
                .hint(hint),
        );
    }
    if output.contains("conflicting replacements") && output.contains("guesthouse.dev/sdk") {
        let message = "two plugins of the workspace have an SDK folder each";
        let found = Diagnostic::error("two-sdks", message).detail(output);
        return Error::finding(found.hint("let all plugins of the go.work use one folder; in a plugin's go.mod, for example:\nreplace guesthouse.dev/sdk => ../../.guesthouse/go/sdk"));
    }
    match cgo_files(list, "-deps").as_slice() {
        [] => Error::Compile { tool: "go", output },
        files => {
            let message = format!("the plugin contains C: {}", files.join(", "));
            let found = Diagnostic::error("c-dependency", message).detail(output);
            Error::finding(found.hint(NO_C))
        }
    }
}

/// Returns a warning if Go left out a file of the plugin's own package, and compiled the rest.
pub(super) fn left_out(list: Command) -> Option<Diagnostic> {
    let files = cgo_files(list, "-deps=false");
    let message = format!("the plugin is built without {}", files.join(", "));
    let found = Diagnostic::warning("c-dependency", message);
    (!files.is_empty()).then(|| found.hint(NO_C))
}

const NO_C: &str = "Go leaves out a file with `import \"C\"`, because there is no C compiler for WebAssembly: write it in Go, or use another package";

/// A plugin that compiles and does not register a handler.
pub(super) fn no_handler() -> Error {
    let message = "the plugin has no handler: it does not call `sdk.Handle`";
    let hint = "add this to package main:\nfunc init() { sdk.Handle(handle) }";
    Error::finding(Diagnostic::error("no-handle", message).hint(hint))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Package {
    dir: String,
    import_path: String,
    #[serde(default)]
    standard: bool,
    #[serde(default)]
    ignored_go_files: Vec<String>,
}

/// Returns the files that import "C", of the plugin and, with the option `-deps`, of its packages.
fn cgo_files(mut list: Command, deps: &str) -> Vec<String> {
    list.arg(deps);
    list.args("-e -json=Dir,ImportPath,Standard,IgnoredGoFiles .".split(' '));
    let Ok(finished) = process::run(&mut list, |_| ()) else {
        return Vec::new();
    };
    let packages = serde_json::Deserializer::from_str(&finished.stdout).into_iter::<Package>();
    let own = packages
        .map_while(Result::ok)
        .filter(|package| !package.standard);
    own.flat_map(|package| {
        let files = package.ignored_go_files.into_iter();
        let name = |file: String| {
            if package.import_path.contains('.') {
                format!("{}/{file}", package.import_path)
            } else {
                file
            }
        };
        files
            .filter(|file| imports_c(&Path::new(&package.dir).join(file)))
            .map(name)
            .collect::<Vec<_>>()
    })
    .collect()
}

fn imports_c(file: &Path) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    let mut lines = text.lines().map(str::trim);
    lines.any(|line| line.starts_with("import \"C\"") || line == "\"C\"")
}
