//! `guesthouse test`: runs cases on a component.

mod files;
pub(super) mod junit;
mod suite;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use globset::{Glob, GlobMatcher};
use guesthouse_diagnostics::Diagnostic;
use guesthouse_dynamic::cases::bless;
use serde_json::json;

use crate::console::Console;
use crate::error::{Error, Result};
use crate::stdout;
use crate::verbs::component::{Component, Options, TextFile};
use crate::verbs::{file, path, source};
use files::Search;
use suite::Cases;

pub(super) use files::Set;
pub(super) use suite::{Suite, Tested, read};

/// Run the cases of a component
///
/// Reads cases from TOML files: calls with their arguments, what each must return, and what the
/// component must ask for. Each case runs in an instance of its own, under all limits. The reference
/// describes the files: docs/reference/cases.md.
///
/// For plugins of `guesthouse:automation`, cases can call `handler.handle`; `guesthouse run` is the
/// verb that reads events.
#[derive(Args)]
pub(crate) struct Test {
    /// Component, or the folder with it or with its source, which is built if it changed
    #[arg(default_value = ".", value_name = "DIR or FILE.wasm")]
    path: PathBuf,
    /// Folder of the cases [default: `cases` beside the component, and the cases of its domain]
    #[arg(long, value_name = "FOLDER")]
    cases: Option<PathBuf>,
    /// Run only cases whose path fits this glob, for example `prices/*`
    #[arg(long, value_name = "GLOB", value_parser = glob)]
    filter: Option<GlobMatcher>,
    /// Rewrite what the cases expect with what happened; not those of the domain, unless `--cases`
    /// names them
    #[arg(long)]
    bless: bool,
    /// Write the results to this file, as JUnit XML
    #[arg(long, value_name = "FILE", value_parser = file())]
    junit: Option<PathBuf>,
    #[command(flatten)]
    options: Options,
}

fn glob(text: &str) -> Result<GlobMatcher, String> {
    let glob = Glob::new(text).map_err(|error| error.to_string())?;
    Ok(glob.compile_matcher())
}

impl Test {
    pub(crate) fn run(&self, console: &Arc<Console>) -> Result<()> {
        stdout::require_open()?;
        let path = source::component(&self.path, console)?;
        let component = Component::read(&path, &self.options)?;
        let folder = if self.path.is_dir() {
            self.path.as_path()
        } else {
            path.parent().unwrap_or(Path::new(""))
        };
        let search = Search {
            folder,
            cases: self.cases.as_deref(),
            fakes: self.options.fakes.as_deref(),
            domain: component.domain(),
        };
        let mut sets = search.sets()?;
        if self.bless {
            sets.retain(|set| !set.cases.iter().any(|file| file.is_of_domain));
            if sets.is_empty() {
                return Err(not_own());
            }
        }
        let suite = Suite::new(component, sets, console)?;
        let mut tested = Vec::new();
        for file in suite.files() {
            let ran = self.run_file(&suite, file)?;
            if self.bless {
                rewrite(console, &file.text, &ran)?;
            }
            tested.extend(ran.into_iter().flatten());
        }
        if let Some(junit) = &self.junit {
            let suite = junit::Suite {
                name: "guesthouse test",
                tested: &tested,
                is_loaded: true,
            };
            junit::write(junit, &[suite])?;
        }
        summarize(console, &tested, self.filter.is_some())?;
        let passed = tested.iter().all(Tested::is_passed);
        Error::unless(passed || self.bless)
    }

    /// Runs the cases of a file. Returns `None` for each that is not chosen.
    fn run_file(&self, suite: &Suite<'_>, file: &Cases) -> Result<Vec<Option<Tested>>> {
        let mut tested = Vec::new();
        for (name, case) in file.iter() {
            let is_chosen = self.filter.as_ref().is_none_or(|glob| glob.is_match(&name));
            let ran = is_chosen.then(|| suite.test(file, name, case));
            if let Some(ran) = &ran
                && !self.bless
            {
                suite.report(file, ran)?;
            }
            tested.push(ran);
        }
        Ok(tested)
    }
}

fn not_own() -> Error {
    let message = "the cases belong to the domain, and `--bless` rewrites only those of the plugin";
    let hint = "name the folder with `--cases FOLDER` to rewrite the cases in it";
    Error::usage(Diagnostic::error("cases-of-domain", message).hint(hint))
}

/// Rewrites a file of cases with what happened.
fn rewrite(console: &Console, file: &TextFile, tested: &[Option<Tested>]) -> Result<()> {
    let runs: Vec<_> = tested
        .iter()
        .map(|it| it.as_ref().map(|it| &it.ran))
        .collect();
    let fresh = bless(&file.text, &runs).map_err(Error::usage)?;
    if fresh != file.text {
        std::fs::write(&file.path, fresh)
            .map_err(|error| Error::file("write the cases", &file.path, &error))?;
        console.done("Rewrote", path(&file.path));
    }
    Ok(())
}

fn summarize(console: &Console, tested: &[Tested], is_filtered: bool) -> Result<()> {
    let failed = tested.iter().filter(|it| !it.is_passed()).count();
    let passed = tested.len() - failed;
    console.json(&json!({ "type": "summary", "passed": passed, "failed": failed }));
    if tested.is_empty() {
        let (message, hint) = if is_filtered {
            ("no case fits the filter", "change the glob of --filter")
        } else {
            (
                "the files of cases have no case",
                "add a table `[[case]]`; docs/reference/cases.md has the keys",
            )
        };
        return Err(Error::usage(
            Diagnostic::error("no-cases", message).hint(hint),
        ));
    }
    console.info(format_args!("{passed} passed, {failed} failed"));
    Ok(())
}
