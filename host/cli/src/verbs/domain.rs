//! `guesthouse domain`: what the owner of a contract does.

mod conform;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use guesthouse_diagnostics::{Diagnostic, Severity};
use guesthouse_dynamic::{World, default_limits};
use guesthouse_toolchain::domain::{self, Domain};
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Kind, Result};
use crate::stdout;
use crate::verbs::component::TextFile;
use crate::verbs::test::{Set, read};
use crate::verbs::{file, path};

/// Make SDKs of a contract of your own
///
/// A domain is a folder with `domain.toml` and a WIT package in `wit/`. Plugins name it in
/// plugin.toml, and `guesthouse build` generates their SDK from it.
#[derive(Args)]
pub(crate) struct DomainCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    New(New),
    Check(Check),
    Generate(Generate),
    Pack(Pack),
    Release(Release),
    Conform(conform::Conform),
}

impl DomainCommand {
    pub(crate) fn run(&self, console: &Arc<Console>) -> Result<()> {
        match &self.verb {
            Verb::New(verb) => verb.run(console),
            Verb::Check(verb) => verb.run(console),
            Verb::Generate(verb) => verb.run(console),
            Verb::Pack(verb) => verb.run(console),
            Verb::Release(verb) => verb.run(console),
            Verb::Conform(verb) => verb.run(console),
        }
    }
}

/// Create a domain
#[derive(Args)]
struct New {
    /// Folder to create
    dir: PathBuf,
    /// WIT package of the contract: a folder or a file [default: a small example]
    #[arg(long, value_name = "PATH")]
    wit: Option<PathBuf>,
    /// World that plugins implement [default: the only one]
    #[arg(long)]
    world: Option<String>,
}

impl New {
    fn run(&self, console: &Console) -> Result<()> {
        let domain = domain::create(&self.dir, self.wit.as_deref(), self.world.as_deref())?;
        let dir = path(&self.dir);
        if console.format == Format::Json {
            let record =
                json!({ "dir": self.dir.display().to_string(), "package": domain.contract.name() });
            return stdout::json(&record);
        }
        console.done(
            "Created",
            format_args!(
                "{dir} for {}: edit wit/ and domain.toml",
                domain.contract.name()
            ),
        );
        console.info(format_args!("\n  guesthouse domain check {dir}"));
        console.info(format_args!(
            "  guesthouse new --domain {dir} --lang ts NAME"
        ));
        Ok(())
    }
}

/// Find what in the contract will hurt its users
#[derive(Args)]
struct Check {
    /// Folder or packed file of the domain
    #[arg(default_value = ".")]
    domain: PathBuf,
}

impl Check {
    fn run(&self, console: &Console) -> Result<()> {
        let domain = Domain::open(&self.domain)?;
        let mut found = domain.check()?;
        found.extend(mistakes(&domain)?);
        let is_error = |found: &Diagnostic| found.severity == Severity::Error;
        match console.format {
            Format::Json => stdout::json(&json!({
                "package": domain.contract.name(),
                "diagnostics": found,
            }))?,
            Format::Text => found.iter().for_each(|found| console.report(found)),
        }
        if found.iter().any(is_error) {
            return Err(Error::new(Kind::Failed, Vec::new()));
        }
        let languages: Vec<_> = domain
            .settings
            .languages
            .iter()
            .map(|it| it.name())
            .collect();
        console.done(
            "Checked",
            format_args!("{} for {}", domain.contract.name(), languages.join(", ")),
        );
        Ok(())
    }
}

/// Returns the mistakes in the cases and the fakes, which must fit every world of the domain.
fn mistakes(domain: &Domain) -> Result<Vec<Diagnostic>> {
    let mut all: Vec<Diagnostic> = Vec::new();
    for world in &domain.settings.worlds {
        let set = Set {
            cases: TextFile::cases_of(domain),
            fakes: TextFile::fakes_of(domain),
        };
        let read = match World::of(&domain.model(Some(world))?) {
            Ok(world) => read(&world, &default_limits(), vec![set]).map(drop),
            Err(found) => Err(vec![found]),
        };
        for found in read.err().into_iter().flatten() {
            if !all.contains(&found) {
                all.push(found);
            }
        }
    }
    Ok(all)
}

