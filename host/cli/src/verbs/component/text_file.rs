//! A file of cases or of fakes: on its own, or of a domain, which may be a packed file.

use std::path::{Path, PathBuf};

use guesthouse_diagnostics::Diagnostic;
use guesthouse_dynamic::{Fake, World};
use guesthouse_toolchain::domain::Domain;

use crate::error::{Error, Result};

#[derive(Clone)]
pub(in crate::verbs) struct TextFile {
    /// The name in messages.
    pub(in crate::verbs) path: PathBuf,
    pub(in crate::verbs) text: String,
    /// Whether it belongs to a domain, so the author of a plugin does not change it.
    pub(in crate::verbs) is_of_domain: bool,
}

impl TextFile {
    /// Reads a file. `doing` says what for, for example `read the fakes`.
    pub(in crate::verbs) fn read(doing: &str, path: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).map_err(|error| Error::file(doing, path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            text,
            is_of_domain: false,
        })
    }

    /// Reads it as a file of fakes for a world.
    pub(in crate::verbs) fn fakes(&self, world: &World) -> Result<Vec<Fake>, Vec<Diagnostic>> {
        Fake::read(world, &self.path.display().to_string(), &self.text)
    }

    /// Returns the fakes of a domain.
    pub(in crate::verbs) fn fakes_of(domain: &Domain) -> Option<Self> {
        let text = domain.tests.fakes.as_ref()?;
        Some(Self::of_domain(domain, "fakes.toml", text))
    }

    /// Returns the files of cases of a domain.
    pub(in crate::verbs) fn cases_of(domain: &Domain) -> Vec<Self> {
        let cases = domain.tests.cases.iter();
        cases
            .map(|file| Self::of_domain(domain, &format!("cases/{}", file.path), &file.text))
            .collect()
    }

    fn of_domain(domain: &Domain, path: &str, text: &str) -> Self {
        Self {
            path: domain.path.join(path),
            text: text.to_owned(),
            is_of_domain: true,
        }
    }
}
