//! Known failures: files of `conformance/expectations/`, for a testee on a host and on all hosts.
//!
//! A known failure is still run. If it holds, or fails with another message, that is a failure: an
//! expectation never hides news.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};

use crate::glob;

/// The known failures of one testee on one host.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectations {
    #[serde(default)]
    known: Vec<Known>,
}

/// A case that is known to fail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The case's path without the testee, or a glob: `abi/integers/u64`.
    pub case: String,
    /// What the failure's message starts with.
    pub message: String,
    /// Why it fails, and whose fault that is.
    pub reason: String,
    /// The file that shows it without this runner, beside the expectations.
    pub reproduction: Option<String>,
}

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// It holds.
    Passed,
    /// It does not.
    Failed {
        /// What differs.
        message: String,
    },
    /// It does not, as is known.
    KnownFailure {
        /// What differs.
        message: String,
        /// Why.
        reason: String,
        /// The file that shows it without this runner, beside the expectations.
        #[serde(skip_serializing_if = "Option::is_none")]
        reproduction: Option<String>,
    },
    /// It holds, although it was known to fail. Counts as failed.
    UnexpectedPass {
        /// Why it was thought to fail.
        reason: String,
    },
}

impl Verdict {
    /// Whether the run fails because of it.
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Failed { .. } | Self::UnexpectedPass { .. })
    }
}

impl Expectations {
    /// Reads what is known of a testee on a host and on all hosts.
    ///
    /// # Errors
    /// When the file is not what `SPEC.md` says, or names a reproduction that is not there.
    pub fn read(folder: &Path, testee: &str, host: &str) -> anyhow::Result<Self> {
        let mut known = read_file(folder, &format!("{testee}.toml"))?;
        known.extend(read_file(folder, &format!("{testee}@{host}.toml"))?);
        Ok(Self { known })
    }

    /// Whether a case is known to fail.
    pub fn has(&self, case: &str) -> bool {
        self.known
            .iter()
            .any(|known| glob::matches(&known.case, case))
    }

    /// Judges what came of a case, given what is known of it.
    pub fn judge(&self, case: &str, differs: Option<String>) -> Verdict {
        let known = self
            .known
            .iter()
            .find(|known| glob::matches(&known.case, case));
        match (differs, known) {
            (None, None) => Verdict::Passed,
            (None, Some(known)) => Verdict::UnexpectedPass {
                reason: known.reason.clone(),
            },
            (Some(message), Some(known)) if message.starts_with(&known.message) => {
                Verdict::KnownFailure {
                    message,
                    reason: known.reason.clone(),
                    reproduction: known.reproduction.clone(),
                }
            }
            (Some(message), _) => Verdict::Failed { message },
        }
    }

    /// Returns the known failures that none of the cases is.
    pub fn stale<'a>(&'a self, cases: &[&str]) -> Vec<&'a str> {
        let patterns = self.known.iter().map(|known| known.case.as_str());
        patterns
            .filter(|pattern| !cases.iter().any(|case| glob::matches(pattern, case)))
            .collect()
    }
}

/// Reads the known failures of a file. No file is none.
fn read_file(folder: &Path, name: &str) -> anyhow::Result<Vec<Known>> {
    let path = folder.join(name);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(&path)?;
    let read: Expectations = toml::from_str(&text).with_context(|| name.to_owned())?;
    let named = read.known.iter().filter_map(|it| it.reproduction.as_ref());
    match named.clone().find(|file| !folder.join(file).is_file()) {
        Some(missing) => bail!("{name} names {missing}, which is not there"),
        None => Ok(read.known),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Expectations {
        let text = "[[known]]\ncase = 'abi/integers/*64'\nmessage = 'sent 1'\nreason = 'doubles'\n";
        toml::from_str(text).unwrap()
    }

    #[test]
    fn a_known_failure_stays_known_only_with_its_message() {
        let judge = |message: &str| known().judge("abi/integers/u64", Some(message.to_owned()));
        assert!(matches!(
            judge("sent 1, returned 0"),
            Verdict::KnownFailure { .. }
        ));
        assert!(judge("the guest stopped").is_failure());
    }

    #[test]
    fn an_unexpected_pass_is_a_failure() {
        assert!(known().judge("abi/integers/u64", None).is_failure());
        assert_eq!(known().judge("abi/integers/u8", None), Verdict::Passed);
    }

    #[test]
    fn what_names_no_case_is_stale() {
        assert_eq!(known().stale(&["abi/integers/u8"]), ["abi/integers/*64"]);
        assert!(known().stale(&["abi/integers/s64"]).is_empty());
    }
}
