//! Finds and reads recordings.

use std::io::Read;
use std::path::{Path, PathBuf};

use guesthouse::{Recording, RecordingError};
use guesthouse_diagnostics::Diagnostic;

use crate::error::{Error, Result};
use crate::verbs::source;

/// The longest file of a recording. A host writes less.
const MAX_BYTES: u64 = 256 << 20;

/// Returns the recording, or the recordings of a folder, sorted by name.
pub(super) fn find(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let found = source::with_extension(path, "json")?;
    if found.is_empty() {
        let message = format!("there is no recording in `{}`", path.display());
        let hint = "make recordings with `guesthouse run --record FOLDER`";
        return Err(Error::usage(
            Diagnostic::error("no-recording", message).hint(hint),
        ));
    }
    Ok(found)
}

pub(super) fn read(path: &Path) -> Result<Recording> {
    let mut json = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut json))
        .map_err(|error| Error::file("read", path, &error))?;
    let bad = |message: String, hint: &str| {
        let place = path.display().to_string();
        Error::usage(
            Diagnostic::error("bad-recording", message)
                .at(place)
                .hint(hint),
        )
    };
    if json.len() as u64 > MAX_BYTES {
        let message = format!("the file has more than {MAX_BYTES} bytes");
        return Err(bad(message, "give a file of `guesthouse run --record`"));
    }
    Recording::parse(&json).map_err(|error| {
        let hint = match &error {
            RecordingError::Format(_) => "replay it with the version that recorded it",
            _ => "give a file of `guesthouse run --record`",
        };
        bad(error.to_string(), hint)
    })
}
