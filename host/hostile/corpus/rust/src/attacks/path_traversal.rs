//! row: ssrf
//! ends: completed
//! limit: paths are appended, never resolved; a path that could leave the grant is refused
//! grants: connection
//!
//! Tries to leave the granted path, host and scheme in many spellings.

use guesthouse_sdk::{Output, Result, http};

const PATHS: [&str; 16] = [
    "/allowed/../admin",
    "/allowed/..%2fadmin",
    "/allowed/%2e%2e/admin",
    "/allowed/.%2E/admin",
    "/allowed/%252e%252e%252fadmin",
    "/allowed/..\\admin",
    "/allowed/..;/admin",
    "/allowed\0/admin",
    "/allowed HTTP/1.1\r\nx-injected: yes\r\n\r\nGET /admin",
    "/allowedadmin",
    "/ALLOWED",
    "/admin",
    "//169.254.169.254/latest/meta-data/",
    "http://169.254.169.254/latest/meta-data/",
    "@169.254.169.254/",
    "file:///etc/passwd",
];

pub(crate) fn attack() -> Result<Vec<Output>> {
    for path in PATHS {
        if http::get("upstream", path).is_ok() {
            return Err(super::breached(path));
        }
    }
    super::report("nowhere else")
}
