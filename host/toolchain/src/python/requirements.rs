//! Packages that a project declares. They are installed into the project, and the packages of the
//! machine take no part in a build.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use guesthouse_inspect::{Diagnostic, Place};
use toml::{Table, Value};

use super::{PINS, isolated, refusal};
use crate::{Error, Progress, embedded, irregular, process};

pub(super) const SCRIPT: &str = include_str!("install.py");

/// The file in the format of pip that a project can have.
pub(super) const REQUIREMENTS: &str = "requirements.txt";
const PYPROJECT: &str = "pyproject.toml";

/// The folder of the packages.
pub(super) const SITE_PACKAGES: &str = "lib/site-packages";

/// The file, beside the packages, that lists those of which there are newer versions.
const OLDER: &str = "older";

/// Installs what the project declares, unless that is done already. Returns a folder of the form of
/// a virtual environment: the packages are in [`SITE_PACKAGES`].
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
    let site = folder.join(SITE_PACKAGES);
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
            declared.add(project, Path::new(REQUIREMENTS), &mut Vec::new())?;
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

    /// Adds a file in the format of pip, and the files that it includes. `outer` are the files that
    /// include it.
    fn add(&mut self, project: &Path, file: &Path, outer: &mut Vec<PathBuf>) -> Result<(), Error> {
        let path = project.join(file);
        irregular::require_file(&path)?;
        let bytes = fs::read(&path).map_err(Error::file("read", &path))?;
        let real = path.canonicalize().map_err(Error::file("read", &path))?;
        if outer.contains(&real) {
            let root = project.canonicalize().unwrap_or_default();
            return Err(Error::finding(circle(
                real.strip_prefix(root).unwrap_or(&real),
            )));
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if self.files.insert(path, bytes).is_some() {
            return Ok(());
        }
        outer.push(real);
        let folder = file.parent().unwrap_or(Path::new(""));
        for included in text.lines().filter_map(included) {
            self.add(project, &folder.join(included), outer)?;
        }
        outer.pop();
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

/// Returns the error about a file that pip would read without an end.
fn circle(file: &Path) -> Diagnostic {
    let place = Place {
        file: file.display().to_string(),
        position: None,
    };
    let message = format!("`{}` includes itself", file.display());
    Diagnostic::error("packages", message)
        .at(place)
        .hint("remove the line with `-r` or `-c` in it, or in a file that it includes")
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
        .and_then(|project| project.get("dependencies"));
    let Some(list) = list else {
        return Ok(String::new());
    };
    let items = list.as_array().ok_or_else(|| not_texts(list))?;
    let lines = items.iter().map(|item| match item.as_str() {
        Some(text) => Ok(format!("{text}\n")),
        None => Err(not_texts(item)),
    });
    lines.collect()
}

fn not_texts(value: &Value) -> Error {
    let message = format!(
        "`project.dependencies` in {PYPROJECT} must be a list of strings, and not have the {} \
         `{value}`",
        value.type_str()
    );
    let hint = "write each package as a string: `dependencies = [\"jinja2>=3\"]`";
    Error::finding(Diagnostic::error("pyproject", message).hint(hint))
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
    fn a_file_that_includes_itself_is_refused() {
        let project = tempfile::tempdir().unwrap();
        let write = |file: &str, text| fs::write(project.path().join(file), text).unwrap();
        fs::create_dir(project.path().join("more")).unwrap();
        write("requirements.txt", "-r more/base.txt\n-c limits.txt\n");
        write("limits.txt", "");
        write("more/base.txt", "-c ../limits.txt\n");
        assert_eq!(Declared::read(project.path()).unwrap().files.len(), 4);
        write("more/base.txt", "--requirement=../requirements.txt\n");
        let error = Declared::read(project.path()).err().unwrap().to_string();
        let told = "error[packages]: `requirements.txt` includes itself\n  --> requirements.txt\n";
        assert!(error.starts_with(told), "{error}");
    }

    #[test]
    fn a_pyproject_lists_dependencies() {
        let text = "[project]\nname = \"a\"\ndependencies = [\"idna>=3\", \"jinja2\"]\n";
        assert_eq!(dependencies(text).unwrap(), "idna>=3\njinja2\n");
        assert_eq!(dependencies("[tool.ruff]\n").unwrap(), "");
        for (value, kind) in [("[\"a\", 3]", "integer `3`"), ("\"a\"", "string `\"a\"`")] {
            let text = format!("[project]\ndependencies = {value}\n");
            let error = dependencies(&text).unwrap_err().to_string();
            assert!(error.starts_with("error[pyproject]: `project.dependencies`"));
            assert!(error.contains(&format!(
                "must be a list of strings, and not have the {kind}"
            )));
        }
        let error = dependencies("[project\n").unwrap_err().to_string();
        assert!(
            error.starts_with("error[pyproject]: pyproject.toml is not TOML"),
            "{error}"
        );
    }
}
