//! Packages that a project declares. They are installed into the project, and the packages of the
//! machine take no part in a build.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use guesthouse_inspect::Diagnostic;
use toml::Table;

use super::{PINS, isolated, refusal};
use crate::{Error, Progress, embedded, irregular, process};

pub(super) const SCRIPT: &str = include_str!("install.py");

const REQUIREMENTS: &str = "requirements.txt";
const PYPROJECT: &str = "pyproject.toml";

/// The file, beside the packages, that lists those of which there are newer versions.
const OLDER: &str = "older";

/// Installs what the project declares, unless that is done already. Returns a folder of the form of
/// a virtual environment: the packages are in `lib/site-packages`.
pub(super) fn install(
    project: &Path,
    work: &Path,
    progress: &dyn Progress,
) -> Result<PathBuf, Error> {
    let folder = work.join("packages");
    let declared = Declared::read(project)?;
    let digest = declared.digest();
    let stamp = folder.join("digest");
    if fs::read_to_string(&stamp).is_ok_and(|found| found == digest) {
        return Ok(folder);
    }
    embedded::remove_folder(&folder)?;
    let site = folder.join("lib/site-packages");
    fs::create_dir_all(&site).map_err(Error::file("create", &site))?;
    if let Some(source) = declared.source {
        progress.step(&format!("installing the packages of {source}"));
        declared.fetch(project, &folder, &site)?;
    }
    embedded::write(&stamp, digest.as_bytes())?;
    Ok(folder)
}

/// Returns a warning for each package that the project requires and that is not the newest version,
/// because newer ones need native modules.
pub(super) fn warnings(work: &Path) -> Vec<Diagnostic> {
    let listed = fs::read_to_string(work.join("packages").join(OLDER)).unwrap_or_default();
    listed.lines().filter_map(older).collect()
}

fn older(line: &str) -> Option<Diagnostic> {
    let [name, installed, newest] = line.split(' ').collect::<Vec<_>>().try_into().ok()?;
    let message = format!("the plugin has `{name}` {installed}, which is not the newest version");
    let found = Diagnostic::warning("older-package", message);
    Some(found.hint(format!(
        "{newest} needs native modules, which a plugin does not have. To keep {installed}, require \
         `{name}=={installed}`; to try {newest} without native modules, `{name}=={newest}`"
    )))
}

/// The requirements of a project.
#[derive(Default)]
struct Declared {
    /// The file that declares them.
    source: Option<&'static str>,
    /// The lines of that file, if it is not in the format of pip.
    lines: Option<String>,
    /// Every file that takes part.
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Declared {
    fn read(project: &Path) -> Result<Self, Error> {
        let mut declared = Self::default();
        if project.join(REQUIREMENTS).is_file() {
            declared.source = Some(REQUIREMENTS);
            declared.add(project, Path::new(REQUIREMENTS))?;
            return Ok(declared);
        }
        let path = project.join(PYPROJECT);
        let Ok(text) = fs::read_to_string(&path) else {
            return Ok(declared);
        };
        let lines = dependencies(&text)?;
        if !lines.is_empty() {
            declared.source = Some(PYPROJECT);
            declared
                .files
                .insert(PYPROJECT.into(), lines.clone().into_bytes());
            declared.lines = Some(lines);
        }
        Ok(declared)
    }

    /// Adds a file in the format of pip, and the files that it includes.
    fn add(&mut self, project: &Path, file: &Path) -> Result<(), Error> {
        let path = project.join(file);
        if self.files.contains_key(&path) {
            return Ok(());
        }
        irregular::require_file(&path)?;
        let bytes = fs::read(&path).map_err(Error::file("read", &path))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        self.files.insert(path, bytes);
        let folder = file.parent().unwrap_or(Path::new(""));
        for included in text.lines().filter_map(included) {
            self.add(project, &folder.join(included))?;
        }
        Ok(())
    }

    fn digest(&self) -> String {
        let names: Vec<_> = self
            .files
            .iter()
            .map(|(path, bytes)| (path.to_string_lossy(), bytes.as_slice()))
            .collect();
        let files = names.iter().map(|(name, bytes)| (name.as_ref(), *bytes));
        let rules = [
            ("script", SCRIPT.as_bytes()),
            ("guest", PINS.guest.as_bytes()),
        ];
        embedded::digest(files.chain(rules))
    }

    fn fetch(&self, project: &Path, folder: &Path, site: &Path) -> Result<(), Error> {
        let file = match &self.lines {
            Some(lines) => {
                let file = folder.join(REQUIREMENTS);
                embedded::write(&file, lines.as_bytes())?;
                file
            }
            None => PathBuf::from(REQUIREMENTS),
        };
        let mut command = pip("packages", site);
        command
            .args(["--python-version", &PINS.guest, "--requirement"])
            .arg(file)
            .current_dir(project);
        let finished = process::run(&mut command, |_| ())?;
        if finished.status.success() {
            return embedded::write(&folder.join(OLDER), finished.stdout.as_bytes());
        }
        let source = self.source.unwrap_or(REQUIREMENTS);
        let found = refusal::explain(project, source, &finished.output());
        Err(Error::finding(found))
    }
}

/// The command that installs packages with pip into a folder. Options of pip follow.
pub(super) fn pip(what: &str, target: &Path) -> Command {
    let mut command = isolated(SCRIPT);
    command.arg(what).arg(target);
    command
}

/// Returns the file that a line of a requirements file includes.
fn included(line: &str) -> Option<&str> {
    let line = line.split(" #").next().unwrap_or(line).trim();
    ["--requirement", "--constraint", "-r", "-c"]
        .iter()
        .find_map(|option| line.strip_prefix(option))
        .map(|rest| rest.trim_start_matches('=').trim())
        .filter(|rest| !rest.contains("://"))
}

/// Returns `project.dependencies` of a pyproject.toml, a line each.
fn dependencies(text: &str) -> Result<String, Error> {
    let table: Table = text.parse().map_err(|error| {
        let found = Diagnostic::error("pyproject", format!("{PYPROJECT} is not TOML: {error}"));
        Error::finding(found.hint("correct the file: the build reads `project.dependencies`"))
    })?;
    let list = table
        .get("project")
        .and_then(|project| project.get("dependencies"))
        .and_then(|list| list.as_array());
    Ok(list
        .into_iter()
        .flatten()
        .filter_map(|item| item.as_str())
        .map(|item| format!("{item}\n"))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_includes_others() {
        assert_eq!(included("-r base.txt # shared"), Some("base.txt"));
        assert_eq!(included("--constraint=limits.txt"), Some("limits.txt"));
        assert_eq!(included("-r https://example.com/a.txt"), None);
        assert_eq!(included("requests==2.32"), None);
    }

    #[test]
    fn a_pyproject_lists_dependencies() {
        let text = "[project]\nname = \"a\"\ndependencies = [\"idna>=3\", \"jinja2\"]\n";
        assert_eq!(dependencies(text).unwrap(), "idna>=3\njinja2\n");
        assert_eq!(dependencies("[tool.ruff]\n").unwrap(), "");
        let error = dependencies("[project\n").unwrap_err().to_string();
        assert!(
            error.starts_with("error[pyproject]: pyproject.toml is not TOML"),
            "{error}"
        );
    }
}
