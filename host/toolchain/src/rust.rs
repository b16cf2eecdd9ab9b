//! Rust: cargo links a component for `wasm32-wasip2`.

mod messages;
mod settings;
mod workspace;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use guesthouse_inspect::{Diagnostic, Language};
use serde::Deserialize;
use serde_json::Value;

use crate::doctor::Finding;
use crate::error::MissingTool;
use crate::{
    Compiled, DomainBuild, Error, Progress, Project, Template, Toolchain, WorldBuild, pins,
    process, shared_sdk,
};

pub(crate) struct Cargo;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pins {
    target: String,
}

static PINS: LazyLock<Pins> = LazyLock::new(|| pins::read("rust"));

impl Toolchain for Cargo {
    fn sdk(&self) -> &'static str {
        "sdk-rust"
    }

    fn templates(&self) -> &'static [Template] {
        const { &[Template::new("rust", "Rust", Language::Rust, "src/lib.rs")] }
    }

    // The plugins of a workspace share one SDK: cargo allows no two packages of the same name in it.
    fn sdk_dir(&self, project: &Path) -> PathBuf {
        workspace::sdk_dir(project).unwrap_or_else(|| project.join(".guesthouse/sdk"))
    }

    fn fill(&self, dir: &Path, text: String) -> String {
        let (sdk, root) = match workspace::workspace_of(dir) {
            Some(root) => (shared_sdk::path_to(&root, dir, "rust"), settings::MEMBER),
            None => (".guesthouse/sdk".to_owned(), settings::ROOT),
        };
        text.replace("{{sdk}}", &sdk).replace("{{root}}\n", root)
    }

    fn warnings(&self, project: &Project, compiled: &Compiled) -> Result<Vec<Diagnostic>, Error> {
        let browser = messages::browser(&compiled.bytes, &project.dir, &PINS.target);
        let overridden = settings::overridden(&PINS.target);
        Ok(overridden.into_iter().chain(browser).collect())
    }

    // Cargo makes a crate of the plugin's name.
    fn reserved(&self) -> &'static str {
        RESERVED
    }

    fn reads(&self) -> &'static [&'static str] {
        &[
            "Cargo.toml",
            "Cargo.lock",
            "rust-toolchain",
            "rust-toolchain.toml",
            ".cargo/config",
            ".cargo/config.toml",
            "*.rs",
        ]
    }

    fn tools(&self, language: Language) -> Vec<Finding> {
        let target = require_target(Path::new("."));
        vec![
            Finding::new(language, "cargo", "any version", require_cargo()),
            Finding::new(language, &PINS.target, "installed target", target),
        ]
    }

    fn sources(&self) -> &'static [(&'static str, &'static str)] {
        &[("profile", settings::ROOT)]
    }

    fn compile(&self, project: &Project, progress: &dyn Progress) -> Result<Compiled, Error> {
        let compiled = compile(&project.dir, progress)?;
        let component = guesthouse_inspect::check(&compiled.bytes).component;
        if component.is_some_and(|component| component.exports.is_empty()) {
            return Err(messages::no_handler());
        }
        Ok(compiled)
    }

    fn compile_world(
        &self,
        build: &WorldBuild<'_>,
        progress: &dyn Progress,
    ) -> Result<Compiled, Error> {
        compile(build.dir, progress)
    }

    // The bindings of the SDK read the WIT package in the folder beside it.
    fn compile_domain(
        &self,
        build: &DomainBuild<'_>,
        progress: &dyn Progress,
    ) -> Result<Compiled, Error> {
        compile(build.dir, progress)
    }
}

fn compile(dir: &Path, progress: &dyn Progress) -> Result<Compiled, Error> {
    let dir = &dir.canonicalize().map_err(Error::file("find", dir))?;
    require_target(dir)?;
    progress.step("compiling with cargo");
    let mut component = None;
    let manifest = dir.join("Cargo.toml");
    let finished = process::run(&mut build_command(dir), |line| {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            return;
        };
        if let Some(name) = compiled_crate(&message) {
            progress.step(&format!("compiled {name}"));
        }
        component = component_file(&message, &manifest).or(component.take());
    })?;
    if !finished.status.success() {
        return Err(messages::build_error(finished.stderr, dir, &PINS.target));
    }
    let component = component.ok_or_else(no_cdylib)?;
    let bytes = std::fs::read(&component).map_err(Error::file("read", &component))?;
    Ok(Compiled {
        bytes,
        toolchain: version(dir),
        warnings: finished.stderr,
        parts: Vec::new(),
    })
}

