//! Explains failures of Go whose own output hides the reason.

use std::fs;
use std::path::Path;
use std::process::Command;

use guesthouse_inspect::{Diagnostic, Place};
use serde::Deserialize;

use crate::{Error, process};

/// Returns the error of a failed build. `list` is the command `go list` with the settings of the build.
pub(super) fn build_error(output: String, toolchain: &str, list: impl Fn() -> Command) -> Error {
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
    if output.contains("requires exactly one main package") {
        return not_main(list()).unwrap_or(Error::Compile { tool: "go", output });
    }
    match cgo_files(list()).as_slice() {
        [] => unsupported(&output, list())
            .map_or(Error::Compile { tool: "go", output }, Error::finding),
        files => {
            let message = format!("the plugin contains C: {}", files.join(", "));
            let found = Diagnostic::error("c-dependency", message).detail(output);
            Error::finding(found.hint(NO_C))
        }
    }
}

/// A package of another module does not compile, most often because it is not for WebAssembly. Its code is not
/// the author's, and neither are the errors in it.
fn unsupported(output: &str, mut list: Command) -> Option<Diagnostic> {
    list.args("-deps -e -json=ImportPath,Module,Imports,Error .".split(' '));
    let all = packages(list);
    let (package, reason) = all
        .iter()
        .filter(|it| it.module.as_ref().is_some_and(Module::is_foreign))
        .find_map(|it| Some((it, it.failure(output)?)))?;
    let Module { path, version, .. } = package.module.as_ref()?;
    let imports = import_chain(&all, &package.import_path).join(" → ");
    let message =
        format!("the module `{path}` {version} does not compile for a plugin ({imports})");
    let found = Diagnostic::error("unsupported-module", message).detail(reason);
    Some(found.hint("a plugin is built for WebAssembly (GOOS=wasip1) and has no files, sockets and processes: use a module that supports that, or import it only in files with `//go:build !wasip1`"))
}

/// Returns how the plugin comes to import a package. `all` has each package after those that it imports.
fn import_chain<'a>(all: &'a [Package], package: &'a str) -> Vec<&'a str> {
    let mut chain = vec![package];
    let (mut current, mut rest) = (package, all);
    // The last importer is the nearest to the plugin.
    while let Some((at, importer)) = rest.iter().enumerate().rfind(|(_, it)| it.imports(current)) {
        current = &importer.import_path;
        chain.push(current);
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    chain.reverse();
    chain
}

/// Returns a warning if Go left out files of the plugin or its packages, and compiled the rest.
pub(super) fn left_out(list: Command) -> Option<Diagnostic> {
    let files = cgo_files(list);
    let message = format!("the plugin is built without {}", files.join(", "));
    let found = Diagnostic::warning("c-dependency", message);
    (!files.is_empty()).then(|| {
        found.hint(format!(
            "{NO_C}. The rest compiles, so only what the file does in `init` is missing"
        ))
    })
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
    #[serde(default)]
    dir: String,
    import_path: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    standard: bool,
    #[serde(default)]
    module: Option<Module>,
    #[serde(default)]
    imports: Vec<String>,
    #[serde(default)]
    error: Option<PackageError>,
    #[serde(default)]
    go_files: Vec<String>,
    /// The files that import "C" and would be compiled for this target if there were a compiler for C.
    #[serde(default)]
    cgo_files: Vec<String>,
}

/// A module that a package belongs to.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Module {
    path: String,
    /// Empty for a module of the author.
    #[serde(default)]
    version: String,
    #[serde(default)]
    replace: Option<Box<Module>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PackageError {
    err: String,
}

impl Package {
    fn imports(&self, path: &str) -> bool {
        self.imports.iter().any(|import| import == path)
    }

    /// Returns why Go cannot compile the package for a plugin, if it cannot.
    fn failure<'a>(&'a self, output: &'a str) -> Option<&'a str> {
        let excluded = self.error.as_ref().map(|it| it.err.as_str());
        let excluded = excluded.filter(|it| it.starts_with("build constraints exclude all"));
        let mut lines = output.lines();
        let is_head = |line: &str| line.strip_prefix("# ") == Some(&self.import_path);
        excluded.or_else(|| lines.find(|line| is_head(line)).and(lines.next()))
    }
}

impl Module {
    /// Returns whether a module comes from elsewhere. The author's modules are in folders.
    fn is_foreign(&self) -> bool {
        let used = self.replace.as_deref().unwrap_or(self);
        !used.version.is_empty()
    }
}

/// A plugin whose package has another name than `main`.
fn not_main(mut list: Command) -> Option<Error> {
    list.args("-e -json=Dir,ImportPath,Name,GoFiles .".split(' '));
    let Package {
        dir,
        name,
        go_files,
        ..
    } = packages(list).into_iter().next()?;
    let file = go_files.into_iter().next().filter(|_| name != "main")?;
    let text = fs::read_to_string(Path::new(&dir).join(&file)).ok()?;
    let clause = |line: &str| {
        line.split_whitespace()
            .take(2)
            .eq(["package", name.as_str()])
    };
    let line = text.lines().position(clause)? + 1;
    let message = format!("the plugin's package is `{name}`, but a plugin is a package `main`");
    let found = Diagnostic::error("not-main", message).at(Place {
        file,
        position: Some((line, 1)),
    });
    Some(Error::finding(found.hint(
        "write `package main` in each file of this folder, and have `func main() {}` in one of them",
    )))
}

/// Returns the files of the plugin and its packages that import "C". Of a package with several, it returns their
/// number.
fn cgo_files(mut list: Command) -> Vec<String> {
    list.env("CGO_ENABLED", "1");
    list.args("-deps -e -json=Dir,ImportPath,Standard,CgoFiles .".split(' '));
    let own = packages(list).into_iter().filter(|it| !it.standard);
    own.flat_map(|package| {
        let Package {
            import_path,
            cgo_files,
            ..
        } = package;
        match cgo_files.as_slice() {
            _ if !import_path.contains('.') => cgo_files,
            [] => Vec::new(),
            [file] => vec![format!("{import_path}/{file}")],
            files => vec![format!("{} files of {import_path}", files.len())],
        }
    })
    .collect()
}

/// Returns the packages that a command of Go lists.
fn packages(mut list: Command) -> Vec<Package> {
    let Ok(finished) = process::run(&mut list, |_| ()) else {
        return Vec::new();
    };
    let packages = serde_json::Deserializer::from_str(&finished.stdout).into_iter();
    packages.map_while(Result::ok).collect()
}
