//! Go: the pinned toolchain compiles for WASI preview 1, and Guesthouse's adapter makes a component.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use guesthouse_inspect::contract::Contract;
use guesthouse_inspect::{Diagnostic, Language, World};
use serde::Deserialize;
use wit_parser::{Resolve, WorldId};

use crate::doctor::{Finding, Requirement};
use crate::{
    Compiled, Error, Progress, Project, Template, Toolchain, WorldBuild, packages, pins, preview1,
    process,
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
        let module = Module {
            dir: &project.dir,
            output: &project.work_dir().join("go.wasm"),
            resolve: &contract.resolve,
            world: contract.world(World::Plugin),
        };
        module.compile(progress)
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
        module.compile(progress)
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
    fn compile(&self, progress: &dyn Progress) -> Result<Compiled, Error> {
        go().check()?;
        let toolchain = &PINS.toolchain;
        progress.step(&format!("compiling with {toolchain}"));
        let finished = process::run(&mut self.command(&packages::home()?), |_| ())?;
        if !finished.status.success() {
            return Err(build_error(finished.output()));
        }
        progress.step("making a component");
        let core = fs::read(self.output).map_err(Error::file("read", self.output))?;
        let bytes = preview1::componentize(&core, self.resolve, self.world)
            .map_err(|error| Error::step("making a component of the Go program", &error))?;
        Ok(Compiled {
            bytes,
            toolchain: toolchain.clone(),
            warnings: finished.stderr,
        })
    }

    fn command(&self, home: &Path) -> Command {
        let mut command = Command::new("go");
        command
            .env("HOME", home)
            // The installed Go fetches the pinned one, as it fetches any module.
            .env("GOTOOLCHAIN", &PINS.toolchain)
            .env("GOOS", "wasip1")
            .env("GOARCH", "wasm")
            .env("GOWORK", "off")
            .env("GOFLAGS", "")
            .current_dir(self.dir)
            .args("build -buildmode=c-shared -trimpath -buildvcs=false".split(' '))
            // The SDK calls the allocator of Go's runtime by its internal name.
            .args(["-ldflags=-checklinkname=0", "-o"])
            .arg(self.output)
            .arg(".");
        command
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

/// Returns the error of a failed build. The source is at fault, unless Go could not fetch the pinned
/// toolchain.
fn build_error(output: String) -> Error {
    if !output.contains("go: download go") {
        return Error::Compile { tool: "go", output };
    }
    let message = format!("cannot download {}", PINS.toolchain);
    let hint = "check the connection to Go's module proxy: the first build downloads the toolchain";
    let found = Diagnostic::error("install", message).detail(output);
    Error::finding(found.hint(hint))
}