fn build_command(dir: &Path) -> Command {
    let mut command = Command::new("cargo");
    command
        .args("build --release --quiet --message-format=json-render-diagnostics".split(' '))
        .args(["--target", &PINS.target])
        .current_dir(dir);
    // A workspace can choose other members as its default.
    if let Some(id) = package_id(dir) {
        command.args(["--package", &id]);
    }
    settings::apply(&mut command, dir, &PINS.target);
    command
}

/// Returns cargo's id of the package in a folder. If cargo refuses the workspace, the build says why.
fn package_id(dir: &Path) -> Option<String> {
    let mut command = Command::new("cargo");
    command
        .args("metadata --quiet --no-deps --format-version 1".split(' '))
        .current_dir(dir);
    let printed = process::run(&mut command, |_| ()).ok()?.stdout;
    let metadata: Value = serde_json::from_str(&printed).ok()?;
    let manifest = dir.join("Cargo.toml");
    let mut packages = metadata.get("packages")?.as_array()?.iter();
    let is_here = |package: &&Value| {
        let path = package.get("manifest_path").and_then(Value::as_str);
        path.map(Path::new) == Some(&manifest)
    };
    Some(packages.find(is_here)?.get("id")?.as_str()?.to_owned())
}

/// Checks that cargo and rustc are installed.
fn require_cargo() -> Result<(), Error> {
    if process::is_found("cargo") && process::is_found("rustc") {
        return Ok(());
    }
    Err(Error::MissingTool(MissingTool {
        needed: "cargo, Rust's build tool,".to_owned(),
        found: "but it is not on the PATH".to_owned(),
        fix: "install Rust with rustup: https://rustup.rs".to_owned(),
    }))
}

/// Checks that the pinned target is installed for the toolchain that `dir` selects.
fn require_target(dir: &Path) -> Result<(), Error> {
    let target = &PINS.target;
    require_cargo()?;
    let mut command = Command::new("rustc");
    command
        .args(["--print", "target-libdir", "--target", target])
        .current_dir(dir);
    let finished = process::run(&mut command, |_| ())?;
    if finished.status.success() && Path::new(finished.stdout.trim()).is_dir() {
        return Ok(());
    }
    Err(Error::MissingTool(MissingTool {
        needed: format!("Rust's target {target}"),
        found: "but it is not installed for the toolchain of this folder".to_owned(),
        fix: format!("rustup target add {target}"),
    }))
}

/// Returns the crate that a message of cargo reports as compiled.
fn compiled_crate(message: &Value) -> Option<&str> {
    let fresh = message.get("fresh")?.as_bool()?;
    if fresh {
        None
    } else {
        message.get("target")?.get("name")?.as_str()
    }
}

/// Returns the component, if a message of cargo is about the library of the package with this
/// Cargo.toml.
fn component_file(message: &Value, manifest: &Path) -> Option<PathBuf> {
    if Path::new(message.get("manifest_path")?.as_str()?) != manifest {
        return None;
    }
    let kinds = message.get("target")?.get("kind")?.as_array()?;
    if !kinds.iter().any(|kind| kind == "cdylib") {
        return None;
    }
    let files = message.get("filenames")?.as_array()?;
    files
        .iter()
        .filter_map(Value::as_str)
        .find(|file| file.ends_with(".wasm"))
        .map(PathBuf::from)
}

fn no_cdylib() -> Error {
    let found = Diagnostic::error(
        "no-cdylib",
        "the project does not build a WebAssembly library",
    );
    Error::finding(found.hint("add this to Cargo.toml:\n[lib]\ncrate-type = [\"cdylib\"]"))
}

/// Returns for example `rustc 1.95.0`.
fn version(dir: &Path) -> String {
    let mut command = Command::new("rustc");
    command.arg("--version").current_dir(dir);
    let printed = process::run(&mut command, |_| ())
        .map(|finished| finished.stdout)
        .unwrap_or_default();
    let version = printed.split(" (").next().unwrap_or_default();
    version.trim().to_owned()
}

/// The words that Rust or cargo reserves and that are valid names of plugins.
const RESERVED: &str = "abstract alloc as async await become box break const continue core crate do dyn else enum \
    extern false final fn for gen if impl in let loop macro match mod move mut override priv \
    proc-macro pub ref return self static std struct super test trait true try type";
