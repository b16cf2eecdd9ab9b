use crate::bindings::http::Error;

/// The reason why there is no response: an error for the guest and a sentence for the operator.
#[derive(Debug)]
pub(crate) struct Denied {
    pub(crate) error: Error,
    pub(crate) reason: String,
}

impl Denied {
    pub(crate) fn new(error: Error, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self { error, reason }
    }

    /// Denies a request to a service that the host does not use. The same request would fail again.
    pub(crate) fn refused(reason: impl Into<String>) -> Self {
        Self::new(Error::Refused, reason)
    }

    pub(crate) fn unavailable(reason: impl Into<String>) -> Self {
        Self::new(Error::Unavailable, reason)
    }

    /// Names the connection in the sentence for the operator. The guest chose the name.
    pub(crate) fn on(self, connection: &str) -> Self {
        let connection = guesthouse_sandbox::clean(connection, 100, false);
        let reason = format!("connection `{connection}`: {}", self.reason);
        Self { reason, ..self }
    }
}
