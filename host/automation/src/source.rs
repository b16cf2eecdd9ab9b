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
    Bytes(Vec<u8>),
    /// The bytes of a component, which the host does not copy.
    Shared(Arc<[u8]>),
}

impl Source {
    /// Reads the component on a blocking thread, because it may be large and its disk slow. Reads at
    /// most one byte past the limit.
    pub(crate) async fn read(self, limits: &CompileLimits) -> Result<Arc<[u8]>, LoadError> {
        let limits = limits.clone();
        match self {
            Self::Shared(bytes) => Ok(bytes),
            Self::Bytes(mut bytes) => {
                bytes.truncate(limits.most());
                let copied = on_blocking_thread(move || Ok(bytes.into())).await;
                copied.map_err(|error| unreadable(Path::new(""), error))
            }
            Self::Path(path) => {
                let file = path.clone();
                let read = on_blocking_thread(move || limits.read(&file).map(Arc::from)).await;
                read.map_err(|error| unreadable(&path, error))
            }
        }
    }
}

async fn on_blocking_thread(
    read: impl FnOnce() -> io::Result<Arc<[u8]>> + Send + 'static,
) -> io::Result<Arc<[u8]>> {
    let read = tokio::task::spawn_blocking(read).await;
    read.unwrap_or_else(|panic| Err(io::Error::other(panic)))
}

fn unreadable(path: &Path, error: io::Error) -> LoadError {
    LoadError::Unreadable {
        path: path.to_owned(),
        error,
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
        Self::Bytes(bytes)
    }
}

impl From<&[u8]> for Source {
    fn from(bytes: &[u8]) -> Self {
        Self::Shared(bytes.into())
    }
}

impl From<Arc<[u8]>> for Source {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self::Shared(bytes)
    }
}
