//! Adversaries: files whose head says what they attack and how they must end.
//!
//! The head is comments of the file's language that begin with `!`: `;;!` in WebAssembly text,
//! `//!` in Rust, TypeScript and Go, `#!` in Python.
//!
//! | key | means |
//! |---|---|
//! | `row` | the row of the attack table, by its word |
//! | `ends` | class and code of the outcome, or `refused` and the codes of the diagnostics |
//! | `says` | a part of the message, where more than one limit or mistake ends so |
//! | `limit` | what must stop it, for readers |
//! | `limits` | limits as JSON, by their keys in a policy, where the default limits would take long |
//! | `grants` | what a plugin is granted: `store`, `connection`, `config` |
//! | `as` | how WebAssembly text is given to the host: as `text`, `precompiled` or `cut N` bytes short |

use crate::repeat::expand;
use crate::source::{Files, Source};
use anyhow::{Context as _, bail, ensure};
use guesthouse::Limits;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the corpus.
pub const DIR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");

/// The least number of adversaries in the corpus. Fewer mean that a folder was moved.
const AT_LEAST: usize = 350;

/// Codes that more than one limit or mistake has.
const VAGUE: [&str; 5] = [
    "trap",
    "malformed",
    "too-many-parts",
    "unsupported-feature",
    "compile-limit",
];

/// One file of the corpus.
#[derive(Debug, Clone)]
pub struct Adversary {
    /// The language of its source.
    pub source: Source,
    /// The file's name without its extension.
    pub stem: String,
    /// The row of the attack table.
    pub row: String,
    /// The expected end: class and code, or the codes of a refusal.
    pub ends: String,
    /// Text that the message must contain, because other limits or mistakes end the same way.
    pub says: Option<String>,
    /// The control that must stop it.
    pub limit: String,
    /// The limits it runs under.
    pub limits: Limits,
    /// Its grants.
    pub grants: Vec<String>,
    given_as: Option<String>,
    text: String,
}

impl fmt::Display for Adversary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.source.name(), self.stem)
    }
}

/// Reads the adversaries of these languages, in order.
///
/// # Errors
/// When a file cannot be read or its head lacks something.
pub fn read(sources: &[Source]) -> anyhow::Result<Vec<Adversary>> {
    let mut corpus = Vec::new();
    for source in sources {
        let Files {
            dir,
            extension,
            mark,
        } = source.files();
        for path in files(&Path::new(DIR).join(dir), extension)? {
            let text = fs::read_to_string(&path)?;
            // Files that adversaries share have no head.
            if *source != Source::Wat && head(&text, mark, "row").is_none() {
                continue;
            }
            let read = adversary(*source, &path, text, mark);
            corpus.push(read.with_context(|| path.display().to_string())?);
        }
    }
    ensure!(
        sources.len() < Source::ALL.len() || corpus.len() >= AT_LEAST,
        "there are only {} adversaries",
        corpus.len()
    );
    Ok(corpus)
}

fn limits(json: &str) -> anyhow::Result<Limits> {
    let mut limits = Limits::default();
    let numbers: BTreeMap<String, u64> = serde_json::from_str(json).context("limits")?;
    for (key, number) in numbers {
        ensure!(limits.set(&key, number), "there is no limit `{key}`");
    }
    Ok(limits)
}

fn files(dir: &Path, extension: &str) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(dir).with_context(|| dir.display().to_string())?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn adversary(source: Source, path: &Path, text: String, mark: &str) -> anyhow::Result<Adversary> {
    let must =
        |key: &str| head(&text, mark, key).with_context(|| format!("its head has no `{key}`"));
    let limits = match head(&text, mark, "limits") {
        Some(json) => limits(&json)?,
        None => Limits::default(),
    };
    let grants = head(&text, mark, "grants").unwrap_or_default();
    let stem = path.file_stem().unwrap_or_default();
    let says = head(&text, mark, "says");
    let ends = must("ends")?;
    ensure!(
        says.is_some() || !ends.split_whitespace().any(|code| VAGUE.contains(&code)),
        "its head has no `says`, and `{ends}` can have another cause"
    );
    Ok(Adversary {
        source,
        stem: stem.to_string_lossy().into_owned(),
        row: must("row")?,
        ends,
        says,
        limit: must("limit")?,
        limits,
        grants: grants.split_whitespace().map(str::to_owned).collect(),
        given_as: head(&text, mark, "as"),
        text,
    })
}

fn head(text: &str, mark: &str, key: &str) -> Option<String> {
    let value = text
        .lines()
        .filter_map(|line| line.strip_prefix(mark))
        .find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    Some(value.trim().to_owned())
}

impl Adversary {
    /// Returns the bytes that the host loads for an adversary in WebAssembly text. `compile` makes
    /// a native artefact.
    ///
    /// # Errors
    /// If the text is not valid.
    pub fn bytes(
        &self,
        compile: impl FnOnce(&[u8]) -> anyhow::Result<Vec<u8>>,
    ) -> anyhow::Result<Vec<u8>> {
        let text = expand(&self.text)?;
        let how = self.given_as.as_deref().unwrap_or("binary");
        if how == "text" {
            // Removes the head, which is a comment.
            let start = text.find("\n(").map_or(0, |end| end + 1);
            return Ok(text.into_bytes().split_off(start));
        }
        let mut bytes = wat::parse_str(&text)?;
        match how.split_once(' ') {
            None if how == "binary" => Ok(bytes),
            None if how == "precompiled" => compile(&bytes),
            Some(("cut", count)) => {
                let count: usize = count.parse()?;
                bytes.truncate(bytes.len().saturating_sub(count));
                Ok(bytes)
            }
            _ => bail!("`as: {how}` is not valid"),
        }
    }

    /// Returns whether it must end as a refusal.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.ends.starts_with("refused")
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]
mod tests {
    use super::*;

    #[test]
    fn every_adversary_in_text_becomes_bytes() {
        for adversary in read(&[Source::Wat]).unwrap() {
            let bytes = adversary.bytes(|bytes| Ok(bytes.to_vec()));
            assert!(bytes.is_ok(), "{adversary}: {:?}", bytes.err());
        }
    }

    #[test]
    fn each_language_has_at_least_twelve_adversaries() {
        for source in Source::ALL {
            let count = read(&[source]).unwrap().len();
            assert!(count >= 12, "{count} in {}", source.name());
        }
    }
}
