//! Globs over the paths of cases: `*` matches within a segment, `**` matches any segments, and a
//! glob that matches a folder matches what is in it.

use globset::{GlobBuilder, GlobSet};
use serde::Deserialize;

/// A glob.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Glob {
    text: String,
    set: GlobSet,
}

impl Glob {
    /// Parses a glob.
    ///
    /// # Errors
    /// When the text is not a glob.
    pub fn parse(text: &str) -> Result<Self, globset::Error> {
        let path = text.trim_end_matches('/');
        let mut set = GlobSet::builder();
        for pattern in [path, &format!("{path}/**")] {
            set.add(GlobBuilder::new(pattern).literal_separator(true).build()?);
        }
        Ok(Self {
            text: text.to_owned(),
            set: set.build()?,
        })
    }

    /// Whether the glob matches `path` or a folder that contains it.
    pub fn matches(&self, path: &str) -> bool {
        self.set.is_match(path)
    }
}

impl TryFrom<String> for Glob {
    type Error = globset::Error;

    fn try_from(text: String) -> Result<Self, globset::Error> {
        Self::parse(&text)
    }
}

impl std::str::FromStr for Glob {
    type Err = globset::Error;

    fn from_str(text: &str) -> Result<Self, globset::Error> {
        Self::parse(text)
    }
}

impl std::fmt::Display for Glob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    fn matches(glob: &str, path: &str) -> bool {
        super::Glob::parse(glob).unwrap().matches(path)
    }

    #[test]
    fn a_star_stays_within_a_segment() {
        assert!(matches("go/abi/*/u8", "go/abi/integers/u8"));
        assert!(matches("*/abi/*/u*", "go/abi/integers/u64"));
        assert!(!matches("go/*", "rust/abi/integers/u8"));
        assert!(!matches("*/u8", "go/abi/integers/u8"));
    }

    #[test]
    fn two_stars_match_any_segments() {
        assert!(matches("**/u8", "go/abi/integers/u8"));
        assert!(matches("go/**/u8", "go/abi/integers/u8"));
        assert!(!matches("**/u8", "go/abi/integers/s8"));
    }

    #[test]
    fn a_folder_matches_its_contents() {
        assert!(matches("go/abi", "go/abi/integers/u8"));
        assert!(matches("go/", "go/abi/integers/u8"));
        assert!(!matches("go/ab", "go/abi/integers/u8"));
    }

    #[test]
    fn an_invalid_glob_is_refused() {
        assert!(super::Glob::parse("go/[").is_err());
    }
}
