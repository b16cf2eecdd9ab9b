//! `guesthouse check`: identifies a file and checks whether it fits a world.

use std::fmt::Write;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;
use guesthouse_diagnostics::{Diagnostic, RefusalCode, units};
use guesthouse_inspect::{Against, Component, Report, Verdict};
use guesthouse_sandbox::{CompileLimits, clean};
use serde_json::json;
use tokio::runtime::Builder;

use crate::args::Format;
use crate::at_start;
use crate::console::Console;
use crate::error::{Error, Result};
use crate::stdout;
use crate::verbs::world::{Agreed, WorldOptions};
use crate::verbs::{at_file, path, runtime};

/// The most bytes that are shown of one value from the file.
const MAX_LINE: usize = 2_000;

/// Check whether a file is a plugin
///
/// Gives the verdict and the codes of a host that loads the file. The file is not compiled, so the
/// codes `compile-limit` and `compile-failed` come only from hosts.
///
/// The contract is the one that `--domain` or `--wit` names, or that of the project or domain in
/// whose folder the file lies, or else `guesthouse:automation`.
#[derive(Args)]
pub(crate) struct Check {
    /// File to check; `-` is standard input
    file: PathBuf,
    #[command(flatten)]
    world: WorldOptions,
}

impl Check {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        let is_stdin = self.file.as_os_str() == "-";
        let is = match (at_start::stdin_is_closed(), std::io::stdin().is_terminal()) {
            (true, _) => Some("closed"),
            (_, true) => Some("a terminal"),
            _ => None,
        };
        if let Some(is) = is.filter(|_| is_stdin) {
            let found = Diagnostic::error("no-input", format!("standard input is {is}"));
            return Err(Error::usage(
                found.hint("write `guesthouse check - < FILE`"),
            ));
        }
        let bytes = read(if is_stdin {
            Path::new("/dev/stdin")
        } else {
            &self.file
        })?;
        let against = match self.world.find(&self.file, &bytes)? {
            Agreed::Automation(world) => Against::Automation(world),
            Agreed::Other(known) => known.against(),
            Agreed::Unknown => Against::Automation(self.world.automation()?),
        };
        let mut report = confined(&bytes, &against)?;
        at_file(&mut report.diagnostics, &self.file);
        match console.format {
            Format::Json => stdout::json(&json!(report))?,
            Format::Text => self.print(&report, &against, console)?,
        }
        Error::unless(report.is_plugin())
    }

    fn print(&self, report: &Report, against: &Against, console: &Console) -> Result<()> {
        for found in &report.diagnostics {
            console.report(found);
        }
        match (&report.component, &report.fits) {
            (Some(component), Some(world)) if report.is_plugin() => {
                let world = match against {
                    Against::Automation(_) => format!("`{world}`"),
                    Against::Contract { package, .. } => format!("`{world}` of `{package}`"),
                };
                console.result(&summary(&self.file, report.size, component, &world))
            }
            _ => {
                let verdict = refusal(report, against);
                console.info(format_args!("{} {verdict}", path(&self.file)));
                Ok(())
            }
        }
    }
}

/// Says what a file is that does not fit.
fn refusal(report: &Report, against: &Against) -> String {
    let has = |code: &str| report.diagnostics.iter().any(|found| found.code == code);
    if has(RefusalCode::HostError.code()) {
        return "was not checked".to_owned();
    }
    match against {
        Against::Automation(_) if has("other-domain") => {
            format!("is not a plugin of `{}`", report.contract)
        }
        Against::Automation(_) => "is not a plugin".to_owned(),
        Against::Contract { package, wit } => {
            format!("does not fit the world `{}` of `{package}`", wit.world)
        }
    }
}

/// Reads a component, unless it is larger than any host accepts.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    let unreadable = |error: std::io::Error| Error::file("read", path, &error);
    if path.is_dir() {
        return Err(unreadable(std::io::ErrorKind::IsADirectory.into()));
    }
    let limits = CompileLimits::default();
    let bytes = limits.read(path).map_err(unreadable)?;
    match guesthouse_inspect::check_size(bytes.len() as u64, limits.component_bytes) {
        Ok(()) => Ok(bytes),
        Err(refused) => Err(Error::failed(refused.at(path.display().to_string()))),
    }
}

/// Checks a file in a process with limits, because its author chooses how long reading it takes.
pub(crate) fn confined(bytes: &[u8], against: &Against) -> Result<Report> {
    let runtime = runtime(&mut Builder::new_current_thread())?;
    Ok(runtime.block_on(guesthouse_sandbox::check(bytes, against, None)))
}

fn summary(file: &Path, size: usize, component: &Component, world: &str) -> String {
    let size = units::size(size as u64);
    let mut text = format!("{} is a plugin for the world {world}, {size}\n", path(file));
    let mut line = |name: &str, value: &str| {
        // The file chose the value. Writing to a string cannot fail.
        let _ = writeln!(text, "  {name:<10}{}", clean(value, MAX_LINE, false));
    };
    if let Some(manifest) = &component.manifest {
        line("name", &format!("{} {}", manifest.name, manifest.version));
        line("about", &manifest.description);
    }
    let toolchain = component.toolchain.as_deref();
    line("built by", toolchain.unwrap_or("an unknown toolchain"));
    for ask in component.manifest.iter().flat_map(|it| &it.asks) {
        let (kind, name) = ask.what.kind_and_name();
        line("asks for", &format!("{kind} `{name}`: {}", ask.why));
    }
    line("uses", &imports(component, Verdict::Contract).join(", "));
    let wasi = imports(component, Verdict::VirtualWasi).len();
    let runtime = format!("{wasi} WASI imports, which have no access to the host system");
    line("runtime", &runtime);
    text
}

/// Returns the names of the imports with this verdict.
fn imports(component: &Component, verdict: Verdict) -> Vec<&str> {
    let all = component.imports.iter();
    all.filter(|import| import.verdict == verdict)
        .map(|import| import.name.as_str())
        .collect()
}
