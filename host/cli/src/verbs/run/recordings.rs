//! The folder of `--record`: a file for each recorded event.

use std::fs::DirBuilder;
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use guesthouse::{Class, Digest, Outcome, Recording};
use guesthouse_diagnostics::Diagnostic;
use tempfile::NamedTempFile;

use super::tally::counted;
use crate::console::Console;
use crate::error::{Error, Result};
use crate::verbs::path;

/// The most files that one run writes.
const MAX_FILES: u64 = 1_000;
/// The longest part of an event's id in the name of a file.
const MAX_ID: usize = 60;

/// Which events to record.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Which {
    /// Events that fail
    #[default]
    Failed,
    /// All events
    All,
}

pub(super) struct Recordings {
    folder: PathBuf,
    which: Which,
    /// The path of the component, for the replay.
    component: String,
    written: u64,
    /// Recordings that were not written, because there are too many.
    left_out: u64,
}

impl Recordings {
    /// Creates the folder. Recordings hold what the plugin has read, so only the user may look.
    pub(super) fn create(folder: &Path, which: Which, plugin: &Path) -> Result<Self> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|error| Error::file("create", folder, &error))?;
        require_writable(folder)?;
        let component = std::path::absolute(plugin).unwrap_or_else(|_| plugin.to_owned());
        Ok(Self {
            folder: folder.to_owned(),
            which,
            component: component.to_string_lossy().into_owned(),
            written: 0,
            left_out: 0,
        })
    }

    /// Says what was written, and how to use it.
    pub(super) fn summarize(&self, console: &Console) {
        if self.written == 0 {
            return;
        }
        let (folder, count) = (path(&self.folder), counted(self.written, "recording"));
        console.info(format_args!(
            "{count} in {folder}; replay with `guesthouse replay {folder}`"
        ));
        if self.left_out > 0 {
            let left_out = counted(self.left_out, "recording");
            let message = format!("{left_out} not written: a run writes {MAX_FILES} at most");
            let found = Diagnostic::warning("recordings-left-out", message);
            console.report(&found.hint("run the remaining events in a further run"));
        }
    }

    /// Writes the recording of an event, if it was asked for.
    pub(super) fn write(&mut self, outcome: &Outcome, recording: Recording) -> Result<()> {
        if self.which == Which::Failed && outcome.class() == Class::Completed {
            return Ok(());
        }
        if self.written >= MAX_FILES {
            self.left_out += 1;
            return Ok(());
        }
        let path = self.folder.join(file_name(outcome));
        let json = recording.with_component(&self.component).to_json();
        replace(&path, json.as_bytes()).map_err(|error| {
            Error::cannot_write(
                format_args!("the recording to `{}`", path.display()),
                &error,
            )
        })?;
        self.written += 1;
        Ok(())
    }
}

/// Writes a file that only the user can read, as a whole or not at all.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Creates a file without a name, because an error after many events would come too late.
fn require_writable(folder: &Path) -> Result<()> {
    let file = tempfile::tempfile_in(folder);
    file.map(drop)
        .map_err(|error| Error::file("write recordings to", folder, &error))
}

/// `welcome-evt-17-1f2e3d4c.json`: plugin, id, and a part of the digest of source and id.
fn file_name(outcome: &Outcome) -> String {
    let run = outcome.run();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let id = run.event.chars().take(MAX_ID);
    let id: String = id.map(|c| if is_plain(c) { c } else { '_' }).collect();
    let digest = Digest::of(format!("{}\n{}", run.source, run.event).as_bytes()).to_string();
    let short = digest.get("sha256:".len()..).and_then(|hex| hex.get(..8));
    format!("{}-{id}-{}.json", run.plugin, short.unwrap_or_default())
}
