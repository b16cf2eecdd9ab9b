use crate::Digest;
use std::fmt;

/// A build of a plugin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Build {
    /// The version that the author wrote into the manifest. The host does not check it.
    pub version: Option<String>,
    /// The digest of the component; `None` for an outcome from a record without one.
    pub digest: Option<Digest>,
}

impl fmt::Display for Build {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = self.version.as_deref().unwrap_or("without a version");
        match self.digest {
            Some(digest) => write!(f, "{version} ({digest})"),
            None => f.write_str(version),
        }
    }
}
