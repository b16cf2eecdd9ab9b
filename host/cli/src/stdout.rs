//! Results, on standard output. The command ends without a message if the reader closes it.

use std::io::{BufWriter, StdoutLock, Write};

use guesthouse_diagnostics::Diagnostic;
use guesthouse_sandbox::clean_json;

use crate::at_start;
use crate::error::{Error, Result};

pub(crate) struct Stdout(BufWriter<StdoutLock<'static>>);

impl Stdout {
    pub(crate) fn lock() -> Self {
        Self(BufWriter::with_capacity(
            64 * 1024,
            std::io::stdout().lock(),
        ))
    }

    pub(crate) fn line(&mut self, line: &[u8]) -> Result<()> {
        self.0
            .write_all(line)
            .and_then(|()| self.0.write_all(b"\n"))
            .map_err(|error| Error::stdout(&error))
    }

    pub(crate) fn flush(&mut self) -> Result<()> {
        self.0.flush().map_err(|error| Error::stdout(&error))
    }
}

/// Writes a JSON value on a line, with control characters escaped.
pub(crate) fn json(value: &serde_json::Value) -> Result<()> {
    print(&format!("{}\n", clean_json(&value.to_string())))
}

/// Refuses to write results that nobody can get.
pub(crate) fn require_open() -> Result<()> {
    if at_start::stdout_is_closed() {
        let closed = Diagnostic::error("cannot-write", "standard output is closed");
        let hint = "redirect it to a file, or to /dev/null if you do not need the results";
        return Err(Error::failed(closed.hint(hint)));
    }
    Ok(())
}

/// Writes a whole result at once.
pub(crate) fn print(text: &str) -> Result<()> {
    bytes(text.as_bytes())
}

/// Writes a whole result at once, whatever its bytes are.
pub(crate) fn bytes(bytes: &[u8]) -> Result<()> {
    require_open()?;
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)
        .and_then(|()| out.flush())
        .map_err(|error| Error::stdout(&error))
}
