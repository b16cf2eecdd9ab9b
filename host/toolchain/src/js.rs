//! JavaScript and TypeScript: esbuild bundles, TypeScript checks, and an engine is linked around
//! the bundle.

mod domain;
mod messages;
mod types;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use guesthouse_inspect::{Diagnostic, Language, World};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::doctor::{Finding, Requirement};
use crate::{
    Compiled, DomainBuild, Engine, Error, Packages, Part, Progress, Project, Template, Toolchain,
    WorldBuild, embedded, pins, process,
};
use messages::{Location, Message};
use types::Wanted;

pub(crate) struct JavaScript;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Pins {
    node: String,
    esbuild: String,
    typescript: String,
    componentize_qjs: String,
    componentize_js: String,
}

static PINS: LazyLock<Pins> = LazyLock::new(|| pins::read("js"));

/// esbuild, TypeScript and QuickJS.
const TOOLS: Packages = Packages {
    name: "js",
    contents: || {
        format!(
            "esbuild {}, typescript {}, {}",
            PINS.esbuild,
            PINS.typescript,
            compiler_name(Engine::Quickjs)
        )
    },
    installer: npm,
};

const STARLINGMONKEY: Packages = Packages {
    name: "starlingmonkey",
    contents: || compiler_name(Engine::Starlingmonkey),
    installer: npm,
};

const TYPESCRIPT: &str = "src/plugin.ts";
const JAVASCRIPT: &str = "src/plugin.js";

impl Toolchain for JavaScript {
    fn sdk(&self) -> &'static str {
        "sdk-js"
    }

    fn templates(&self) -> &'static [Template] {
        const {
            &[
                Template::new("ts", "TypeScript", Language::Js, TYPESCRIPT),
                Template::new("js", "JavaScript", Language::Js, JAVASCRIPT),
            ]
        }
    }

    fn engines(&self) -> &'static [Engine] {
        &[Engine::Quickjs, Engine::Starlingmonkey]
    }

    fn reads(&self) -> &'static [&'static str] {
        &[
            "package.json",
            "tsconfig.json",
            "jsconfig.json",
            ".npmrc",
            "*.ts",
            "*.tsx",
            "*.mts",
            "*.cts",
            "*.js",
            "*.jsx",
            "*.mjs",
            "*.cjs",
            "*.json",
        ]
    }

    fn tools(&self, language: Language) -> Vec<Finding> {
        vec![node().finding(language)]
    }

    fn packages(&self) -> &'static [Packages] {
        &[TOOLS, STARLINGMONKEY]
    }

    fn sources(&self) -> &'static [(&'static str, &'static str)] {
        &[("build.mjs", SCRIPT), ("wasi.wit", domain::WASI)]
    }

    fn compile(&self, project: &Project, progress: &dyn Progress) -> Result<Compiled, Error> {
        let entry = entry(&project.dir, project.source.entry.as_deref())?;
        require_node()?;
        let tools = TOOLS.install(progress)?;
        progress.step("bundling with esbuild");
        let world = &project.manifest().world;
        let script = Script {
            dir: &project.dir,
            entry: &entry,
            sdk: &project.sdk_dir(),
            wit: &project.wit_dir(),
            world,
            build: &project.work_dir(),
            engine: project.source.engine,
            domain: None,
        };
        let report = script.run("bundle", &tools)?;
        require_world(world, &report)?;
        progress.step("checking types with TypeScript");
        let handler = report.handler.as_ref().map(Location::place);
        let wanted = Wanted::handler(&entry, handler);
        types::check(&project.dir, &tools, &entry, &wanted)?;
        let compiled = script.componentize(progress)?;
        Ok(report.complete(compiled))
    }

    fn compile_world(
        &self,
        build: &WorldBuild<'_>,
        progress: &dyn Progress,
    ) -> Result<Compiled, Error> {
        let source = build.dir.join("app.js");
        let work = build.work_dir();
        fs::copy(&source, work.join("plugin.js")).map_err(Error::file("copy", &source))?;
        let script = Script {
            dir: build.dir,
            entry: &source,
            sdk: build.dir,
            wit: build.wit,
            world: build.world,
            build: &work,
            engine: build.engine,
            domain: None,
        };
        script.componentize(progress)
    }

    fn compile_domain(
        &self,
        build: &DomainBuild<'_>,
        progress: &dyn Progress,
    ) -> Result<Compiled, Error> {
        domain::compile(build, progress)
    }
}

/// Calls esbuild and the engines, which are libraries for Node.
const SCRIPT: &str = include_str!("js/build.mjs");

/// The script's result.
#[derive(Deserialize)]
struct Report {
    errors: Vec<Message>,
    warnings: Vec<Message>,
    /// The imports that remain after unused code is dropped.
    #[serde(default)]
    imports: Vec<String>,
    /// Where the author declares `handle`.
    handler: Option<Location>,
    /// What the author's modules wrote to `console` while they were loaded.
    #[serde(default)]
    lines: Vec<String>,
    /// The packages and the author's files in the bundle.
    #[serde(default)]
    parts: Vec<Part>,
}

impl Report {
    /// Adds the warnings of the bundler to those of the engine, and what the bundle contains.
    fn complete(self, mut compiled: Compiled) -> Compiled {
        let warnings = self.warnings.iter().map(|it| it.warning().to_string());
        let printed = Some(compiled.warnings).filter(|it| !it.is_empty());
        compiled.warnings = warnings.chain(printed).collect::<Vec<_>>().join("\n\n");
        compiled.parts = self.parts;
        compiled
    }
}

