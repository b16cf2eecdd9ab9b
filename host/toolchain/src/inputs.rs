//! Tells whether a project changed since its last build.
//!
//! The compilers of Rust and Go know what they read, in the project and beside it, and take a moment if
//! nothing changed: they always run. For JavaScript and Python, whose builds take long, a digest of
//! the project's files decides. It does not have files outside of the project's folder.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use guesthouse_inspect::Language;
use sha2::{Digest, Sha256};

use crate::domain::{CASES, FAKES};
use crate::{Built, Error, Progress, Project, operator};

/// The file in `.guesthouse/` with what the component was built from.
const STAMP: &str = "inputs";

/// Folders that compilers and test runners write.
const WRITTEN: [&str; 2] = ["__pycache__", "target"];

impl Project {
    /// Builds the component in its default place, unless it is there and nothing that it is made of
    /// changed since: the files of the project, its domain, this program.
    ///
    /// # Errors
    /// Those of [`build`](Self::build).
    pub fn build_if_changed(&self, progress: &dyn Progress) -> Result<Option<Built>, Error> {
        if self.is_built() {
            return Ok(None);
        }
        self.build(None, progress).map(Some)
    }

    fn is_built(&self) -> bool {
        let Ok(output) = self.default_output().metadata() else {
            return false;
        };
        let stamp = fs::read_to_string(self.stamp()).unwrap_or_default();
        let inputs = self.inputs();
        inputs.is_some_and(|inputs| stamp == stamped(&inputs, &output))
    }

    /// Notes that the component at `path` was built of these inputs.
    pub(crate) fn note_built(&self, inputs: Option<&str>, path: &Path) {
        if path != self.default_output() {
            return;
        }
        // Without the file, the next use of the component builds it again.
        let _ = match (inputs, path.metadata()) {
            (Some(inputs), Ok(output)) => fs::write(self.stamp(), stamped(inputs, &output)),
            _ => fs::remove_file(self.stamp()),
        };
    }

    fn stamp(&self) -> PathBuf {
        self.guesthouse_dir().join(STAMP)
    }

    /// Returns the digest of everything that the component is made of. Returns nothing if some of it
    /// cannot be read, or if the language's compiler knows what it reads.
    pub(crate) fn inputs(&self) -> Option<String> {
        if matches!(self.source.manifest.language, Language::Rust | Language::Go) {
            return None;
        }
        let mut hash = Sha256::new();
        hash.update(self.source.engine.name());
        let program = std::env::current_exe().ok()?;
        add(&mut hash, &program, &program.metadata().ok()?);
        for file in self.domain_files().ok()? {
            for part in [file.path, file.text] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        }
        let leave_out = [
            self.default_output(),
            self.dir.join(CASES),
            self.dir.join(FAKES),
        ];
        add_folder(&mut hash, &self.dir, &leave_out)?;
        let digest = hash.finalize();
        Some(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// Adds the files of a folder. Hidden files are those of tools, and links to folders are not followed.
fn add_folder(hash: &mut Sha256, folder: &Path, leave_out: &[PathBuf]) -> Option<()> {
    let entries = fs::read_dir(folder).ok()?;
    let mut paths: Vec<_> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .ok()?;
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_hidden = name.starts_with('.') || WRITTEN.contains(&&*name);
        if is_hidden || leave_out.contains(&path) || operator::owns(&path) {
            continue;
        }
        let own = path.symlink_metadata().ok()?;
        if own.is_dir() {
            add_folder(hash, &path, leave_out)?;
        } else {
            // A link changes when its target does. One that leads nowhere is itself.
            let metadata = path.metadata().unwrap_or(own);
            add(hash, &path, &metadata);
        }
    }
    Some(())
}

fn add(hash: &mut Sha256, path: &Path, metadata: &Metadata) {
    let path = path.as_os_str().as_encoded_bytes();
    hash.update((path.len() as u64).to_le_bytes());
    hash.update(path);
    hash.update(state(metadata));
}

fn stamped(inputs: &str, output: &Metadata) -> String {
    format!("{inputs} {}", state(output))
}

/// Returns what changes whenever a file is written or replaced.
fn state(metadata: &Metadata) -> String {
    format!(
        "{} {} {}.{} ",
        metadata.len(),
        metadata.ino(),
        metadata.ctime(),
        metadata.ctime_nsec()
    )
}
