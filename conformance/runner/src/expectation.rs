//! Known failures: files of `conformance/expectations/`, for a testee on one host or on all hosts.
//!
//! A known failure is still run. If it passes, or fails with another message, the run fails: an
//! expectation never hides a change.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Deserialize;

use crate::glob::Glob;
use crate::result::Status;

/// The known failures of one testee on one host.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectations {
    #[serde(default)]
    known: Vec<Known>,
}

/// A case that is known to fail.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The case's path without the testee, or a glob: `abi/integers/u64`.
    pub case: Glob,
    /// The start of the failure's message.
    pub message: String,
    /// The cause, and the project that is at fault.
    pub reason: String,
    /// The file beside the expectations that shows the failure without this runner.
    pub reproduction: Option<String>,
}

impl Expectations {
    /// Reads the known failures of a testee on a host and on all hosts.
    ///
    /// # Errors
    /// When a file does not follow `SPEC.md`, or names a reproduction that does not exist.
    pub fn read(folder: &Path, testee: &str, host: &str) -> anyhow::Result<Self> {
        let mut known = read_file(folder, &format!("{testee}.toml"))?;
        known.extend(read_file(folder, &format!("{testee}@{host}.toml"))?);
        Ok(Self { known })
    }

    /// Returns the known failure of a case, if it has one.
    pub fn find(&self, case: &str) -> Option<&Known> {
        self.known.iter().find(|known| known.case.matches(case))
    }

    /// Returns the status of a case from its difference and its known failure.
    pub fn classify(&self, case: &str, difference: Option<String>) -> Status {
        match (difference, self.find(case)) {
            (None, None) => Status::Passed,
            (None, Some(known)) => Status::UnexpectedPass {
                reason: known.reason.clone(),
            },
            (Some(message), Some(known)) if message.starts_with(&known.message) => {
                Status::KnownFailure {
                    message,
                    reason: known.reason.clone(),
                    reproduction: known.reproduction.clone(),
                }
            }
            (Some(message), _) => Status::Failed { message },
        }
    }

    /// Returns the globs that match none of the cases.
    pub fn stale(&self, cases: &[&str]) -> Vec<&Glob> {
        let globs = self.known.iter().map(|known| &known.case);
        globs
            .filter(|glob| !cases.iter().any(|case| glob.matches(case)))
            .collect()
    }
}

/// Reads the known failures of a file. A missing file has none.
fn read_file(folder: &Path, name: &str) -> anyhow::Result<Vec<Known>> {
    let path = folder.join(name);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(&path)?;
    let read: Expectations = toml::from_str(&text).with_context(|| name.to_owned())?;
    let mut reproductions = read.known.iter().filter_map(|it| it.reproduction.as_ref());
    match reproductions.find(|file| !folder.join(file).is_file()) {
        Some(missing) => bail!("{name} names {missing}, which does not exist"),
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
        let status = |message: &str| known().classify("abi/integers/u64", Some(message.to_owned()));
        assert!(matches!(
            status("sent 1, returned 0"),
            Status::KnownFailure { .. }
        ));
        assert!(status("the guest stopped").is_failure());
    }

    #[test]
    fn an_unexpected_pass_is_a_failure() {
        assert!(known().classify("abi/integers/u64", None).is_failure());
        assert_eq!(known().classify("abi/integers/u8", None), Status::Passed);
    }

    #[test]
    fn a_glob_that_matches_no_case_is_stale() {
        let known = known();
        let stale = known.stale(&["abi/integers/u8"]);
        assert_eq!(stale.len(), 1);
        assert_eq!(stale[0].to_string(), "abi/integers/*64");
        assert!(known.stale(&["abi/integers/s64"]).is_empty());
    }
}
