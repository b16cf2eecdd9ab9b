use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a problem is: a file, or a line and column in it.
///
/// Serialized as the text that [`Display`](fmt::Display) writes, such as `plugin.toml:2:5`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct Place {
    /// The file as the user named it, or another description of the input.
    pub file: String,
    /// Line and column, both counted from one. The column counts characters.
    pub position: Option<(usize, usize)>,
}

impl Place {
    /// Returns the place of a byte offset in `text`. An offset beyond the end is the end.
    #[must_use]
    pub fn at_offset(file: impl Into<String>, text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        Self {
            file: file.into(),
            position: Some((line, column)),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match self.position {
            Some((line, column)) => write!(f, ":{line}:{column}"),
            None => Ok(()),
        }
    }
}

impl From<String> for Place {
    fn from(file: String) -> Self {
        Self {
            file,
            position: None,
        }
    }
}

impl From<&str> for Place {
    fn from(file: &str) -> Self {
        file.to_owned().into()
    }
}

impl From<Place> for String {
    fn from(place: Place) -> Self {
        place.to_string()
    }
}