/// Returns the source file of a project: the one that the manifest names, or the usual one.
fn entry(dir: &Path, chosen: Option<&Path>) -> Result<PathBuf, Error> {
    let exists = |path: &PathBuf| dir.join(path).is_file();
    let chosen = chosen.map(Path::to_owned);
    let default = || {
        [TYPESCRIPT, JAVASCRIPT]
            .map(PathBuf::from)
            .into_iter()
            .find(exists)
    };
    let entry = chosen.or_else(default).unwrap_or_else(|| TYPESCRIPT.into());
    if exists(&entry) {
        return Ok(entry);
    }
    let message = format!("the project has no file `{}`", entry.display());
    let hint =
        "create the file, or set another file in plugin.toml:\n[build]\nentry = \"src/main.ts\"";
    Err(Error::finding(
        Diagnostic::error("no-source", message).hint(hint),
    ))
}

/// The arguments of the script.
#[derive(Serialize)]
struct Script<'a> {
    #[serde(rename = "project")]
    dir: &'a Path,
    entry: &'a Path,
    sdk: &'a Path,
    wit: &'a Path,
    world: &'a str,
    build: &'a Path,
    engine: Engine,
    #[serde(flatten)]
    domain: Option<domain::Domain<'a>>,
}

impl Script<'_> {
    /// Links an engine around the module `plugin.js` in the build folder.
    fn componentize(&self, progress: &dyn Progress) -> Result<Compiled, Error> {
        require_node()?;
        let tools = match self.engine {
            Engine::Quickjs => TOOLS.install(progress)?,
            Engine::Starlingmonkey => STARLINGMONKEY.install(progress)?,
        };
        let toolchain = compiler_name(self.engine);
        progress.step(&format!("building with {toolchain}"));
        let report = self.run("componentize", &tools)?;
        let output = self.build.join("js.wasm");
        let bytes = fs::read(&output).map_err(Error::file("read", &output))?;
        Ok(Compiled {
            bytes,
            toolchain,
            warnings: printed(&report.lines),
            parts: Vec::new(),
        })
    }

    fn run(&self, task: &str, tools: &Path) -> Result<Report, Error> {
        let script = self.build.join("build.mjs");
        let answer = self.build.join("report.json");
        embedded::write(&script, SCRIPT.as_bytes())?;
        embedded::write(&answer, b"")?;
        let mut command = start_node();
        command
            .arg(&script)
            .arg(task)
            .arg(
                json!(Options {
                    script: self,
                    tools
                })
                .to_string(),
            )
            .arg(&answer)
            .current_dir(self.dir);
        let finished = process::run(&mut command, |_| ())?.or_tool_error("building with Node")?;
        let text = fs::read_to_string(&answer).map_err(Error::file("read", &answer))?;
        let report: Report = serde_json::from_str(&text).map_err(|error| Error::Tool {
            doing: format!("reading the result of the build step `{task}`"),
            why: error.to_string(),
            output: finished.output(),
        })?;
        if report.errors.is_empty() {
            return Ok(report);
        }
        let errors = report.errors.iter().map(Message::error);
        Err(Error::Findings(errors.collect()))
    }
}

#[derive(Serialize)]
struct Options<'a> {
    #[serde(flatten)]
    script: &'a Script<'a>,
    tools: &'a Path,
}

/// Says what the author's modules wrote to `console`.
fn printed(lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let message = "the plugin's modules wrote to `console` while they were loaded";
    let found = Diagnostic::warning("console", message).detail(lines.join("\n"));
    found.to_string()
}

/// Refuses imports that the world does not have. An engine would refuse them without a hint.
fn require_world(world: &str, report: &Report) -> Result<(), Error> {
    let beyond = |name: &&String| name.contains("/state@") || name.contains("/http@");
    let Some(name) = report.imports.iter().find(beyond) else {
        return Ok(());
    };
    if world != World::Transform.name() {
        return Ok(());
    }
    let message = format!("the plugin uses `{name}`, which its world `transform` does not have");
    Err(Error::finding(
        Diagnostic::error("beyond-world", message).hint("set `world = \"plugin\"` in plugin.toml"),
    ))
}

fn compiler_name(engine: Engine) -> String {
    match engine {
        Engine::Quickjs => format!("componentize-qjs {}", PINS.componentize_qjs),
        Engine::Starlingmonkey => format!("componentize-js {}", PINS.componentize_js),
    }
}

const NODE_FIX: &str = "install Node.js, which includes npm: https://nodejs.org";

/// Returns the command `node` without the settings of the user's own programs.
fn start_node() -> Command {
    let mut command = Command::new("node");
    command.env_remove("NODE_OPTIONS").env_remove("NODE_PATH");
    command
}

fn node() -> Requirement<'static> {
    Requirement {
        tool: "node",
        least: &PINS.node,
        fix: NODE_FIX,
    }
}

fn require_node() -> Result<(), Error> {
    let npm = Requirement {
        tool: "npm",
        least: "8",
        fix: NODE_FIX,
    };
    node().check()?;
    npm.check()
}

fn npm(_folder: &Path) -> Command {
    let mut command = Command::new("npm");
    // npm installs exactly the packages of the lock file and runs no script of a package.
    command.args("ci --ignore-scripts --no-audit --no-fund --loglevel=error".split(' '));
    command
}
