//! Finds the files of a test: the component, the cases and the fakes.

use std::path::{Path, PathBuf};

use guesthouse_diagnostics::Diagnostic;

use crate::error::{Error, Result};

pub(super) struct Files {
    pub(super) component: PathBuf,
    /// The files of cases, sorted by name.
    pub(super) cases: Vec<PathBuf>,
    /// The file with the fakes of all cases, if there is one.
    pub(super) fakes: Option<PathBuf>,
}

impl Files {
    /// Finds the files beside a component, or in its folder.
    pub(super) fn find(path: &Path, cases: Option<&Path>, fakes: Option<&Path>) -> Result<Self> {
        let is_folder = path.is_dir();
        let folder = if is_folder {
            path
        } else {
            path.parent().unwrap_or(Path::new(""))
        };
        let component = if is_folder {
            only_component(path)?
        } else {
            path.to_owned()
        };
        let cases = cases.map_or_else(|| folder.join("cases"), Path::to_owned);
        let beside = Some(folder.join("fakes.toml")).filter(|path| path.is_file());
        Ok(Self {
            component,
            cases: case_files(&cases)?,
            fakes: fakes.map(Path::to_owned).or(beside),
        })
    }
}

/// Returns the files with an extension in a folder, sorted by name.
fn with_extension(folder: &Path, extension: &str) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == extension) && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn only_component(folder: &Path) -> Result<PathBuf> {
    let mut found =
        with_extension(folder, "wasm").map_err(|error| Error::file("read", folder, &error))?;
    let shown = folder.display();
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        (None, _) => {
            let message = format!("there is no component in `{shown}`");
            let hint = "build it, for example with `guesthouse build`, or give the file";
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

fn case_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let found =
        with_extension(folder, "toml").map_err(|error| Error::file("read", folder, &error))?;
    if found.is_empty() {
        let message = format!("there is no file of cases in `{}`", folder.display());
        let hint = "write a file `*.toml` there, or give another folder with --cases FOLDER";
        return Err(Error::usage(
            Diagnostic::error("no-cases", message).hint(hint),
        ));
    }
    Ok(found)
}
