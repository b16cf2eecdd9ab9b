//! Explains failures of cargo whose own output is long or hides the reason.

use std::path::Path;
use std::process::Command;

use guesthouse_inspect::Diagnostic;

use crate::{Error, process};

/// Words of build scripts that compile or look for a library in C.
const C: [&str; 8] = [
    "cc-rs",
    "CC_wasm32",
    "TARGET_CC",
    "clang",
    "cmake",
    "pkg-config",
    "pkg_config",
    "OPENSSL_DIR",
];

/// Crates for encrypted connections.
const TLS: [&str; 4] = ["aws-lc-sys", "curl-sys", "openssl-sys", "ring"];

/// Returns the error of a failed build.
pub(super) fn build_error(output: String, dir: &Path, target: &str) -> Error {
    let crates = Crates { dir, target };
    match build_script(&output, &crates)
        .or_else(|| unsupported(&output, &crates))
        .or_else(|| import(&output))
        .or_else(|| two_sdks(&output))
        .or_else(|| tool(&output))
    {
        Some(found) => Error::finding(found),
        None => Error::Compile {
            tool: "cargo",
            output,
        },
    }
}

/// A crate that compiles and exports nothing.
pub(super) fn no_handler() -> Error {
    let message = "the plugin has no handler: it does not call `plugin!`";
    let hint = "add this, with the type that implements `Plugin` in place of `MyPlugin`:\n\
        guesthouse_sdk::plugin!(MyPlugin);";
    Error::finding(Diagnostic::error("no-handle", message).hint(hint))
}

/// A build script failed, most often because the crate compiles C.
fn build_script(output: &str, crates: &Crates<'_>) -> Option<Diagnostic> {
    let name = quoted(output, "failed to run custom build command for `")?;
    let (name, version) = name.split_once(" v").unwrap_or((name, ""));
    let version = version.split(' ').next().unwrap_or_default();
    let path = crates.path_to(&format!("{name}@{version}"));
    if !C.iter().any(|word| output.contains(word)) {
        let message = format!("the build script of the crate `{name}` failed ({path})");
        let found = Diagnostic::error("build-script", message).detail(output);
        return Some(found.hint(format!(
            "use a version of `{name}` that supports WebAssembly, or another crate"
        )));
    }
    let message = format!("the crate `{name}` needs a C compiler or a C library ({path})");
    let reason = output.lines().map(str::trim).find(|line| {
        line.starts_with("error occurred in cc-rs") || line.starts_with("fatal error")
    });
    let found = Diagnostic::error("c-dependency", message)
        .detail(reason.unwrap_or("its build script failed"));
    let found = found.hint("a plugin is built for WebAssembly, for which there is no C compiler and no system library: use a crate in pure Rust, or turn off the feature that needs C (`default-features = false`)");
    if TLS.contains(&name) {
        let hint = "a plugin has no sockets, so it needs no TLS: send requests with `guesthouse_sdk::http`";
        return Some(found.hint(hint));
    }
    Some(found)
}

/// Crates that need sockets.
const NETWORK: [&str; 4] = ["mio", "quinn-udp", "socket2", "tokio"];

/// A crate of a registry or of a repository does not compile, most often because it is not for WebAssembly. Its
/// code is not the author's, and neither are the errors in it.
fn unsupported(output: &str, crates: &Crates<'_>) -> Option<Diagnostic> {
    let names = output.split("error: could not compile `").skip(1);
    let failed = names
        .filter_map(|rest| rest.split('`').next())
        .filter(|name| crates.is_foreign(name));
    // The crate that needs sockets has the plainest reason.
    let name = failed.min_by_key(|name| !NETWORK.contains(name))?;
    let path = crates.path_to(name);
    let message = format!("the crate `{name}` does not compile for a plugin ({path})");
    let found = Diagnostic::error("unsupported-crate", message).detail(first_error(output));
    let hint = if NETWORK.contains(&name) {
        "a plugin has no sockets: send requests with `guesthouse_sdk::http`, and turn off the features that need the network. For tokio, that leaves:\ntokio = { version = \"1\", features = [\"macros\", \"rt\", \"sync\", \"time\", \"io-util\"] }".to_owned()
    } else {
        format!(
            "turn off the feature that needs `{name}` (`default-features = false`), or use a version or another crate that supports `{}`",
            crates.target
        )
    };
    Some(found.hint(hint))
}

/// Returns the first error of the compiler with its place.
fn first_error(output: &str) -> String {
    let lines = output.lines().skip_while(|line| !line.starts_with("error"));
    let error: Vec<_> = lines.take_while(|line| !line.trim().is_empty()).collect();
    error.join("\n")
}

/// A crate declares a function that a browser, Emscripten or C would provide.
fn import(output: &str) -> Option<Diagnostic> {
    let name = quoted(output, "failed to resolve import `")?;
    let message = format!("a crate calls the function `{name}`, which no host has");
    let found = Diagnostic::error("unknown-import", message);
    Some(found.hint("the crate assumes that WebAssembly runs in a browser, or expects a library in C: turn off the feature that needs the function, or use a crate that supports `wasm32-wasip2`"))
}

