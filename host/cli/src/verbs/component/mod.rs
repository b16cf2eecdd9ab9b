//! A component of any world, for the verbs that call its functions.

mod log;
mod report;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use guesthouse_contract::{Contract, Model};
use guesthouse_diagnostics::{Diagnostic, chain};
use guesthouse_dynamic::{
    Dynamic, Fake, Fakes, Run, Step, Steps, World, default_limits, set_limit,
};
use guesthouse_inspect::{Wit, WitFile};
use guesthouse_sandbox::{Finished, Limits, Loaded, RunStart};
use tokio::runtime::{Builder, Runtime};

use crate::console::Console;
use crate::error::{Error, Kind, Result};
use crate::verbs::compiling::Compiling;
use crate::verbs::{at_file, check, file, runtime};

pub(super) use log::print as print_log;
pub(super) use report::{end, usage};

/// The clock and the seed of every run, so that a call has the same result each time.
const START: RunStart = RunStart {
    clock: Duration::from_secs(1_700_000_000),
    seed: [7; 32],
};

#[derive(Args)]
pub(super) struct Options {
    /// Folder or file of the WIT package of the contract [default: read the world from the component]
    #[arg(long, value_name = "PATH")]
    pub(super) wit: Option<PathBuf>,
    /// World of the contract, if it has several
    #[arg(long, value_name = "NAME", requires = "wit")]
    world: Option<String>,
    /// Fakes that answer the calls of the component
    #[arg(long, value_name = "FILE", value_parser = file())]
    pub(super) fakes: Option<PathBuf>,
    /// Limit the CPU, in units of fuel
    #[arg(long, value_name = "N")]
    fuel: Option<u64>,
    /// Set a limit of the sandbox, for example `memory=1000000`
    #[arg(long = "limit", value_name = "NAME=N", value_parser = limit)]
    limits: Vec<(String, u64)>,
}

fn limit(text: &str) -> Result<(String, u64), String> {
    let (name, number) = text
        .split_once('=')
        .ok_or("write it as NAME=N, for example memory=1000000")?;
    let number = number
        .parse()
        .map_err(|_| "the limit must be a whole number")?;
    if !set_limit(&mut Limits::default(), name, number) {
        let names = Limits::TABLE.iter().map(|row| row.name);
        let names: Vec<_> = names.collect();
        return Err(format!(
            "there is no limit `{name}`; the limits are {}",
            names.join(", ")
        ));
    }
    Ok((name.to_owned(), number))
}

/// How a run of a component ended.
pub(super) type Ran = Finished<(), Run<Fakes>>;

/// A component with its world, which is not yet loaded.
pub(super) struct Component {
    pub(super) path: PathBuf,
    pub(super) world: Arc<World>,
    pub(super) limits: Limits,
    bytes: Vec<u8>,
    wit: Option<Wit>,
}

impl Component {
    /// Reads a component and its world.
    pub(super) fn read(path: &Path, options: &Options) -> Result<Self> {
        let bytes = check::read(path)?;
        let (model, wit) = match &options.wit {
            Some(wit) => from_wit(wit, options.world.as_deref())?,
            None => (from_component(path, &bytes)?, None),
        };
        let world = World::of(&model).map_err(|found| failed(found, path))?;
        let mut limits = default_limits();
        let fuel = options.fuel.map(|fuel| ("fuel".to_owned(), fuel));
        for (name, number) in options.limits.iter().cloned().chain(fuel) {
            set_limit(&mut limits, &name, number);
        }
        Ok(Self {
            path: path.to_owned(),
            world: Arc::new(world),
            limits,
            bytes,
            wit,
        })
    }

    /// Reads the fakes of a file.
    pub(super) fn fakes(&self, path: &Path) -> Result<Vec<Fake>> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::file("read the fakes", path, &error))?;
        Fake::read(&self.world, &path.display().to_string(), &text)
            .map_err(|found| Error::new(Kind::Usage, found))
    }

    /// Compiles the component.
    pub(super) fn load(self, console: &Arc<Console>) -> Result<Runner> {
        console.sources_are_in(self.path.parent().unwrap_or(Path::new("")));
        let name = self.path.file_stem().unwrap_or_default().to_string_lossy();
        let compiling = Compiling::new(console, &name);
        let sandbox = compiling.sandbox().map_err(|error| {
            let hint = "raise the limits on memory and virtual memory of this process";
            Error::failed(Diagnostic::error("host", chain(&error)).hint(hint))
        })?;
        let runtime = runtime(&mut Builder::new_current_thread())?;
        let domain = Dynamic::new(Arc::clone(&self.world));
        let domain = match self.wit {
            Some(wit) => domain.with_wit(wit),
            None => domain,
        };
        let progress = console.progress("compiling the component");
        let loaded = runtime.block_on(sandbox.load(&domain, self.bytes));
        drop(progress);
        let loaded = loaded.map_err(|refused| {
            let mut found = refused.diagnostics;
            at_file(&mut found, &self.path);
            Error::new(Kind::Failed, found)
        })?;
        compiling.ended();
        Ok(Runner {
            // A guest that still computes uses the runtime's timers until the process ends.
            runtime: Box::leak(Box::new(runtime)),
            loaded,
        })
    }
}

/// A loaded component.
pub(super) struct Runner {
    runtime: &'static Runtime,
    loaded: Loaded<Dynamic<Fakes>>,
}

impl Runner {
    /// Runs steps in a new instance.
    pub(super) fn run(&self, fakes: Vec<Fake>, limits: &Limits, steps: Vec<Step>) -> Ran {
        let run = Run::new(Fakes::new(fakes));
        let run = self.loaded.run(run, limits, &START, Steps(steps));
        self.runtime.block_on(run)
    }
}

fn from_wit(path: &Path, world: Option<&str>) -> Result<(Model, Option<Wit>)> {
    let contract = Contract::read(path).map_err(Error::usage)?;
    let id = contract.world(world).map_err(Error::usage)?;
    let model = contract.model(id);
    let file = WitFile {
        name: "package.wit".into(),
        text: contract.text().map_err(Error::usage)?.into(),
    };
    let wit = Wit {
        files: vec![file],
        world: model.world.clone().into(),
    };
    Ok((model, Some(wit)))
}

/// Reads the world of a component from the component itself, in a process with limits, because its
/// author chooses how long reading it takes.
fn from_component(path: &Path, bytes: &[u8]) -> Result<Model> {
    let runtime = runtime(&mut Builder::new_current_thread())?;
    let read = runtime.block_on(guesthouse_sandbox::world(bytes, None));
    read.map_err(|refused| {
        let mut found = refused.diagnostics;
        at_file(&mut found, path);
        Error::new(Kind::Failed, found)
    })
}

fn failed(found: Diagnostic, path: &Path) -> Error {
    Error::failed(found.at(path.display().to_string()))
}
