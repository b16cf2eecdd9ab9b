//! `guesthouse domain conform`: runs the cases of a domain on each of its plugins.

mod matrix;
mod plugins;

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use guesthouse_diagnostics::{Diagnostic, Severity};
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

/// Run the cases of a domain on its plugins in every language
///
/// The plugins are the projects in the folder of the domain that name it in their plugin.toml. Each is
/// built if it changed, and must pass every file of `cases/`, with the fakes in `fakes.toml`. The
/// result is a table of the plugins and the cases.
#[derive(Args)]
pub(super) struct Conform {
    /// Folder of the domain
    #[arg(default_value = ".")]
    domain: PathBuf,
    /// Write the results to this file, as JUnit XML: a suite for each plugin
    #[arg(long, value_name = "FILE", value_parser = file())]
    junit: Option<PathBuf>,
}

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
        let plugins = plugins::find(&domain)?;
        if domain.tests.cases.is_empty() {
            return Err(no_cases(&domain));
        }
        for language in &domain.settings.languages {
            if !plugins.iter().any(|plugin| plugin.language() == *language) {
                console.report(&no_plugin(*language));
            }
        }
        let rows = plugins
            .into_iter()
            .map(|plugin| row(&domain, plugin, console));
        let rows = rows.collect::<Result<Vec<_>>>()?;
        if console.format == Format::Text {
            console.result(&matrix::text(&rows))?;
        }
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

fn no_cases(domain: &Domain) -> Error {
    let folder = domain.path.join("cases");
    let message = format!("there are no files of cases in `{}`", folder.display());
    let hint = "write a file `*.toml` there; docs/reference/cases.md describes it";
    Error::usage(Diagnostic::error("no-cases", message).hint(hint))
}

fn no_plugin(language: guesthouse_diagnostics::Language) -> Diagnostic {
    let message = format!("the domain has no plugin in {language} to run the cases on");
    let found = Diagnostic::new(Severity::Note, "no-plugin", message);
    found.hint("create one in its folder, or remove the language from `languages` in domain.toml")
}
