//! `guesthouse build`: makes a component of a source folder.

use std::path::PathBuf;

use clap::Args;
use guesthouse_diagnostics::{Diagnostic, units};
use guesthouse_sandbox::CompileLimits;
use guesthouse_toolchain::{Built, Engine, Project};
use serde_json::json;

use crate::args::Format;
use crate::console::{Console, Progress};
use crate::error::{Error, Result};
use crate::stdout;
use crate::verbs::{file, path};

/// Build a plugin from a source folder
///
/// Compiles the source, checks that the component fits its world, embeds the manifest and writes one
/// file. Writes nothing if a step fails.
#[derive(Args)]
pub(crate) struct Build {
    /// Folder of the project
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// File to write the component to; its folder is created if it does not exist [default: NAME.wasm in the project]
    #[arg(short, long, value_name = "FILE", value_parser = file())]
    output: Option<PathBuf>,
    /// Override the JavaScript engine of the manifest
    #[arg(long, value_enum)]
    engine: Option<Engine>,
}

impl Build {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        if !self.dir.is_dir() {
            return Err(no_folder(&self.dir));
        }
        console.sources_are_in(&self.dir);
        let project = Project::open(&self.dir)?;
        let project = match self.engine {
            Some(engine) => project.with_engine(engine)?,
            None => project,
        };
        let mut built = project.build(
            self.output.as_deref(),
            &Watched(console.progress("building")),
        )?;
        built.diagnostics.extend(too_large(&built));
        report(&built, console)
    }
}

pub(super) fn no_folder(dir: &std::path::Path) -> Error {
    let dir = dir.display();
    Error::usage(
        Diagnostic::error("no-such-folder", format_args!("`{dir}` is not a folder")).hint(
            "give the folder of a plugin, or create a plugin with `guesthouse new --lang ts NAME`",
        ),
    )
}

/// The packages that a warning names.
const LARGEST: usize = 5;

/// Returns a warning if hosts refuse the component for its size.
pub(super) fn too_large(built: &Built) -> Option<Diagnostic> {
    let (size, limit) = (built.size as u64, CompileLimits::default().component_bytes);
    if size <= limit {
        return None;
    }
    let (size, limit) = (units::size(size), units::size(limit));
    let message = format!("the component has {size}, and hosts accept at most {limit} by default");
    let mut parts: Vec<_> = built.parts.iter().collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.bytes));
    let largest = parts.iter().take(LARGEST);
    let lines = largest.map(|part| format!("{:>8}  {}", units::size(part.bytes), part.name));
    let mut found = Diagnostic::warning("too-large", message);
    found.details = lines.collect();
    Some(found.at(built.path.display().to_string()).hint(
        "make it smaller: remove packages and data that the plugin does not need. No key of a policy raises the limit; a program that embeds the host can raise `component_bytes` of `CompileLimits`",
    ))
}

fn report(built: &Built, console: &Console) -> Result<()> {
    tell(built, console);
    if console.format == Format::Json {
        return stdout::json(&json!(built));
    }
    Ok(())
}

/// Tells the person about a build.
pub(super) fn tell(built: &Built, console: &Console) {
    if !built.warnings.trim().is_empty() {
        let message = "the compiler reported warnings";
        console.report(&Diagnostic::warning("compiler", message).detail(&built.warnings));
    }
    for found in &built.diagnostics {
        console.report(found);
    }
    let (file, language) = (path(&built.path), built.manifest.language.name());
    let (size, seconds) = (units::size(built.size as u64), built.took.as_secs_f64());
    console.done(
        "Built",
        format_args!("{file} ({language}, {size}, {seconds:.1} s)"),
    );
}

/// Shows the steps of a build.
pub(super) struct Watched<'a>(pub(super) Progress<'a>);

impl guesthouse_toolchain::Progress for Watched<'_> {
    fn step(&self, what: &str) {
        self.0.step(what);
    }
}
