//! Who noticed that a control is gone, as the corpus and the test harness write it.

use serde_json::Value;
use std::fmt;

/// What the test harness says of a test that hangs.
const SLOW: &str = " has been running for over 60 seconds";

/// Somebody who noticed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Red {
    /// An adversary: its row, its name.
    Adversary(String, String),
    /// A test.
    Test(String),
    /// A suite that did not come to its end.
    Ended(String),
}

impl fmt::Display for Red {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Adversary(_, name) => f.write_str(name),
            Self::Test(name) => write!(f, "the test {name}"),
            Self::Ended(how) => f.write_str(how),
        }
    }
}

impl Red {
    /// Reads from a line of the corpus who noticed.
    pub(super) fn adversary(line: &str) -> Option<Self> {
        let line: Value = serde_json::from_str(line).ok()?;
        let word = |key| Some(line.get(key)?.as_str()?.to_owned());
        let red = Self::Adversary(word("row")?, word("name")?);
        (!is_good(&line)).then_some(red)
    }

    /// Reads from a line of the test harness who noticed.
    pub(super) fn test(line: &str) -> Option<Self> {
        let test = line.strip_prefix("test ")?;
        let name = test
            .strip_suffix(" ... FAILED")
            .or_else(|| test.strip_suffix(SLOW))?;
        Some(Self::Test(name.to_owned()))
    }
}

fn is_good(line: &Value) -> bool {
    let list = |key: &str| {
        line.get(key)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    list("wrong").is_empty()
        && list("ended")
            .iter()
            .all(|ended| Some(ended) == line.get("must"))
}
