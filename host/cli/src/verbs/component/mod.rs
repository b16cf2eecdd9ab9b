//! A component of any world, for the verbs that call its functions.

mod log;
mod report;
mod text_file;
mod unknown;

use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use guesthouse_contract::Model;
use guesthouse_diagnostics::{Diagnostic, Language, Severity, chain, nearest};
use guesthouse_dynamic::{
    Dynamic, Fake, Fakes, Run, Step, Steps, World, default_limits, set_limit,
};
use guesthouse_inspect::Manifest;
use guesthouse_sandbox::{Finished, Limits, Loaded, RunStart};
use guesthouse_toolchain::domain::Domain;
use tokio::runtime::{Builder, Runtime};

use crate::console::Console;
use crate::error::{Error, Kind, Result};
use crate::verbs::compiling::Compiling;
use crate::verbs::world::{Known, WorldOptions};
use crate::verbs::{at_file, check, count, file, runtime};

pub(super) use log::print as print_log;
pub(super) use report::{end, usage};
pub(super) use text_file::TextFile;

/// The clock and the seed of every run, so that a call has the same result each time.
const START: RunStart = RunStart {
    clock: Duration::from_secs(1_700_000_000),
    seed: [7; 32],
};

/// The fuel in the message about a value of `--fuel` that is not a number.
const FUEL: u64 = 1_000_000_000;

/// The hint at a file with unknown functions if the contract is not known.
const UNKNOWN_CONTRACT: &str = "a component has only the functions that it uses; name its contract with \
    `--domain` or `--wit` to use files that serve several plugins";

#[derive(Args)]
pub(super) struct Options {
    #[command(flatten)]
    world: WorldOptions,
    /// Fakes that answer the calls of the component [default: those of its domain]
    #[arg(long, value_name = "FILE", value_parser = file())]
    pub(super) fakes: Option<PathBuf>,
    /// Limit the CPU, in units of fuel
    #[arg(long, value_name = "N", value_parser = count(FUEL))]
    fuel: Option<NonZeroU64>,
    /// Set a limit of the sandbox, for example `memory=1000000`
    #[arg(long = "limit", value_name = "NAME=N", value_parser = limit)]
    limits: Vec<(String, u64)>,
}

fn limit(text: &str) -> Result<(String, u64), String> {
    let (name, number) = text
        .split_once('=')
        .ok_or("write it as NAME=N, for example memory=1000000")?;
    let Some(row) = Limits::TABLE.iter().find(|row| row.name == name) else {
        let names: Vec<_> = Limits::TABLE.iter().map(|row| row.name).collect();
        let known = match nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the limits are {}", names.join(", ")),
        };
        return Err(format!("there is no limit `{name}`; {known}"));
    };
    let number = number.parse().map_err(|_| {
        format!(
            "the limit must be a whole number without a unit, of at most {}, for example {name}={}",
            u64::MAX,
            row.default
        )
    })?;
    Ok((name.to_owned(), number))
}

/// How a run of a component ended.
pub(super) type Ran = Finished<(), Run<Fakes>>;

/// A component with its world, which is not yet loaded.
pub(super) struct Component {
    pub(super) path: PathBuf,
    pub(super) world: Arc<World>,
    pub(super) limits: Limits,
    /// Its contract. Without one, the world is what the component itself imports and exports.
    pub(super) known: Option<Known>,
    bytes: Vec<u8>,
}

impl Component {
    /// Reads a component and its world.
    pub(super) fn read(path: &Path, options: &Options) -> Result<Self> {
        let bytes = check::read(path)?;
        let known = options.world.find(path, &bytes)?.known();
        if known.is_none() {
            options.world.automation()?;
        }
        let mut limits = default_limits();
        let fuel = options.fuel.map(|fuel| ("fuel".to_owned(), fuel.get()));
        for (name, number) in options.limits.iter().cloned().chain(fuel) {
            set_limit(&mut limits, &name, number);
        }
        Self::new(path, bytes, known, limits)
    }

    /// Reads a component of a world of a domain.
    pub(super) fn of_domain(path: &Path, domain: &Domain, world: &str) -> Result<Self> {
        let known = Known::of_domain(domain.clone(), Some(world))?;
        Self::new(path, check::read(path)?, Some(known), default_limits())
    }

    fn new(path: &Path, bytes: Vec<u8>, known: Option<Known>, limits: Limits) -> Result<Self> {
        let world = match &known {
            Some(known) => World::of(&known.model),
            None => World::of(&from_component(path, &bytes)?),
        };
        let world = world.map_err(|found| failed(found, path))?;
        Ok(Self {
            path: path.to_owned(),
            world: Arc::new(world),
            limits,
            known,
            bytes,
        })
    }

    /// Returns the domain of the component.
    pub(super) fn domain(&self) -> Option<&Domain> {
        self.known.as_ref()?.domain.as_ref()
    }

    /// Returns the language of its source, if its manifest says so.
    pub(super) fn language(&self) -> Option<Language> {
        Manifest::of(&self.bytes).map(|manifest| manifest.language)
    }

    /// Returns the error of files with these mistakes.
    pub(super) fn invalid(&self, mistakes: Vec<Diagnostic>) -> Error {
        let mut found = unknown::together(mistakes);
        if self.known.is_none()
            && let Some(unknown) = found.iter_mut().find(|it| it.code == "unknown-function")
        {
            unknown.hints.push(UNKNOWN_CONTRACT.to_owned());
        }
        Error::new(Kind::Usage, found)
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
        let domain = match &self.known {
            Some(known) => domain.with_wit(known.wit.clone()),
            None => domain,
        };
        let progress = console.progress("compiling the component");
        let loaded = runtime.block_on(sandbox.load(&domain, self.bytes));
        drop(progress);
        let loaded = loaded.map_err(|refused| {
            let mut found = refused.diagnostics;
            at_file(&mut found, &self.path);
            found.extend(self.known.as_ref().and_then(located));
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

/// Says which contract a refused component was compared with, if no option names it.
fn located(known: &Known) -> Option<Diagnostic> {
    let domain = known.domain.as_ref().filter(|_| known.is_located)?;
    let message = format!(
        "the contract is `{}` of the domain `{}`, to which the component belongs by its place",
        known.package,
        domain.path.display()
    );
    let note = Diagnostic::new(Severity::Note, "located-domain", message);
    Some(note.hint("name another contract with `--domain` or `--wit`"))
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
