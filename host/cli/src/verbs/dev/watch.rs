//! Waits for changes of the files of a project.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use guesthouse::Digest;
use guesthouse_diagnostics::Diagnostic;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::error::{Error, Result};

/// An editor writes a file in several steps. A change counts when this time has passed without another.
const SETTLED: Duration = Duration::from_millis(80);
/// Folders and files that compilers and package managers write.
const WRITTEN: [&str; 5] = [
    "target",
    "node_modules",
    "__pycache__",
    "Cargo.lock",
    "go.sum",
];
/// Extensions of components, of logs and of what editors write. A log that grows must not end each build.
const NO_SOURCES: [&str; 5] = ["wasm", "log", "out", "tmp", "swp"];
/// The largest file whose content is compared.
const MAX_COMPARED: u64 = 16 << 20;

pub(super) struct Watch {
    folder: PathBuf,
    /// Files outside of the folder.
    beside: BTreeSet<PathBuf>,
    /// The digests of files that have changed, because a build may write a file without changing it.
    seen: BTreeMap<PathBuf, Option<Digest>>,
    paths: UnboundedReceiver<PathBuf>,
    /// Files that have changed since the last change was told.
    changed: BTreeSet<PathBuf>,
    /// Stops watching when it is dropped.
    _watcher: RecommendedWatcher,
}

impl Watch {
    pub(super) fn start<'a>(folder: &Path, beside: impl Iterator<Item = &'a Path>) -> Result<Self> {
        let whole = |path: &Path| {
            path.canonicalize()
                .map_err(|error| Error::file("watch", path, &error))
        };
        let folder = whole(folder)?;
        let beside = beside.map(whole).collect::<Result<BTreeSet<_>>>()?;
        let (sender, paths) = unbounded_channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let event = event.unwrap_or_default();
            if !matches!(event.kind, EventKind::Access(_)) {
                // The receiver is gone when the command ends.
                event
                    .paths
                    .into_iter()
                    .for_each(|path| drop(sender.send(path)));
            }
        });
        let mut watcher = watcher.map_err(|error| unwatched(&error))?;
        let mut watch = |path: &Path, mode| {
            let watched = watcher.watch(path, mode);
            watched.map_err(|error| unwatched(&error))
        };
        watch(&folder, RecursiveMode::Recursive)?;
        // An editor replaces a file, so its folder is watched.
        for parent in beside.iter().filter_map(|file| file.parent()) {
            watch(parent, RecursiveMode::NonRecursive)?;
        }
        Ok(Self {
            folder,
            beside,
            seen: BTreeMap::new(),
            paths,
            changed: BTreeSet::new(),
            _watcher: watcher,
        })
    }

    /// Waits until a file of the project has another content, and no further change comes.
    /// Cancel-safe: the next call tells a change that this one has seen.
    pub(super) async fn changed(&mut self) -> Result<BTreeSet<PathBuf>> {
        loop {
            let next = self.paths.recv();
            let path = if self.changed.is_empty() {
                next.await
            } else {
                match tokio::time::timeout(SETTLED, next).await {
                    Ok(path) => path,
                    Err(_settled) => return Ok(std::mem::take(&mut self.changed)),
                }
            };
            let Some(path) = path else {
                let found = Diagnostic::error("cannot-watch", "the system reports no changes");
                return Err(Error::failed(found.hint("run the command again")));
            };
            if self.is_source(&path) && self.has_other_content(&path) {
                self.changed.insert(path);
            }
        }
    }

    fn is_source(&self, path: &Path) -> bool {
        if self.beside.contains(path) {
            return true;
        }
        let Ok(inside) = path.strip_prefix(&self.folder) else {
            return false;
        };
        let is_written = |part: &str| part.starts_with('.') || WRITTEN.contains(&part);
        let mut parts = inside.iter().map(|part| part.to_string_lossy());
        let is_no_source = |it: &OsStr| NO_SOURCES.iter().any(|known| it == *known);
        !parts.any(|part| is_written(&part)) && !inside.extension().is_some_and(is_no_source)
    }

    fn has_other_content(&mut self, path: &Path) -> bool {
        if path.is_dir() {
            return false;
        }
        let is_small = path
            .metadata()
            .is_ok_and(|found| found.len() <= MAX_COMPARED);
        let content = is_small.then(|| std::fs::read(path).ok()).flatten();
        let digest = content.map(|content| Digest::of(&content));
        self.seen.insert(path.to_owned(), digest) != Some(digest)
    }
}

fn unwatched(error: &notify::Error) -> Error {
    let hint = match error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "raise the limit of the system, `fs.inotify.max_user_watches`"
        }
        _ => "check that the folder can be read",
    };
    let message = format_args!("cannot watch the project: {error}");
    Error::failed(Diagnostic::error("cannot-watch", message).hint(hint))
}
