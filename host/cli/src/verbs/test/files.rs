//! Finds the cases of a test and the fakes for them.

use std::path::{Path, PathBuf};

use guesthouse_diagnostics::Diagnostic;
use guesthouse_toolchain::domain::Domain;

use crate::error::{Error, Result};
use crate::verbs::component::TextFile;
use crate::verbs::source::with_extension;

/// Files of cases that share fakes.
pub(in crate::verbs) struct Set {
    pub(in crate::verbs) cases: Vec<TextFile>,
    pub(in crate::verbs) fakes: Option<TextFile>,
}

/// Where to look for cases and fakes.
pub(super) struct Search<'a> {
    /// The folder of the component or of its source.
    pub(super) folder: &'a Path,
    /// The folder of cases and the file of fakes that the command line names.
    pub(super) cases: Option<&'a Path>,
    pub(super) fakes: Option<&'a Path>,
    /// The domain of the component.
    pub(super) domain: Option<&'a Domain>,
}

impl Search<'_> {
    /// Finds the cases of the command line; or else those beside the component, and then those of
    /// its domain, with its fakes.
    pub(super) fn sets(&self) -> Result<Vec<Set>> {
        let given = self
            .fakes
            .map(|path| TextFile::read("read the fakes", path));
        let given = given.transpose()?;
        let of_domain = || self.domain.and_then(TextFile::fakes_of);
        let own_fakes = match given.clone() {
            Some(given) => Some(given),
            None => self.fakes_beside()?.or_else(of_domain),
        };
        if let Some(folder) = self.cases {
            let cases = read(folder)?;
            if cases.is_empty() {
                return Err(no_cases(&[folder.to_owned()]));
            }
            let fakes = own_fakes;
            return Ok(vec![Set { cases, fakes }]);
        }
        let beside = self.folder.join("cases");
        let own = Set {
            cases: if beside.is_dir() {
                read(&beside)?
            } else {
                Vec::new()
            },
            fakes: own_fakes,
        };
        // The folder of a domain has its cases.
        let domain = self.domain.filter(|it| !is_one(&it.path, self.folder));
        let domains = Set {
            cases: domain.map(TextFile::cases_of).unwrap_or_default(),
            fakes: given.or_else(of_domain),
        };
        let found: Vec<_> = [own, domains]
            .into_iter()
            .filter(|set| !set.cases.is_empty())
            .collect();
        if found.is_empty() {
            let looked = domain.map(|domain| domain.path.join("cases"));
            return Err(no_cases(
                &std::iter::once(beside).chain(looked).collect::<Vec<_>>(),
            ));
        }
        Ok(found)
    }

    fn fakes_beside(&self) -> Result<Option<TextFile>> {
        let beside = self.folder.join("fakes.toml");
        let read = || TextFile::read("read the fakes", &beside);
        beside.is_file().then(read).transpose()
    }
}

fn is_one(one: &Path, other: &Path) -> bool {
    let other = if other.as_os_str().is_empty() {
        Path::new(".")
    } else {
        other
    };
    one.canonicalize().ok() == other.canonicalize().ok()
}

fn read(folder: &Path) -> Result<Vec<TextFile>> {
    let files = with_extension(folder, "toml")?;
    files
        .iter()
        .map(|path| TextFile::read("read the cases", path))
        .collect()
}

fn no_cases(looked: &[PathBuf]) -> Error {
    let shown: Vec<_> = looked
        .iter()
        .map(|it| format!("`{}`", it.display()))
        .collect();
    let message = format!("there are no files of cases in {}", shown.join(" or "));
    let hint = "write a file `*.toml` there, or name another folder with `--cases FOLDER`";
    Error::usage(Diagnostic::error("no-cases", message).hint(hint))
}
