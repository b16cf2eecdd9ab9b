//! Builds a plugin of a domain: `plugin.py` on a generated SDK.

use std::path::{Path, PathBuf};

use guesthouse_contract::Contract;
use wit_component::{OutputToString, WitPrinter};

use super::{Snapshot, check, is_left_out_of_copy, python3, requirements};
use crate::{Compiled, DomainBuild, Error, Progress, copy, embedded};

pub(super) fn compile(build: &DomainBuild<'_>, progress: &dyn Progress) -> Result<Compiled, Error> {
    check::require_source(build.dir, "the functions of the contract")?;
    python3().check()?;
    check::sources(build.dir, build.package, None)?;
    let guesthouse = build.dir.join(".guesthouse");
    let packages = requirements::install(build.dir, &guesthouse, progress)?;
    let sources = build.work_dir().join("python");
    embedded::remove_folder(&sources)?;
    copy::tree(build.dir, &sources, &is_left_out_of_copy)?;
    let snapshot = Snapshot {
        dir: build.dir,
        wit: &without_docs(build.wit, &build.work_dir())?,
        world: &build.model.world,
        entry: &format!("{}._entry", build.package),
        path: &[sources, build.sdk.to_owned()],
        packages: &packages,
        output: &build.work_dir().join("python.wasm"),
    };
    snapshot.take(progress)
}

/// Writes the WIT without documentation, and returns its folder. componentize-py copies the
/// documentation into Python as it is, and a quote or a backslash there can end the text.
fn without_docs(wit: &Path, work: &Path) -> Result<PathBuf, Error> {
    let contract = Contract::read(wit).map_err(Error::finding)?;
    let used = contract.resolve.packages.iter().map(|(id, _)| id);
    let nested: Vec<_> = used.filter(|id| *id != contract.package).collect();
    let mut printer = WitPrinter::<OutputToString>::default();
    printer.emit_docs(false);
    printer
        .print(&contract.resolve, contract.package, &nested)
        .map_err(|error| Error::step("writing the WIT", &error))?;
    let folder = work.join("python-wit");
    embedded::remove_folder(&folder)?;
    let text = String::from(printer.output);
    embedded::write(&folder.join("contract.wit"), text.as_bytes())?;
    Ok(folder)
}
