//! Names of what must notice a mutant: `PACKAGE::TARGET TEST` or `corpus LANGUAGE/NAME`.

use crate::corpus::Adversary;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::{Path, PathBuf};

/// A test or an adversary.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub(super) enum Notice {
    /// A test of a crate.
    Test {
        /// The crate, by its name in `Cargo.toml`.
        package: String,
        /// `lib`, or the name of an integration test.
        target: String,
        /// The full name of the test, as the test harness prints it.
        test: String,
    },
    /// An adversary of the hostile corpus, as `LANGUAGE/NAME`.
    Adversary(String),
}

impl TryFrom<String> for Notice {
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

impl From<Notice> for String {
    fn from(notice: Notice) -> Self {
        notice.to_string()
    }
}

impl fmt::Display for Notice {
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

impl Notice {
    /// Returns whether the repository at `root` has it.
    pub(super) fn exists(&self, root: &Path, corpus: &[Adversary]) -> bool {
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
                let sources = if target == "lib" {
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
pub(super) fn package_dir(root: &Path, package: &str) -> Option<PathBuf> {
    let short = package.strip_prefix("guesthouse-").unwrap_or("automation");
    let dir = root.join("host").join(short);
    dir.join("Cargo.toml").is_file().then_some(dir)
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
