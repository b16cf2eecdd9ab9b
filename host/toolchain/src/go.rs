//! Go: the pinned toolchain compiles for WASI preview 1, our own adapter makes a component of it.

use std::fs;
use std::path::Path;
use std::process::Command;

use guesthouse_inspect::contract::Contract;
use guesthouse_inspect::{Diagnostic, World};
use wit_parser::{Resolve, WorldId};

use crate::build::{Job, Made};
use crate::cache::require;
use crate::pins::PINS;
use crate::{Error, Progress, preview1, process};

pub(crate) fn build(job: &Job<'_>) -> Result<Made, Error> {
    let output = job.carried().join("build/go.wasm");
    // The larger world always: what the module does not import is left out of the component.
    let contract = Contract::get();
    let world = contract.world(World::Plugin);
    compile(job.dir, &output, &contract.resolve, world, job.progress)
}

/// Compiles the module in `dir` and makes a component of it, whatever contract it has.
pub(crate) fn compile(
    dir: &Path,
    output: &Path,
    resolve: &Resolve,
    world: WorldId,
    progress: &dyn Progress,
) -> Result<Made, Error> {
    require_go()?;
    let toolchain = &PINS.go.toolchain;
    progress.step(&format!("compiling with {toolchain}"));
    let finished = process::run(
        command(dir)
            .args([
                "build",
                "-buildmode=c-shared",
                "-trimpath",
                "-buildvcs=false",
            ])
            // The SDK's runtime asks Go's for memory by its internal name.
            .args(["-ldflags=-checklinkname=0", "-o"])
            .arg(output)
            .arg("."),
        |_| (),
    )?;
    if !finished.status.success() {
        return Err(refused(finished.output()));
    }
    progress.step("making a component");
    let core = fs::read(output).map_err(Error::file("read", output))?;
    let bytes = componentize(&core, resolve, world)?;
    Ok(Made {
        bytes,
        toolchain: toolchain.clone(),
        warnings: finished.stderr,
    })
}

fn command(dir: &Path) -> Command {
    let mut command = Command::new("go");
    command
        // Whichever Go is installed fetches the pinned one, as it fetches any module.
        .env("GOTOOLCHAIN", &PINS.go.toolchain)
        .env("GOOS", "wasip1")
        .env("GOARCH", "wasm")
        .env("GOWORK", "off")
        .env("GOFLAGS", "")
        .current_dir(dir);
    command
}

/// What went wrong is the author's source, unless the toolchain itself could not be had.
fn refused(output: String) -> Error {
    if !output.contains("go: download go") {
        return Error::Compile { tool: "go", output };
    }
    let message = format!("{} could not be fetched", PINS.go.toolchain);
    let hint =
        format!("Go fetches it through its module proxy, once; what Go said follows\n{output}");
    Error::finding(Diagnostic::error("install", message).hint(hint))
}

fn componentize(module: &[u8], resolve: &Resolve, world: WorldId) -> Result<Vec<u8>, Error> {
    preview1::componentize(module, resolve, world).map_err(|error| Error::Tool {
        doing: "making a component of the Go program".to_owned(),
        why: format!("{error:#}"),
        output: String::new(),
    })
}

/// Checks that Go is there and new enough to fetch the pinned one.
pub(crate) fn require_go() -> Result<(), Error> {
    require("go", &PINS.go.go, "install Go: https://go.dev/dl")
}
