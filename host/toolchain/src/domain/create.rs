//! `guesthouse domain new`: makes a domain of a WIT package.

use std::path::Path;

use guesthouse_contract::Contract;

use super::{Domain, FILE};
use crate::{Error, embedded, template};

/// The contract of a new domain without one of its own.
const WIT: &str = include_str!("example.wit");

/// Creates a domain in the new folder `dir`, from the WIT package at `wit` or from a small example.
///
/// # Errors
/// Returns [`Error::Findings`] if `dir` is not empty or the WIT is not valid.
pub fn create(dir: &Path, wit: Option<&Path>, world: Option<&str>) -> Result<Domain, Error> {
    template::require_empty(dir)?;
    let contract = match wit {
        Some(path) => Contract::read(path).map_err(Error::finding)?,
        None => {
            Contract::from_files("domain.wit", [("domain.wit", WIT)]).map_err(Error::finding)?
        }
    };
    let world = contract.world(world).map_err(Error::finding)?;
    let world = contract.model(world).world;
    let target = dir.join("wit");
    match wit {
        Some(path) if path.is_dir() => copy(path, &target)?,
        _ => {
            let text = contract.text().map_err(Error::finding)?;
            embedded::write(&target.join("domain.wit"), text.as_bytes())?;
        }
    }
    let name = contract.name();
    let package = name.split('@').next().unwrap_or_default();
    let settings = format!(
        "# The contract between your hosts and plugins: docs/reference/domain.md explains each key.\n\
         package = \"{package}\"\nworld = \"{world}\"\nabout = \"\"\n"
    );
    embedded::write(&dir.join(FILE), settings.as_bytes())?;
    Domain::open(dir)
}

/// Copies the files of a WIT package, with those that it depends on.
fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    let entries = std::fs::read_dir(from).map_err(Error::file("read", from))?;
    for entry in entries.flatten() {
        let path = entry.path();
        let target = to.join(entry.file_name());
        if path.is_dir() {
            copy(&path, &target)?;
        } else if path
            .extension()
            .is_some_and(|it| it == "wit" || it == "wasm")
        {
            let bytes = std::fs::read(&path).map_err(Error::file("read", &path))?;
            embedded::write(&target, &bytes)?;
        }
    }
    Ok(())
}
