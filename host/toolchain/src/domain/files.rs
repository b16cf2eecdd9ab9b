//! Reads the files of a domain's folder beside its settings and its contract.

use std::collections::BTreeMap;
use std::path::Path;

use guesthouse_diagnostics::Language;
use guesthouse_generate::File;

use super::{CASES, FAKES, Tests};
use crate::Error;

/// Reads the hand-written files in `sdk/LANGUAGE/`.
pub(super) fn layers(sdk: &Path) -> Result<BTreeMap<Language, Vec<File>>, Error> {
    let mut layers = BTreeMap::new();
    for language in Language::ALL {
        let root = sdk.join(language.name());
        let mut files = Vec::new();
        read_files(&root, &root, &mut files)?;
        if !files.is_empty() {
            layers.insert(language, files);
        }
    }
    Ok(layers)
}

/// Reads the text files of a folder. Hidden files and folders are not part of it.
fn read_files(root: &Path, folder: &Path, files: &mut Vec<File>) -> Result<(), Error> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if path.is_dir() {
            read_files(root, &path, files)?;
        } else if path.is_file() {
            let text = read(&path)?;
            let relative = path.strip_prefix(root).unwrap_or(&path);
            files.push(File {
                path: relative.display().to_string(),
                text,
            });
        }
    }
    Ok(())
}

/// Reads the cases and the fakes in the folder of a domain.
pub(super) fn tests(domain: &Path) -> Result<Tests, Error> {
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(domain.join(CASES))
        .into_iter()
        .flatten()
        .flatten()
    {
        let path = entry.path();
        if path.extension().is_some_and(|it| it == "toml") && path.is_file() {
            cases.push(File {
                path: entry.file_name().to_string_lossy().into_owned(),
                text: read(&path)?,
            });
        }
    }
    cases.sort_by(|one, other| one.path.cmp(&other.path));
    let fakes = domain.join(FAKES);
    let fakes = fakes.is_file().then(|| read(&fakes)).transpose()?;
    Ok(Tests { cases, fakes })
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(Error::file("read", path))
}
