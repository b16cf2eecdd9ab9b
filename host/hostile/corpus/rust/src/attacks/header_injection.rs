//! row: header-injection
//! ends: completed
//! limit: a header that breaks a rule fails the request; the host's own headers are dropped
//! grants: connection
//!
//! Injects a header through a value and through a name, and sets headers that belong to the host.

use guesthouse_sdk::http::Request;
use guesthouse_sdk::{Output, Result};

const SMUGGLED: [(&str, &str); 5] = [
    ("x-a", "1\r\nx-injected: yes"),
    ("x-a", "1\nx-injected: yes"),
    ("x-a: 1\r\nx-injected", "yes"),
    ("x-a", "1\0"),
    ("", "yes"),
];

const HOSTS: [(&str, &str); 6] = [
    ("host", "169.254.169.254"),
    ("authorization", "Bearer stolen"),
    ("transfer-encoding", "chunked"),
    ("content-length", "4096"),
    ("x-forwarded-for", "127.0.0.1"),
    ("idempotency-key", "forged"),
];

pub(crate) fn attack() -> Result<Vec<Output>> {
    for (name, value) in SMUGGLED {
        let request = Request::get("upstream", "/allowed").header(name, value);
        if request.send().is_ok() {
            return Err(super::breached(format!("sent {name:?}: {value:?}")));
        }
    }
    for (name, value) in HOSTS {
        Request::get("upstream", "/allowed")
            .header(name, value)
            .send()?;
    }
    super::report("no header of its own")
}
