//! Tells once in a run that the guest asks for files or sockets. The error that it gets looks like that
//! of a missing file or of a service that is down.

use crate::{Guest, Level};

const FILES: &str = "a plugin has no files: nothing can be opened. Put data into the component when it is built, for \
                     example with `include_str!` in Rust or `embed` in Go";
const SOCKETS: &str = "a plugin has no sockets: every connection and every look-up of a name is refused. Send requests \
                       with functions of the host, for example with `http` of the SDK";

/// What the log of a run says already.
#[derive(Default)]
pub(crate) struct Told {
    files: bool,
    sockets: bool,
}

impl<D> Guest<D> {
    pub(super) fn without_files(&mut self) -> &mut Self {
        if !std::mem::replace(&mut self.told.files, true) {
            self.note(Level::Warn, FILES);
        }
        self
    }

    pub(super) fn without_sockets(&mut self) -> &mut Self {
        if !std::mem::replace(&mut self.told.sockets, true) {
            self.note(Level::Warn, SOCKETS);
        }
        self
    }
}