/// Write the SDKs as packages that a vendor can publish, with a reference of the contract and the
/// cases and fakes of the domain
#[derive(Args)]
struct Generate {
    /// Folder or packed file of the domain
    #[arg(default_value = ".")]
    domain: PathBuf,
    /// Folder to write into: one folder for each language
    #[arg(long, value_name = "FOLDER")]
    packages: PathBuf,
    /// World of the SDKs [default: the only one]
    #[arg(long)]
    world: Option<String>,
    /// Only say whether the files in the folder are up to date
    #[arg(long)]
    check: bool,
}

impl Generate {
    fn run(&self, console: &Console) -> Result<()> {
        let domain = Domain::open(&self.domain)?;
        let model = domain.model(self.world.as_deref())?;
        let mut files = vec![
            ("reference.md".into(), domain.reference()?),
            // The crate for Rust reads it.
            ("wit/contract.wit".into(), domain.wit()?),
        ];
        let tests = domain.test_files().into_iter();
        files.extend(tests.map(|file| (file.path.into(), file.text)));
        for language in &domain.settings.languages {
            let folder = Path::new(language.name());
            let sdk = domain.sdk(*language, &model)?.into_iter();
            files.extend(sdk.map(|file| (folder.join(file.path), file.text)));
        }
        let is_stale = |(name, text): &(PathBuf, String)| {
            let found = std::fs::read(self.packages.join(name));
            found.map_or(true, |found| found != text.as_bytes())
        };
        files.retain(is_stale);
        if self.check && !files.is_empty() {
            let targets = files.iter().map(|(name, _)| self.packages.join(name));
            return Err(out_of_date(&targets.collect::<Vec<_>>()));
        }
        for (name, text) in &files {
            write(&self.packages.join(name), text.as_bytes())?;
        }
        let written = files.len();
        if console.format == Format::Json {
            return stdout::json(&json!({ "package": domain.contract.name(), "written": written }));
        }
        match written {
            0 => console.done(
                "Checked",
                format_args!("{}: up to date", path(&self.packages)),
            ),
            count => console.done(
                "Generated",
                format_args!("{count} files in {}", path(&self.packages)),
            ),
        }
        Ok(())
    }
}

fn out_of_date(stale: &[PathBuf]) -> Error {
    let found = stale.iter().map(|target| {
        Diagnostic::error(
            "out-of-date",
            format_args!("`{}` is out of date", path(target)),
        )
        .hint("run `guesthouse domain generate` without `--check`")
    });
    Error::new(Kind::Failed, found.collect())
}

fn write(target: &Path, bytes: &[u8]) -> Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| Error::file("create", folder, &error))?;
    std::fs::write(target, bytes).map_err(|error| Error::file("write", target, &error))
}

/// Make one file of a domain, to give to the authors of plugins
///
/// The file is a WIT package in binary form, which every tool for WIT reads, with the settings, the
/// hand-written files, the cases and the fakes of the domain.
#[derive(Args)]
struct Pack {
    /// Folder of the domain
    #[arg(default_value = ".")]
    domain: PathBuf,
    /// File to write [default: NAMESPACE-NAME-VERSION.domain.wasm]
    #[arg(short, long, value_name = "FILE", value_parser = file())]
    output: Option<PathBuf>,
}

impl Pack {
    fn run(&self, console: &Console) -> Result<()> {
        let domain = Domain::open(&self.domain)?;
        let bytes = domain.pack()?;
        let name = domain.contract.name().replace([':', '@'], "-");
        let output = self
            .output
            .clone()
            .unwrap_or_else(|| format!("{name}.domain.wasm").into());
        write(&output, &bytes)?;
        if console.format == Format::Json {
            let record = json!({ "path": output.display().to_string(), "size": bytes.len() });
            return stdout::json(&record);
        }
        console.done("Packed", path(&output));
        Ok(())
    }
}

/// Keep a version of the contract, against which later versions are compared
#[derive(Args)]
struct Release {
    /// Version to release, which the WIT must have
    version: String,
    /// Folder of the domain
    #[arg(default_value = ".")]
    domain: PathBuf,
}

impl Release {
    fn run(&self, console: &Console) -> Result<()> {
        let domain = Domain::open(&self.domain)?;
        let folder = domain::release(&domain, &self.version)
            .map_err(|error| Error::new(Kind::Failed, error.diagnostics()))?;
        if console.format == Format::Json {
            return stdout::json(&json!({ "release": folder.display().to_string() }));
        }
        console.done(
            "Released",
            format_args!("{} in {}", domain.contract.name(), path(&folder)),
        );
        Ok(())
    }
}
