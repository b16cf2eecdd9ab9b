//! Builds a plugin of a domain on its generated SDK.

use guesthouse_contract::Contract;
use guesthouse_generate::{Options, go_exporting_packages};
use guesthouse_inspect::{Diagnostic, Language};

use super::Module;
use crate::{Compiled, DomainBuild, Error, Progress};

pub(super) fn compile(build: &DomainBuild<'_>, progress: &dyn Progress) -> Result<Compiled, Error> {
    let contract = Contract::read(build.wit).map_err(Error::finding)?;
    let world = contract.world(Some(&build.model.world));
    let output = build.work_dir().join("go.wasm");
    let module = Module {
        dir: build.dir,
        output: &output,
        resolve: &contract.resolve,
        world: world.map_err(Error::finding)?,
    };
    let core = module.compile(progress)?;
    for package in exporting(build) {
        let path = format!("{}/{package}", build.package);
        if !core.has(&format!("{path}.Export")) {
            return Err(no_export(&path, &package));
        }
    }
    module.componentize(core, progress)
}

/// The packages of the SDK with functions that the plugin implements.
fn exporting(build: &DomainBuild<'_>) -> Vec<String> {
    let options = Options {
        packages: [(Language::Go, build.package.to_owned())].into(),
    };
    go_exporting_packages(build.model, &options)
}

/// A plugin that compiles and does not say what implements the functions of a package.
fn no_export(path: &str, package: &str) -> Error {
    let message =
        format!("the plugin does not implement `{package}`: it does not call `{package}.Export`");
    let hint = format!(
        "import \"{path}\", and add this to package main, where `plugin` has the methods of `{package}.Exports`:\nfunc init() {{ {package}.Export(plugin{{}}) }}"
    );
    Error::finding(Diagnostic::error("no-export", message).hint(hint))
}
