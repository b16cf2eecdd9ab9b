//! Go: the pinned toolchain compiles for WASI preview 1, and Guesthouse's adapter makes a component.

mod caches;
mod domain;
mod messages;
mod settings;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use guesthouse_inspect::contract::Contract;
use guesthouse_inspect::{Diagnostic, Language, World};
use serde::Deserialize;
use wit_parser::{Resolve, WorldId};

use self::settings::Settings;
use crate::doctor::{Finding, Requirement};
use crate::{
    Compiled, DomainBuild, Error, Progress, Project, Template, Toolchain, WorldBuild, embedded,
    pins, preview1, process, shared_sdk,
};

pub(crate) struct Go;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pins {
    go: String,
    toolchain: String,
}

static PINS: LazyLock<Pins> = LazyLock::new(|| pins::read("go"));

impl Toolchain for Go {
    fn sdk(&self) -> &'static str {
        "sdk-go"
    }

    fn templates(&self) -> &'static [Template] {
        const { &[Template::new("go", "Go", Language::Go, "plugin.go")] }
    }

    // The plugins of a workspace share one SDK: Go allows one replacement of a module in it.
    fn sdk_dir(&self, project: &Path) -> PathBuf {
        settings::sdk_dir(project).unwrap_or_else(|| project.join(".guesthouse/sdk"))
    }

    fn fill(&self, dir: &Path, text: String) -> String {
        let sdk = match settings::workspace_of(dir) {
            Some(root) => shared_sdk::path_to(&root, dir, "go"),
            None => "./.guesthouse/sdk".to_owned(),
        };
        text.replace("{{sdk}}", &sdk)
    }

    fn warnings(&self, project: &Project, _compiled: &Compiled) -> Result<Vec<Diagnostic>, Error> {
        let settings = Settings::of(&project.dir)?;
        let left_out = messages::left_out(go_command(&project.dir, &settings, "list"));
        Ok(settings.overridden().into_iter().chain(left_out).collect())
    }

    // The module has the plugin's name.
    fn reserved(&self) -> &'static str {
        RESERVED
    }

    fn reads(&self) -> &'static [&'static str] {
        &[
            "go.mod",
            "go.sum",
            "go.work",
            "go.work.sum",
            "*.go",
            "*.s",
            "*.c",
            "*.h",
        ]
    }

    fn tools(&self, language: Language) -> Vec<Finding> {
        vec![go().finding(language)]
    }

    fn sources(&self) -> &'static [(&'static str, &'static str)] {
        &[("adapter", preview1::CODE)]
    }

    fn compile(&self, project: &Project, progress: &dyn Progress) -> Result<Compiled, Error> {
        // The build always uses the larger world. The component keeps only the imports that the
        // module uses.
        let contract = Contract::get();
        let output = project.work_dir().join("go.wasm");
        let module = Module {
            dir: &project.dir,
            output: &output,
            resolve: &contract.resolve,
            world: contract.world(World::Plugin),
        };
        let core = module.compile(progress)?;
        if !core.has("guesthouse.dev/sdk.Handle") {
            return Err(messages::no_handler());
        }
        module.componentize(core, progress)
    }

    fn compile_world(
        &self,
        build: &WorldBuild<'_>,
        progress: &dyn Progress,
    ) -> Result<Compiled, Error> {
        let mut resolve = Resolve::default();
        let world = resolve
            .push_dir(build.wit)
            .and_then(|(package, _)| resolve.select_world(&[package], Some(build.world)))
            .map_err(|error| {
                Error::step(
                    format!("reading the WIT in {}", build.wit.display()),
                    &error,
                )
            })?;
        let module = Module {
            dir: build.dir,
            output: &build.work_dir().join("go.wasm"),
            resolve: &resolve,
            world,
        };
        let core = module.compile(progress)?;
        module.componentize(core, progress)
    }

    fn compile_domain(
        &self,
        build: &DomainBuild<'_>,
        progress: &dyn Progress,
    ) -> Result<Compiled, Error> {
        domain::compile(build, progress)
    }
}

/// A Go module, and the world that it implements.
struct Module<'a> {
    dir: &'a Path,
    /// The core module that the compiler writes.
    output: &'a Path,
    resolve: &'a Resolve,
    world: WorldId,
}

