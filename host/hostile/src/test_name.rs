//! Names of the tests and adversaries that prove a control: `PACKAGE::TARGET TEST` or `corpus
//! wat/NAME`.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::{Path, PathBuf};

/// A test or an adversary.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub enum TestName {
    /// A test of a crate.
    Test {
        /// The crate, by its name in `Cargo.toml`.
        package: String,
        /// `lib`, `bin`, or the name of an integration test.
        target: String,
        /// The full name of the test, as the test harness prints it.
        test: String,
    },
    /// An adversary in WebAssembly text, as `wat/NAME`.
    Adversary(String),
}

impl TryFrom<String> for TestName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let words = text.split_once(' ').ok_or_else(|| invalid(&text))?;
        match (words.0.split_once("::"), words.1) {
            (None, adversary) if words.0 == "corpus" && adversary.starts_with("wat/") => {
                Ok(Self::Adversary(adversary.to_owned()))
            }
            (Some((package, target)), test) => Ok(Self::Test {
                package: package.to_owned(),
                target: target.to_owned(),
                test: test.to_owned(),
            }),
            _ => Err(invalid(&text)),
        }
    }
}

fn invalid(text: &str) -> String {
    format!("`{text}` is neither `PACKAGE::TARGET TEST` nor `corpus wat/NAME`")
}

impl From<TestName> for String {
    fn from(name: TestName) -> Self {
        name.to_string()
    }
}

impl fmt::Display for TestName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Test {
                package,
                target,
                test,
            } => write!(f, "{package}::{target} {test}"),
            Self::Adversary(name) => write!(f, "corpus {name}"),
        }
    }
}

impl TestName {
    /// Returns the file of the test or adversary, relative to the repository at `root`, or `None` if
    /// the test or adversary does not exist.
    pub(crate) fn file(&self, root: &Path) -> Option<PathBuf> {
        let file = match self {
            Self::Adversary(name) => {
                let stem = name.strip_prefix("wat/")?;
                let file = root.join(format!("host/hostile/corpus/{stem}.wat"));
                file.is_file().then_some(file)?
            }
            Self::Test {
                package,
                target,
                test,
            } => {
                let sources = sources(&package_dir(root, package)?, target);
                file_of(&sources, &test.split("::").collect::<Vec<_>>())?
            }
        };
        Some(file.strip_prefix(root).ok()?.to_owned())
    }
}

/// Returns the file or folder of a target of the crate in `dir`.
fn sources(dir: &Path, target: &str) -> PathBuf {
    let tests = dir.join("tests");
    if ["lib", "bin"].contains(&target) {
        dir.join("src")
    } else if tests.join(target).is_dir() {
        tests.join(target)
    } else {
        tests.join(format!("{target}.rs"))
    }
}

/// Returns the folder of a crate of the workspace.
fn package_dir(root: &Path, package: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(root.join("host")).ok()?;
    let dirs = entries.flatten().map(|entry| entry.path());
    let mut dirs = dirs.chain([root.join("conformance/runner")]);
    dirs.find(|dir| package_of(dir).as_deref() == Some(package))
}

/// Returns the name of the crate in a folder.
pub(crate) fn package_of(dir: &Path) -> Option<String> {
    let manifest = std::fs::read_to_string(dir.join("Cargo.toml")).ok()?;
    let mut lines = manifest.lines();
    let name = lines.find_map(|line| line.strip_prefix("name = \""))?;
    name.strip_suffix('"').map(str::to_owned)
}

/// Returns the file that has the test with these path segments, below `path`, which is the file or
/// folder of a module.
fn file_of(path: &Path, test: &[&str]) -> Option<PathBuf> {
    if !path.is_dir() {
        let text = std::fs::read_to_string(path).ok()?;
        let has_test = text.contains(&format!("fn {}(", test.last()?));
        return has_test.then(|| path.to_owned());
    }
    let entries = std::fs::read_dir(path).ok()?.flatten();
    entries.map(|entry| entry.path()).find_map(|entry| {
        let stem = entry.file_stem()?.to_string_lossy();
        match test {
            [first, rest @ ..] if !rest.is_empty() && **first == *stem => file_of(&entry, rest),
            _ if ["mod", "main", "lib"].contains(&&*stem) => file_of(&entry, test),
            _ => None,
        }
    })
}
