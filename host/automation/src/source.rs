use crate::{Digest, LoadError};
use guesthouse_sandbox::CompileLimits;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a component comes from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Source {
    /// A file.
    Path(PathBuf),
    /// The bytes of a component.
    Bytes(Arc<[u8]>),
}

impl Source {
    /// Returns the bytes and their digest. Works on a blocking thread, because the file may be large
    /// and its disk slow. Reads at most one byte past the limit.
    pub(crate) async fn read(
        self,
        limits: &CompileLimits,
    ) -> Result<(Arc<[u8]>, Digest), LoadError> {
        let path = match &self {
            Self::Bytes(_) => PathBuf::new(),
            Self::Path(path) => path.clone(),
        };
        let limits = limits.clone();
        let read = move || {
            let bytes = match self {
                Self::Bytes(bytes) => bytes,
                Self::Path(path) => limits.read(&path)?.into(),
            };
            let digest = Digest::of(&bytes);
            Ok((bytes, digest))
        };
        let read = tokio::task::spawn_blocking(read).await;
        read.unwrap_or_else(|panic| Err(io::Error::other(panic)))
            .map_err(|error| LoadError::Unreadable { path, error })
    }
}

impl From<&Path> for Source {
    fn from(path: &Path) -> Self {
        Self::Path(path.to_owned())
    }
}

impl From<PathBuf> for Source {
    fn from(path: PathBuf) -> Self {
        Self::Path(path)
    }
}

impl From<Vec<u8>> for Source {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl From<&[u8]> for Source {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl From<Arc<[u8]>> for Source {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self::Bytes(bytes)
    }
}
