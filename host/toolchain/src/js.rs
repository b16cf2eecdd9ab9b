//! JavaScript and TypeScript: esbuild bundles, TypeScript checks, an engine is put around it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use guesthouse_inspect::{Diagnostic, Place, World};
use serde::Deserialize;
use serde_json::json;

use crate::build::{Job, Made};
use crate::cache::{Set, require_node};
use crate::pins::PINS;
use crate::{Engine, Error, Progress, carried, process};

/// Asks esbuild and the engines; runs in Node because they do.
const SCRIPT: &str = include_str!("js/build.mjs");

/// Where a plugin is looked for if its manifest does not say.
const USUAL: [&str; 2] = ["src/plugin.ts", "src/plugin.js"];

/// What the script says when it is done.
#[derive(Deserialize)]
struct Report {
    errors: Vec<Message>,
    warnings: Vec<Message>,
    #[serde(default)]
    exports: Vec<String>,
    /// What is left to import once everything unused is dropped.
    #[serde(default)]
    imports: Vec<String>,
}

/// A message of esbuild.
#[derive(Deserialize)]
struct Message {
    text: String,
    location: Option<Location>,
}

#[derive(Deserialize)]
struct Location {
    file: String,
    line: usize,
    column: usize,
}

pub(crate) fn build(job: &Job<'_>) -> Result<Made, Error> {
    let entry = entry(job)?;
    require_node()?;
    let tools = Set::Js.install(job.progress)?;
    job.progress.step("bundling with esbuild");
    let carried = job.carried();
    let script = Script {
        dir: job.dir,
        entry: &entry,
        sdk: &carried.join("sdk"),
        wit: &carried.join("wit"),
        world: job.source.manifest.world.name(),
        build: &carried.join("build"),
        engine: job.source.engine,
    };
    let report = script.run("inspect", &tools)?;
    require_handle(&entry, &report)?;
    require_world(job.source.manifest.world, &report)?;
    bundle(job, &tools, &entry)?;
    job.progress.step("checking types with TypeScript");
    check_types(job, &tools)?;
    let made = componentize(&script, job.progress)?;
    let warnings: Vec<_> = report
        .warnings
        .iter()
        .map(|it| it.diagnostic(true).to_string())
        .collect();
    let warnings = warnings.join("\n\n");
    Ok(Made { warnings, ..made })
}

fn entry(job: &Job<'_>) -> Result<PathBuf, Error> {
    let chosen = job.source.entry.clone();
    let usual = || {
        USUAL
            .iter()
            .map(PathBuf::from)
            .find(|path| job.dir.join(path).is_file())
    };
    let entry = chosen
        .or_else(usual)
        .unwrap_or_else(|| PathBuf::from(USUAL[0]));
    if job.dir.join(&entry).is_file() {
        return Ok(entry);
    }
    let found = Diagnostic::error(
        "no-source",
        format!("the project has no {}", entry.display()),
    );
    let hint = "write it, or name another file in plugin.toml:\n[build]\nentry = \"src/main.ts\"";
    Err(Error::finding(found.hint(hint)))
}

/// What the script is told.
pub(crate) struct Script<'a> {
    pub(crate) dir: &'a Path,
    pub(crate) entry: &'a Path,
    pub(crate) sdk: &'a Path,
    pub(crate) wit: &'a Path,
    pub(crate) world: &'a str,
    pub(crate) build: &'a Path,
    pub(crate) engine: Engine,
}

/// Puts an engine around the module `plugin.js` in the script's build folder.
pub(crate) fn componentize(script: &Script<'_>, progress: &dyn Progress) -> Result<Made, Error> {
    require_node()?;
    let tools = match script.engine {
        Engine::Quickjs => Set::Js.install(progress)?,
        Engine::Starlingmonkey => Set::Starlingmonkey.install(progress)?,
    };
    let toolchain = toolchain(script.engine);
    progress.step(&format!("building with {toolchain}"));
    script.run("componentize", &tools)?;
    let output = script.build.join("js.wasm");
    let bytes = fs::read(&output).map_err(Error::file("read", &output))?;
    Ok(Made {
        bytes,
        toolchain,
        warnings: String::new(),
    })
}

impl Script<'_> {
    fn run(&self, task: &str, tools: &Path) -> Result<Report, Error> {
        let (script, answer) = (self.build.join("build.mjs"), self.build.join("report.json"));
        carried::write(&script, SCRIPT.as_bytes())?;
        carried::write(&answer, b"")?;
        let options = json!({
            "project": self.dir,
            "entry": self.entry,
            "sdk": self.sdk,
            "wit": self.wit,
            "world": self.world,
            "build": self.build,
            "tools": tools,
            "engine": engine_key(self.engine),
        });
        let mut command = Command::new("node");
        command
            .arg(&script)
            .arg(task)
            .arg(options.to_string())
            .arg(&answer)
            .current_dir(self.dir);
        let finished = process::run(&mut command, |_| ())?.or_tool_error("building with Node")?;
        let text = fs::read_to_string(&answer).map_err(Error::file("read", &answer))?;
        let report: Report = serde_json::from_str(&text).map_err(|error| {
            let (doing, output) = (format!("the task `{task}`"), finished.output());
            Error::Tool {
                doing,
                why: error.to_string(),
                output,
            }
        })?;
        if report.errors.is_empty() {
            return Ok(report);
        }
        let errors = report.errors.iter().map(|error| error.diagnostic(false));
        Err(Error::Findings(errors.collect()))
    }
}

