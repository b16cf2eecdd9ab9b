use crate::LoadError;
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
    /// Reads a file on a blocking thread, because it may be large and its disk slow. Reads at most one
    /// byte past the limit.
    pub(crate) async fn read(self, limits: &CompileLimits) -> Result<Arc<[u8]>, LoadError> {
        let path = match self {
            Self::Bytes(bytes) => return Ok(bytes),
            Self::Path(path) => path,
        };
        let limits = limits.clone();
        let file = path.clone();
        let read = tokio::task::spawn_blocking(move || limits.read(&file).map(Arc::from)).await;
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
