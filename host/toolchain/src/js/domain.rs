//! Builds a plugin of any domain on a generated SDK.

use std::path::{Path, PathBuf};

use guesthouse_contract::Model;
use guesthouse_inspect::Place;
use serde::Serialize;

use super::types::{self, Wanted};
use super::{JavaScript, Script, TOOLS, entry, require_node};
use crate::{Compiled, DomainBuild, Error, Progress, Toolchain, embedded};

/// The WIT of the functions that `console` calls.
pub(super) const WASI: &str = include_str!("wasi.wit");

/// The arguments of the script that a generated SDK needs.
#[derive(Serialize)]
pub(super) struct Domain<'a> {
    /// The folder of the generated SDK.
    domain: &'a Path,
    /// The WIT package of the contract.
    package: String,
    wasi: &'static str,
}

pub(super) fn compile(build: &DomainBuild<'_>, progress: &dyn Progress) -> Result<Compiled, Error> {
    let entry = entry(build.dir, build.entry)?;
    require_node()?;
    let tools = TOOLS.install(progress)?;
    let work = build.work_dir();
    let support = unpack_support(&work)?;
    progress.step("bundling with esbuild");
    let script = Script {
        dir: build.dir,
        entry: &entry,
        sdk: &support,
        wit: build.wit,
        world: &build.model.world,
        build: &work,
        engine: build.engine,
        domain: Some(Domain {
            domain: build.sdk,
            package: package(build.model),
            wasi: WASI,
        }),
    };
    let report = script.run("bundle", &tools)?;
    progress.step("checking types with TypeScript");
    types::check(build.dir, &tools, &entry, &wanted(&entry))?;
    let compiled = script.componentize(progress)?;
    Ok(report.complete(compiled))
}

/// Writes what a bundle needs for its engine: the bundler, and the globals of a plugin.
fn unpack_support(work: &Path) -> Result<PathBuf, Error> {
    let folder = work.join("support");
    for (name, bytes) in embedded::under(JavaScript.sdk()) {
        embedded::write(&folder.join(name), bytes)?;
    }
    Ok(folder)
}

/// Returns the name of the contract's package with its version, as WIT text.
fn package(model: &Model) -> String {
    let name = &model.package;
    let version = name.version.as_ref();
    let version = version.map_or_else(String::new, |version| format!("@{version}"));
    format!("%{}:%{}{version}", name.namespace, name.name)
}

fn wanted(entry: &Path) -> Wanted {
    let module = types::module_of(entry);
    Wanted {
        check: format!(
            "import type {{ Plugin }} from \"../sdk/index.js\";\nimport * as plugin from {module};\n\nplugin satisfies Plugin;\n"
        ),
        place: Some(Place {
            file: entry.display().to_string(),
            position: Some((1, 1)),
        }),
        hint: "the interface `Plugin` of the SDK says what the module must export",
        absent: &[],
    }
}
