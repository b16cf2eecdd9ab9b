//! `guesthouse domain conform`: tests the SDKs of a domain and its plugins in every language.

mod matrix;
mod plugins;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use guesthouse_diagnostics::{Diagnostic, Language, Severity};
use guesthouse_toolchain::domain::Domain;
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Kind, Result};
use crate::stdout;
use crate::verbs::component::{Component, TextFile};
use crate::verbs::test::{Set, Suite, Tested, junit};
use crate::verbs::{file, source};
use plugins::Plugin;

/// Test the SDKs of a domain and its plugins in every language
///
/// First it builds a guest in each language that returns what it gets, and sends it values that reach
/// every arm of every type of the contract, through the surface of the SDK, from the host and back
/// through a function of the host. The guest must also fail as it should: by an error, at the end of
/// its fuel, and at the end of its memory. These guests are in `.guesthouse/conform` in the folder of
/// the domain.
///
/// Then it runs the cases of the domain on its plugins: the projects in its folder that name it in
/// their plugin.toml. Each must pass every file of `cases/`, with the fakes in `fakes.toml`.
///
/// A guest or a plugin is built if it changed. The results are tables of the guests and the cases.
#[derive(Args)]
pub(super) struct Conform {
    /// Folder of the domain
    #[arg(default_value = ".")]
    domain: PathBuf,
    /// Write the results to this file, as JUnit XML: a suite for each plugin
    #[arg(long, value_name = "FILE", value_parser = file())]
    junit: Option<PathBuf>,
    /// Only run the cases of the domain on its plugins
    #[arg(long)]
    cases_only: bool,
}

/// Where the generated guests are, in the folder of the domain.
const ECHOES: &str = ".guesthouse/conform";

/// The results of one plugin.
struct Row {
    plugin: Plugin,
    /// The results of the cases, in their order. Of a plugin that cannot be loaded there are none.
    tested: Vec<Tested>,
    is_loaded: bool,
}

impl Row {
    fn is_passed(&self) -> bool {
        self.is_loaded && self.tested.iter().all(Tested::is_passed)
    }
}

impl Conform {
    pub(super) fn run(&self, console: &Arc<Console>) -> Result<()> {
        stdout::require_open()?;
        let domain = Domain::open(&self.domain)?;
        plugins::require_folder(&domain)?;
        let mut rows = Vec::new();
        if !self.cases_only {
            for world in &domain.settings.worlds {
                let folder = domain.path.join(ECHOES).join(world);
                let echo = domain.echo(world, &folder)?;
                let plugins = plugins::find(&echo, &format!("{world}/"))?;
                rows.extend(table(&echo, plugins, console)?);
            }
        }
        rows.extend(self.own(&domain, console)?);
        if let Some(junit) = &self.junit {
            let suites = rows.iter().map(|row| junit::Suite {
                name: &row.plugin.name,
                tested: &row.tested,
                is_loaded: row.is_loaded,
            });
            junit::write(junit, &suites.collect::<Vec<_>>())?;
        }
        summarize(&rows, console);
        Error::unless(rows.iter().all(Row::is_passed))
    }

    /// Runs the domain's own cases on its own plugins.
    fn own(&self, domain: &Domain, console: &Arc<Console>) -> Result<Vec<Row>> {
        let plugins = plugins::find(domain, "")?;
        let found = match (plugins.is_empty(), domain.tests.cases.is_empty()) {
            (true, _) => Some(plugins::none(&domain.path)),
            (_, true) => Some(no_cases(&domain.path)),
            _ => None,
        };
        if let Some(mut found) = found {
            if self.cases_only {
                return Err(Error::usage(found));
            }
            found.severity = Severity::Note;
            console.report(&found);
            return Ok(Vec::new());
        }
        for language in &domain.settings.languages {
            if !plugins.iter().any(|plugin| plugin.language() == *language) {
                console.report(&no_plugin(*language));
            }
        }
        table(domain, plugins, console)
    }
}

/// Tests plugins with the cases of their domain, and prints the table.
fn table(domain: &Domain, plugins: Vec<Plugin>, console: &Arc<Console>) -> Result<Vec<Row>> {
    let rows = plugins
        .into_iter()
        .map(|plugin| row(domain, plugin, console));
    let rows = rows.collect::<Result<Vec<_>>>()?;
    if console.format == Format::Text {
        console.result(&matrix::text(&rows))?;
    }
    Ok(rows)
}

/// Tests one plugin. What is wrong with it is reported, and the others are tested all the same.
fn row(domain: &Domain, plugin: Plugin, console: &Arc<Console>) -> Result<Row> {
    let (tested, is_loaded) = match tested(domain, &plugin, console) {
        Ok(tested) => (tested, true),
        Err(error) if error.kind == Kind::Failed || error.kind == Kind::Usage => {
            error
                .diagnostics
                .iter()
                .for_each(|found| console.report(found));
            (Vec::new(), false)
        }
        Err(error) => return Err(error),
    };
    Ok(Row {
        plugin,
        tested,
        is_loaded,
    })
}

fn tested(domain: &Domain, plugin: &Plugin, console: &Arc<Console>) -> Result<Vec<Tested>> {
    let path = source::built(&plugin.folder, &plugin.project, console)?;
    let world = &plugin.project.manifest().world;
    let component = Component::of_domain(&path, domain, world)?;
    let set = Set {
        cases: TextFile::cases_of(domain),
        fakes: TextFile::fakes_of(domain),
    };
    let suite = Suite::new(component, vec![set], console)?;
    let mut all = Vec::new();
    for file in suite.files() {
        for (name, case) in file.iter() {
            let tested = suite.test(file, name, case);
            if console.format == Format::Json {
                print(plugin, &tested)?;
            }
            if !tested.is_passed() {
                let mut found = suite.failure(file, &tested);
                found.message = format!("{} in `{}`", found.message, plugin.name);
                console.report(&found);
            }
            all.push(tested);
        }
    }
    Ok(all)
}

fn print(plugin: &Plugin, tested: &Tested) -> Result<()> {
    stdout::json(&json!({
        "plugin": plugin.name,
        "language": plugin.language(),
        "case": tested.path,
        "passed": tested.is_passed(),
        "refused": tested.is_refused,
        "differences": tested.differences,
        "fuel": tested.ran.usage.fuel,
    }))
}

fn summarize(rows: &[Row], console: &Console) {
    let count =
        |is_counted: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| is_counted(row)).count();
    let passed = count(&Row::is_passed);
    let not_loaded = count(&|row| !row.is_loaded);
    let failed = rows.len() - passed - not_loaded;
    console.json(&json!({
        "type": "summary", "passed": passed, "failed": failed, "not_loaded": not_loaded,
    }));
    console.info(format_args!(
        "{passed} of {} plugins passed all cases",
        rows.len()
    ));
}

fn no_cases(domain: &Path) -> Diagnostic {
    let folder = domain.join("cases");
    let message = format!("there are no files of cases in `{}`", folder.display());
    let hint = "write a file `*.toml` there; docs/reference/cases.md describes it";
    Diagnostic::error("no-cases", message).hint(hint)
}

fn no_plugin(language: Language) -> Diagnostic {
    let message = format!("the domain has no plugin in {language} to run the cases on");
    let found = Diagnostic::new(Severity::Note, "no-plugin", message);
    found.hint("create one in its folder, or remove the language from `languages` in domain.toml")
}
