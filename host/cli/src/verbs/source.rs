//! The component that a command line names: a file, or a source folder that is built first.

use std::path::{Path, PathBuf};

use guesthouse_diagnostics::Diagnostic;
use guesthouse_toolchain::{Project, manifest};

use crate::console::Console;
use crate::error::{Error, Result};
use crate::verbs::build::{Watched, tell, too_large};
use crate::verbs::printable;

/// Returns the project in a folder, or nothing if the path is a file or a folder without a manifest.
fn project(path: &Path) -> Result<Option<Project>> {
    let is_project = path.join(manifest::FILE).is_file();
    Ok(is_project.then(|| Project::open(path)).transpose()?)
}

/// Returns the file with the component. Of a folder with a project, builds it if something changed; of
/// another folder, it is the only component in it.
pub(super) fn component(path: &Path, console: &Console) -> Result<PathBuf> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    match project(path)? {
        Some(project) => built(path, &project, console),
        None => only_component(path),
    }
}

/// Returns the file with a plugin of `guesthouse:automation`, like [`component`]. Refuses a project of
/// another contract before it is built.
pub(super) fn plugin(path: &Path, console: &Console) -> Result<PathBuf> {
    let Some(project) = project(path)? else {
        return component(path, console);
    };
    if let Some(domain) = &project.manifest().domain {
        let message = format!(
            "the project `{}` is one of `{}`, which has no events",
            printable(&path.display().to_string()),
            printable(domain)
        );
        let found = Diagnostic::error("other-domain", message);
        return Err(Error::usage(found.hint(
            "call its functions with `guesthouse call`, or run its cases with `guesthouse test`",
        )));
    }
    built(path, &project, console)
}

/// Builds the project in a folder if something changed, and returns its component.
pub(super) fn built(folder: &Path, project: &Project, console: &Console) -> Result<PathBuf> {
    console.sources_are_in(folder);
    let watched = Watched(console.progress("building"));
    let built = project.build_if_changed(&watched)?;
    drop(watched);
    if let Some(mut built) = built {
        built.diagnostics.extend(too_large(&built));
        tell(&built, console);
    }
    let file = project.default_output();
    Ok(folder.join(file.file_name().unwrap_or_default()))
}

/// Returns the files with an extension in a folder, sorted by name.
pub(super) fn with_extension(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let unreadable = |error| Error::file("read", folder, &error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|it| it == extension) && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn only_component(folder: &Path) -> Result<PathBuf> {
    let mut found = with_extension(folder, "wasm")?;
    let shown = folder.display();
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        (None, _) => {
            let message = format!("there is no component in `{shown}`");
            let hint = "give a component, or the folder of a plugin, which has a plugin.toml";
            Err(Error::usage(
                Diagnostic::error("no-component", message).hint(hint),
            ))
        }
        (Some(_), false) => {
            let message = format!("there are several components in `{shown}`");
            let found = Diagnostic::error("several-components", message);
            Err(Error::usage(found.hint("give one of the files")))
        }
    }
}