impl Module<'_> {
    fn compile(&self, progress: &dyn Progress) -> Result<Core, Error> {
        go().check()?;
        let dir = self.dir.canonicalize();
        let settings = Settings::of(&dir.map_err(Error::file("find", self.dir))?)?;
        progress.step(&format!("compiling with {}", PINS.toolchain));
        let core = self.build(&settings, &[])?;
        if !core.lacks_zones() {
            return Ok(core);
        }
        progress.step("compiling with time zones");
        let overlay = format!("-overlay={}", self.zones()?.display());
        self.build(&settings, &[&overlay])
    }

    fn componentize(&self, core: Core, progress: &dyn Progress) -> Result<Compiled, Error> {
        progress.step("making a component");
        let bytes = preview1::componentize(&core.bytes, self.resolve, self.world)
            .map_err(|error| Error::step("making a component of the Go program", &error))?;
        Ok(Compiled {
            bytes,
            toolchain: PINS.toolchain.clone(),
            warnings: core.warnings,
            parts: Vec::new(),
        })
    }

    fn build(&self, settings: &Settings, options: &[&str]) -> Result<Core, Error> {
        let mut command = go_command(self.dir, settings, "build");
        command
            .args("-buildmode=c-shared -trimpath".split(' '))
            // The SDK calls the allocator of Go's runtime by its internal name.
            .args(["-ldflags=-checklinkname=0", "-o"])
            .arg(self.output)
            .args(options)
            .arg(".");
        let finished = process::run(&mut command, |_| ())?;
        if !finished.status.success() {
            let list = || go_command(self.dir, settings, "list");
            let output = finished.output();
            return Err(messages::build_error(output, &PINS.toolchain, list));
        }
        Ok(Core {
            bytes: fs::read(self.output).map_err(Error::file("read", self.output))?,
            warnings: finished.stderr,
        })
    }

    /// Writes a source file that carries the time zones, and an overlay that adds it to the package.
    fn zones(&self) -> Result<PathBuf, Error> {
        let folder = self.output.parent().unwrap_or(self.dir);
        let [source, overlay] = ["zones.go", "zones.json"].map(|name| folder.join(name));
        let text = "package main\n\nimport _ \"time/tzdata\"\n";
        embedded::write(&source, text.as_bytes())?;
        let added = self.dir.join("guesthouse_zones.go");
        let replaced = serde_json::json!({ "Replace": { added.to_string_lossy(): source } });
        embedded::write(&overlay, replaced.to_string().as_bytes())?;
        Ok(overlay)
    }
}

/// A command of the pinned Go for plugins.
fn go_command(dir: &Path, settings: &Settings, verb: &str) -> Command {
    let mut command = Command::new("go");
    command
        .arg(verb)
        .envs(settings.caches.iter().map(|(name, folder)| (name, folder)))
        // The installed Go fetches the pinned one, as it fetches any module.
        .env("GOTOOLCHAIN", &PINS.toolchain)
        .env("GOOS", "wasip1")
        .env("GOARCH", "wasm")
        .env("CGO_ENABLED", "0")
        .env("GO111MODULE", "on")
        .env("GOWORK", &settings.work)
        .env("GOFLAGS", &settings.flags)
        .current_dir(dir);
    command
}

/// What the compiler made.
struct Core {
    bytes: Vec<u8>,
    warnings: String,
}

impl Core {
    /// Whether the module loads time zones by name and carries none. It has no files to load them
    /// from.
    fn lacks_zones(&self) -> bool {
        self.has("time.LoadLocation") && !self.has("time/tzdata.loadFromEmbeddedTZData")
    }

    /// Whether the name section contains a function. A name stands there after its length, and with
    /// `_` for `/`.
    fn has(&self, function: &str) -> bool {
        let mut name = length(function.len());
        let first = name.first().copied();
        name.extend(function.replace('/', "_").bytes());
        let mut windows = self.bytes.windows(name.len());
        windows.any(|window| window.first().copied() == first && window == name)
    }
}

/// A length as WebAssembly writes it: seven bits in each byte, the lowest first.
fn length(mut length: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(length & 0x7f).unwrap_or_default();
        length >>= 7;
        if length == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// The oldest Go that can fetch the pinned one.
fn go() -> Requirement<'static> {
    Requirement {
        tool: "go",
        least: &PINS.go,
        fix: "install Go: https://go.dev/dl",
    }
}

/// The first elements of the paths of Go's packages, and the words that the go command reserves.
const RESERVED: &str = "all archive bufio builtin bytes cmd cmp compress container context crypto database debug embed \
    encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net \
    os path plugin reflect regexp runtime slices sort std strconv strings structs sync syscall testing \
    text time tool toolchain unicode unique unsafe vendor weak work";
