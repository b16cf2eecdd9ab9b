/// Why there is no response: what the guest learns, and a sentence for the operator.
#[derive(Debug)]
pub(crate) struct Denied {
    pub(crate) denial: Denial,
    pub(crate) reason: String,
}

/// What the guest learns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denial {
    NotGranted,
    InvalidRequest,
    TooLarge,
    Refused,
    Unavailable,
    Timeout,
}

impl Denied {
    pub(crate) fn new(denial: Denial, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self { denial, reason }
    }

    /// Names the connection in the sentence for the operator. The guest chose the name.
    pub(crate) fn on(self, connection: &str) -> Self {
        let connection = guesthouse_sandbox::clean(connection, 100, false);
        let reason = format!("connection `{connection}`: {}", self.reason);
        Self { reason, ..self }
    }
}