/// What wasm-bindgen panics with instead of calling JavaScript, if the target is not a browser.
const NO_BROWSER: &[u8] = b"cannot call wasm-bindgen imported functions on non-wasm targets";

/// Returns a warning if a component contains calls of functions of a browser.
pub(super) fn browser(component: &[u8], dir: &Path, target: &str) -> Option<Diagnostic> {
    let mut windows = component.windows(NO_BROWSER.len());
    if !windows.any(|window| window == NO_BROWSER) {
        return None;
    }
    let path = Crates { dir, target }.path_to("wasm-bindgen");
    let message = format!("a crate calls functions of a browser ({path})");
    let found = Diagnostic::warning("browser-dependency", message);
    Some(found.hint("a call panics, because a plugin runs without JavaScript: turn off the crate's feature for JavaScript (often `js` or `wasmbind`), or use another crate"))
}

/// Two members of a workspace bring an SDK each, which cargo does not allow.
fn two_sdks(output: &str) -> Option<Diagnostic> {
    let is_twice = output.contains("two packages named `guesthouse-sdk`")
        || (output.contains("package collision") && output.contains("guesthouse-sdk"));
    let message = "two plugins of the workspace have an SDK folder each";
    is_twice.then(|| {
        Diagnostic::error("two-sdks", message).detail(output).hint("let all plugins of the workspace use one folder; in a plugin's Cargo.toml, for example:\nguesthouse-sdk = { path = \"../../.guesthouse/rust/sdk\" }")
    })
}

/// A program that the environment or a configuration file names cannot be started or fails.
fn tool(output: &str) -> Option<Diagnostic> {
    if let Some(program) = quoted(output, "could not execute process `") {
        let program = program.split(' ').next().unwrap_or_default();
        let message = format!("cargo cannot start `{program}`");
        let found = Diagnostic::error("cargo-setting", message).detail(output);
        return Some(found.hint("install it, or remove the setting that names it: RUSTC_WRAPPER, RUSTC or a linker in the environment, or the same in .cargo/config.toml of a folder above or of your home folder"));
    }
    let program = quoted(output, "linking with `").or_else(|| quoted(output, "error: linker `"))?;
    let message = format!("`{program}` cannot link the plugin");
    let found = Diagnostic::error("link", message).detail(output);
    Some(found.hint("a flag or a linker for this machine comes from CARGO_TARGET_WASM32_WASIP2_RUSTFLAGS, CARGO_TARGET_WASM32_WASIP2_LINKER, or a table [target.…] in .cargo/config.toml of a folder above or of your home folder"))
}

/// Returns the text between `start` and the next backquote.
fn quoted<'a>(output: &'a str, start: &str) -> Option<&'a str> {
    let (_, rest) = output.split_once(start)?;
    Some(rest.split_once('`')?.0)
}

/// The crates of a project.
struct Crates<'a> {
    dir: &'a Path,
    target: &'a str,
}

impl Crates<'_> {
    /// Returns whether a crate comes from a registry. The sources of the author's crates are in folders.
    fn is_foreign(&self, package: &str) -> bool {
        let tree = self.tree(package);
        let first = tree.lines().next();
        first.is_some_and(|line| !line.contains(" (/"))
    }

    /// Returns the crates that use a crate, below it, as cargo prints them.
    fn tree(&self, package: &str) -> String {
        let mut command = Command::new("cargo");
        command
            .args("tree --quiet --prefix depth --format :{p} --edges normal,build".split(' '))
            .args(["--target", self.target, "--invert", package])
            .current_dir(self.dir);
        process::run(&mut command, |_| ())
            .map(|finished| finished.stdout)
            .unwrap_or_default()
    }

    /// Returns how the project comes to use a crate, for example `my-plugin → zstd → zstd-sys`.
    fn path_to(&self, package: &str) -> String {
        let printed = self.tree(package);
        let path = first_branch(&printed);
        if path.is_empty() {
            let name = package.split('@').next();
            return name.unwrap_or_default().to_owned();
        }
        path.join(" → ")
    }
}

/// Returns the names on the first way from the root of a printed tree to a leaf, leaf first.
fn first_branch(tree: &str) -> Vec<&str> {
    let lines = tree.lines().filter_map(|line| line.split_once(':'));
    let mut path: Vec<_> = lines
        .enumerate()
        .take_while(|(position, (depth, _))| depth.parse() == Ok(*position))
        .filter_map(|(_, (_, package))| package.split(' ').next())
        .collect();
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_a_crate_is_the_first_branch() {
        let tree = "0:zstd-sys v2.0.16\n1:zstd-safe v7.2.4\n2:zstd v0.13.3\n3:packed v0.1.0 (/a b)\n1:other v1.0.0\n";
        assert_eq!(
            first_branch(tree),
            ["packed", "zstd", "zstd-safe", "zstd-sys"]
        );
        assert!(first_branch("").is_empty());
    }
}
