//! Tells once in a run that the guest asks for sockets. The error that it gets looks like that of a
//! service that is down.
//!
//! Files have no such line: libraries that only look whether a file exists would cause it.

use crate::Guest;

const SOCKETS: &str = "a plugin has no sockets: every connection and every look-up of a name is refused. Send requests \
                       with functions of the host, for example with `http` of the SDK";

impl<D> Guest<D> {
    pub(super) fn without_sockets(&mut self) -> &mut Self {
        self.log.warn_once(SOCKETS);
        self
    }
}