impl Message {
    fn diagnostic(&self, warning: bool) -> Diagnostic {
        let text = self.text.trim();
        let made = if warning {
            Diagnostic::warning("javascript", text)
        } else {
            Diagnostic::error("javascript", text)
        };
        let made = made.maybe_hint(self.hint());
        match &self.location {
            Some(Location { file, line, column }) => made.at(Place {
                file: file.clone(),
                line: *line,
                column: column + 1,
            }),
            None => made,
        }
    }

    fn hint(&self) -> Option<String> {
        let missing = self
            .text
            .strip_prefix("Could not resolve \"")?
            .split('"')
            .next()?;
        let builtin =
            missing.starts_with("node:") || ["fs", "path", "http", "crypto"].contains(&missing);
        builtin.then(|| "a plugin runs without Node.js: use @guesthouse/sdk instead".to_owned())
    }
}

/// The SDK brings its own bundler: it knows what the entry, the globals and the source map need.
fn bundle(job: &Job<'_>, tools: &Path, entry: &Path) -> Result<(), Error> {
    let mut command = Command::new("node");
    command
        .env("NODE_PATH", tools.join("node_modules"))
        .arg(job.carried().join("sdk/build/bundle.mjs"))
        .arg(job.dir)
        .arg(entry)
        .arg(".guesthouse/build/plugin.js");
    let finished = process::run(&mut command, |_| ())?;
    if finished.status.success() {
        return Ok(());
    }
    Err(Error::Compile {
        tool: "esbuild",
        output: finished.output(),
    })
}

fn require_handle(entry: &Path, report: &Report) -> Result<(), Error> {
    if report.exports.iter().any(|name| name == "handle") {
        return Ok(());
    }
    let message = format!("{} does not export `handle`", entry.display());
    let hint =
        "export the function that handles an event:\nexport function handle(event) { return []; }";
    let place = Place {
        file: entry.display().to_string(),
        line: 1,
        column: 1,
    };
    Err(Error::finding(
        Diagnostic::error("no-handle", message).at(place).hint(hint),
    ))
}

/// An engine cannot import what the world does not have, and says so in its own words only.
fn require_world(world: World, report: &Report) -> Result<(), Error> {
    let beyond = |name: &String| name.contains("/state@") || name.contains("/http@");
    match report.imports.iter().find(|name| beyond(name)) {
        Some(name) if world == World::Transform => {
            let message =
                format!("the plugin uses `{name}`, which its world `transform` does not have");
            let found = Diagnostic::error("beyond-world", message);
            Err(Error::finding(
                found.hint("in plugin.toml: world = \"plugin\""),
            ))
        }
        _ => Ok(()),
    }
}

fn check_types(job: &Job<'_>, tools: &Path) -> Result<(), Error> {
    if !job.dir.join("tsconfig.json").is_file() {
        return Ok(());
    }
    let mut command = Command::new("node");
    command.arg(tools.join("node_modules/typescript/bin/tsc"));
    command
        .args(["--noEmit", "--pretty", "false", "-p", "tsconfig.json"])
        .current_dir(job.dir);
    let finished = process::run(&mut command, |_| ())?;
    if finished.status.success() {
        return Ok(());
    }
    let found: Vec<_> = finished.stdout.lines().filter_map(type_error).collect();
    if found.is_empty() {
        return Err(Error::Compile {
            tool: "tsc",
            output: finished.output(),
        });
    }
    Err(Error::Findings(found))
}

/// Reads `src/plugin.ts(12,9): error TS2322: Type ...`.
fn type_error(line: &str) -> Option<Diagnostic> {
    let (place, text) = line.split_once("): error ")?;
    let (file, position) = place.rsplit_once('(')?;
    let (line, column) = position.split_once(',')?;
    let place = Place {
        file: file.to_owned(),
        line: line.parse().ok()?,
        column: column.parse().ok()?,
    };
    let found = Diagnostic::error("typescript", text).at(place);
    Some(match text.starts_with("TS2307: ") {
        true => found.hint("get the package into this folder: npm install NAME"),
        false => found,
    })
}

fn engine_key(engine: Engine) -> &'static str {
    match engine {
        Engine::Quickjs => "quickjs",
        Engine::Starlingmonkey => "starlingmonkey",
    }
}

fn toolchain(engine: Engine) -> String {
    match engine {
        Engine::Quickjs => format!("componentize-qjs {}", PINS.js.componentize_qjs),
        Engine::Starlingmonkey => format!("componentize-js {}", PINS.js.componentize_js),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_typescript_says() {
        let line =
            "src/plugin.ts(12,9): error TS2322: Type 'string' is not assignable to type 'number'.";
        let shown = type_error(line).unwrap().to_string();
        assert_eq!(
            shown,
            "error[typescript]: TS2322: Type 'string' is not assignable to type 'number'.\n  --> src/plugin.ts:12:9"
        );
        let line = "src/plugin.ts(1,21): error TS2307: Cannot find module 'left-pad'.";
        let shown = type_error(line).unwrap().to_string();
        assert!(shown.ends_with("npm install NAME"), "{shown}");
        assert_eq!(type_error("  and more about it"), None);
    }
}
