//! An outcome, as its line of JSON has it. `docs/reference/outcomes.md` describes the keys.

use serde::Deserialize;
use serde_json::Value;

/// How this command calls the class of an event that the plugin did not get.
pub(super) const SKIPPED: &str = "skipped";

#[derive(Deserialize)]
pub(super) struct Record {
    pub(super) event: String,
    pub(super) source: String,
    pub(super) plugin: String,
    /// Null for a skipped event.
    class: Value,
    pub(super) code: Option<String>,
    pub(super) version: Option<String>,
    pub(super) digest: Option<String>,
    #[serde(default)]
    pub(super) fuel: u64,
    #[serde(default)]
    pub(super) wall_us: u64,
    #[serde(default)]
    pub(super) peak_memory: u64,
    #[serde(default)]
    pub(super) host_calls: u64,
    #[serde(default)]
    pub(super) log_lines_dropped: u64,
    #[serde(default)]
    pub(super) outputs: u64,
    pub(super) message: Option<String>,
    pub(super) trace: Option<String>,
    pub(super) retry_after_ms: Option<u64>,
    pub(super) clock: Option<String>,
    pub(super) seed: Option<String>,
}

impl Record {
    pub(super) fn class(&self) -> &str {
        self.class.as_str().unwrap_or(SKIPPED)
    }

    /// Returns the class and the code: `crashed/panic`.
    pub(super) fn ending(&self) -> String {
        match &self.code {
            Some(code) => format!("{}/{code}", self.class()),
            None => self.class().to_owned(),
        }
    }
}
