//! The file of `--outcomes`: a line with a JSON object for each event, in input order.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use guesthouse::Event;
use guesthouse_sandbox::clean_json;
use serde_json::json;

use crate::error::{Error, Result};

pub(super) struct Outcomes {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Outcomes {
    pub(super) fn create(path: &Path) -> Result<Self> {
        let file =
            File::create(path).map_err(|error| Error::file("write outcomes to", path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            file: BufWriter::new(file),
        })
    }

    pub(super) fn write(&mut self, record: &str) -> Result<()> {
        writeln!(self.file, "{record}").map_err(|error| self.failed(&error))
    }

    pub(super) fn flush(&mut self) -> Result<()> {
        self.file.flush().map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &std::io::Error) -> Error {
        Error::cannot_write(format_args!("outcomes to `{}`", self.path.display()), error)
    }
}

/// The record of an event whose type is not in the policy's `on`. It has no class, because the plugin
/// did not handle it.
pub(super) fn skipped(plugin: &str, event: &Event) -> String {
    let record = json!({
        "event": event.id,
        "source": event.source,
        "plugin": plugin,
        "class": null,
        "code": null,
        "fuel": 0,
        "wall_us": 0,
        "peak_memory": 0,
        "host_calls": 0,
        "log_lines_dropped": 0,
        "outputs": 0,
    });
    clean_json(&record.to_string()).into_owned()
}
