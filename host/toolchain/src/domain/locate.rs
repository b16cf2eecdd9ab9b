//! Finds the domain of a file from the folders above it.

use std::path::{Path, PathBuf};

use super::{Domain, FILE};
use crate::{Error, manifest};

/// The domain of a file.
#[derive(Clone, Debug)]
pub struct Located {
    /// The domain.
    pub domain: Domain,
    /// The world that the manifest of the project names.
    pub world: Option<String>,
}

/// Finds the domain of a file or folder: that of the project that it lies in, or the one whose folder
/// it lies in. The nearest folder counts that has a manifest or is a domain.
///
/// # Errors
/// Returns [`Error::Findings`] if that manifest or domain is wrong.
pub fn locate(path: &Path) -> Result<Option<Located>, Error> {
    // The caller reports a path that does not exist when it opens it.
    let Ok(path) = path.canonicalize() else {
        return Ok(None);
    };
    for folder in path.ancestors() {
        if folder.join(manifest::FILE).is_file() {
            return of_project(folder);
        }
        if folder.join(FILE).is_file() {
            let domain = Domain::open(&short(folder))?;
            return Ok(Some(Located {
                domain,
                world: None,
            }));
        }
    }
    Ok(None)
}

fn of_project(folder: &Path) -> Result<Option<Located>, Error> {
    let source = manifest::read(folder)?;
    let Some(path) = source.domain else {
        return Ok(None);
    };
    let path = folder.join(path);
    let path = path.canonicalize().unwrap_or(path);
    Ok(Some(Located {
        domain: Domain::open(&short(&path))?,
        world: Some(source.manifest.world).filter(|it| !it.is_empty()),
    }))
}

/// Returns a path as messages show it: relative to the current folder, if it is in there.
fn short(path: &Path) -> PathBuf {
    let current = std::env::current_dir().and_then(|it| it.canonicalize());
    let inside = current
        .ok()
        .and_then(|it| Some(path.strip_prefix(it).ok()?.to_owned()));
    match inside {
        Some(inside) if inside.as_os_str().is_empty() => PathBuf::from("."),
        Some(inside) => inside,
        None => path.to_owned(),
    }
}
