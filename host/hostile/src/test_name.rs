//! Names of the tests and adversaries that prove a control: `PACKAGE::TARGET TEST` or `corpus
//! LANGUAGE/NAME`.

use crate::corpus::Adversary;
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
    /// An adversary of the hostile corpus, as `LANGUAGE/NAME`.
    Adversary(String),
}

impl TryFrom<String> for TestName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let words = text.split_once(' ').ok_or_else(|| invalid(&text))?;
        match (words.0.split_once("::"), words.1) {
            (None, adversary) if words.0 == "corpus" => Ok(Self::Adversary(adversary.to_owned())),
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
    format!("`{text}` is neither `PACKAGE::TARGET TEST` nor `corpus LANGUAGE/NAME`")
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
    /// Returns the crate of the test.
    pub(crate) fn package(&self) -> Option<&str> {
        match self {
            Self::Test { package, .. } => Some(package),
            Self::Adversary(_) => None,
        }
    }

    /// Returns whether the repository at `root` has the test or adversary.
    pub(crate) fn exists(&self, root: &Path, corpus: &[Adversary]) -> bool {
        match self {
            Self::Adversary(name) => corpus
                .iter()
                .any(|adversary| adversary.to_string() == *name),
            Self::Test {
                package,
                target,
                test,
            } => {
                let Some(dir) = package_dir(root, package) else {
                    return false;
                };
                let tests = dir.join("tests");
                let sources = if ["lib", "bin"].contains(&target.as_str()) {
                    dir.join("src")
                } else if tests.join(target).is_dir() {
                    tests.join(target)
                } else {
                    tests.join(format!("{target}.rs"))
                };
                has_test(&sources, &test.split("::").collect::<Vec<_>>())
            }
        }
    }
}

/// Returns the folder of a crate of the workspace.
pub(crate) fn package_dir(root: &Path, package: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(root.join("host")).ok()?;
    let mut dirs = entries.flatten().map(|entry| entry.path());
    dirs.find(|dir| package_of(dir).as_deref() == Some(package))
}

/// Returns the name of the crate in a folder.
pub(crate) fn package_of(dir: &Path) -> Option<String> {
    let manifest = std::fs::read_to_string(dir.join("Cargo.toml")).ok()?;
    let mut lines = manifest.lines();
    let name = lines.find_map(|line| line.strip_prefix("name = \""))?;
    name.strip_suffix('"').map(str::to_owned)
}

/// Returns whether `path`, the file or folder of a module, has the test with these path segments.
fn has_test(path: &Path, test: &[&str]) -> bool {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
        return entries.map(|entry| entry.path()).any(|entry| {
            let stem = entry.file_stem().unwrap_or_default().to_string_lossy();
            match test.split_first() {
                Some((first, rest)) if !rest.is_empty() && **first == *stem => {
                    has_test(&entry, rest)
                }
                _ if ["mod", "main", "lib"].contains(&&*stem) => has_test(&entry, test),
                _ => false,
            }
        });
    }
    let text = std::fs::read_to_string(path).unwrap_or_default();
    test.last()
        .is_some_and(|name| text.contains(&format!("fn {name}(")))
}
