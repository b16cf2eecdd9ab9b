//! `guesthouse test`: runs cases on a component.

mod files;
mod junit;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use globset::{Glob, GlobMatcher};
use guesthouse_diagnostics::Diagnostic;
use guesthouse_dynamic::cases::{Case, CaseFile, bless, compare};
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Kind, Result};
use crate::stdout;
use crate::verbs::component::{Component, Options, Ran, Runner, end, print_log};
use crate::verbs::{file, path};
use files::Files;

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
    /// Component, or the folder with it
    #[arg(default_value = ".", value_name = "DIR or FILE.wasm")]
    path: PathBuf,
    /// Folder of the cases [default: `cases`, beside the component]
    #[arg(long, value_name = "FOLDER")]
    cases: Option<PathBuf>,
    /// Run only cases whose path fits this glob, for example `prices/*`
    #[arg(long, value_name = "GLOB", value_parser = glob)]
    filter: Option<GlobMatcher>,
    /// Rewrite what the cases expect with what happened
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

/// What is needed to run cases.
struct Suite<'a> {
    console: &'a Console,
    world: Arc<guesthouse_dynamic::World>,
    runner: Runner,
    component: PathBuf,
    /// The file with the fakes of all cases.
    fakes: Option<PathBuf>,
    shared: Vec<guesthouse_dynamic::Fake>,
}

/// The result of one case.
struct Tested {
    /// `FILE/NAME`, where the file is without its extension.
    path: String,
    /// The differences. There are none if it passed.
    differences: Vec<String>,
    ran: Ran,
}

impl Test {
    pub(crate) fn run(&self, console: &Arc<Console>) -> Result<()> {
        stdout::require_open()?;
        let files = Files::find(
            &self.path,
            self.cases.as_deref(),
            self.options.fakes.as_deref(),
        )?;
        let component = Component::read(&files.component, &self.options)?;
        let fakes = files.fakes.as_deref();
        let shared = fakes.map_or_else(|| Ok(Vec::new()), |path| component.fakes(path))?;
        let read = files.cases.iter().map(|path| read(&component, path));
        let read = read.collect::<Result<Vec<_>>>()?;
        let suite = Suite {
            console,
            world: Arc::clone(&component.world),
            component: files.component,
            runner: component.load(console)?,
            fakes: files.fakes,
            shared,
        };
        let mut tested = Vec::new();
        for (path, (text, file)) in files.cases.iter().zip(read) {
            tested.extend(self.run_file(&suite, path, &text, &file)?);
        }
        if let Some(junit) = &self.junit {
            junit::write(junit, &tested)?;
        }
        summarize(console, &tested)?;
        let passed = tested.iter().all(|it| it.differences.is_empty());
        Error::unless(passed || self.bless)
    }

    fn run_file(
        &self,
        suite: &Suite<'_>,
        path: &Path,
        text: &str,
        file: &CaseFile,
    ) -> Result<Vec<Tested>> {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let mut tested = Vec::new();
        let mut chosen = Vec::new();
        for case in &file.cases {
            let name = format!("{stem}/{}", case.name);
            let is_chosen = self.filter.as_ref().is_none_or(|glob| glob.is_match(&name));
            chosen.push(is_chosen);
            if is_chosen {
                let ran = suite.test(case, name);
                if !self.bless {
                    suite.report(path, &ran)?;
                }
                tested.push(ran);
            }
        }
        if self.bless {
            rewrite(suite.console, path, text, &chosen, &tested)?;
        }
        Ok(tested)
    }
}

/// Reads a file of cases, with its text.
fn read(component: &Component, path: &Path) -> Result<(String, CaseFile)> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Error::file("read the cases", path, &error))?;
    let name = path.display().to_string();
    let file = CaseFile::read(&component.world, &component.limits, &name, &text)
        .map_err(|found| Error::new(Kind::Usage, found))?;
    Ok((text, file))
}

impl Suite<'_> {
    fn test(&self, case: &Case, path: String) -> Tested {
        let fakes = case.fakes.iter().chain(&self.shared).cloned().collect();
        let ran = self.runner.run(fakes, &case.limits, case.calls());
        let differences = compare(&self.world, case, &ran);
        Tested {
            path,
            differences,
            ran,
        }
    }

    fn report(&self, file: &Path, tested: &Tested) -> Result<()> {
        let Tested {
            path,
            differences,
            ran,
        } = tested;
        let is_passed = differences.is_empty();
        match self.console.format {
            Format::Json => stdout::json(&json!({
                "case": path,
                "passed": is_passed,
                "differences": differences,
                "fuel": ran.usage.fuel,
            }))?,
            Format::Text => {
                let word = if is_passed { "passed" } else { "failed" };
                let path = guesthouse_sandbox::clean(path, 1_000, false);
                self.console.result(&format!("{word} {path}\n"))?;
            }
        }
        if !is_passed {
            print_log(self.console, &ran.log);
            let message = format!("the case `{path}` failed");
            let found = Diagnostic::error("case-failed", message)
                .at(file.display().to_string())
                .detail(differences.join("\n"));
            let ended = end(ran, &self.component, self.fakes.as_deref());
            let hints = ended.map(|ended| (ended.details, ended.hints));
            let (trace, hints) = hints.unwrap_or_default();
            let found = found.detail(trace.join("\n"));
            self.console
                .report(&hints.into_iter().fold(found, Diagnostic::hint));
        }
        Ok(())
    }
}

/// Rewrites a file of cases with what happened.
fn rewrite(
    console: &Console,
    path: &Path,
    text: &str,
    chosen: &[bool],
    tested: &[Tested],
) -> Result<()> {
    let mut tested = tested.iter();
    let runs = chosen.iter().map(|is_chosen| {
        let next = || tested.next().map(|it| &it.ran);
        is_chosen.then(next).flatten()
    });
    let runs: Vec<_> = runs.collect();
    let fresh = bless(text, &runs).map_err(Error::usage)?;
    if fresh != text {
        std::fs::write(path, fresh)
            .map_err(|error| Error::file("write the cases", path, &error))?;
        console.done("Rewrote", self::path(path));
    }
    Ok(())
}

fn summarize(console: &Console, tested: &[Tested]) -> Result<()> {
    let failed = tested
        .iter()
        .filter(|it| !it.differences.is_empty())
        .count();
    let passed = tested.len() - failed;
    console.json(&json!({ "type": "summary", "passed": passed, "failed": failed }));
    if tested.is_empty() {
        let found = Diagnostic::error("no-cases", "no case fits the filter");
        return Err(Error::usage(found.hint("change the glob of --filter")));
    }
    console.info(format_args!("{passed} passed, {failed} failed"));
    Ok(())
}
