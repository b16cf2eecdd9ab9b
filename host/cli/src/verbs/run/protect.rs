//! Refuses a file of outcomes that the run also reads or writes. The run would empty it first.

use std::fs::{File, Metadata};
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use guesthouse_diagnostics::Diagnostic;

use super::Run;
use crate::error::{Error, Result};
use crate::verbs::path;

pub(super) fn check(run: &Run) -> Result<()> {
    let Some(outcomes) = &run.outcomes else {
        return Ok(());
    };
    let files = std::iter::once(&run.plugin)
        .chain(&run.policy)
        .chain(&run.key)
        .chain(&run.state);
    let mut files = files.map(|file| (format!("`{}`", path(file)), is_one_file(file, outcomes)));
    let streams = [
        ("standard input", is_stream(io::stdin().as_fd(), outcomes)),
        ("standard output", is_stream(io::stdout().as_fd(), outcomes)),
    ];
    let mut streams = streams
        .map(|(name, same)| (name.to_owned(), same))
        .into_iter();
    let Some((name, _)) = files
        .find(|(_, same)| *same)
        .or_else(|| streams.find(|(_, same)| *same))
    else {
        return Ok(());
    };
    let found = Diagnostic::error(
        "would-overwrite",
        format!("--outcomes would overwrite {name}"),
    );
    Err(Error::usage(
        found.hint("give another file with --outcomes"),
    ))
}

/// Compares files by device and inode, so also through links.
fn is_one_file(one: &Path, other: &Path) -> bool {
    match (one.metadata(), other.metadata()) {
        (Ok(one), Ok(other)) => is_same(&one, &other),
        (Err(_), Err(_)) => {
            place(one).is_some_and(|place_of_one| Some(place_of_one) == place(other))
        }
        _ => false,
    }
}

fn is_stream(stream: BorrowedFd<'_>, file: &Path) -> bool {
    let stream = stream.try_clone_to_owned().map(File::from);
    let stream = stream.and_then(|stream| stream.metadata());
    stream.is_ok_and(|stream| file.metadata().is_ok_and(|file| is_same(&stream, &file)))
}

/// Devices and pipes keep nothing that could be lost.
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    one.is_file() && (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// The place at which a file that does not exist would be created.
fn place(path: &Path) -> Option<PathBuf> {
    let path = match path.read_link() {
        Ok(target) => path.parent()?.join(target),
        Err(_) => path.to_owned(),
    };
    let folder = match path.parent()? {
        folder if folder.as_os_str().is_empty() => Path::new("."),
        folder => folder,
    };
    Some(folder.canonicalize().ok()?.join(path.file_name()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_to_one_file_are_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::write(at("file"), "").unwrap();
        std::fs::write(at("other"), "").unwrap();
        std::fs::hard_link(at("file"), at("hard")).unwrap();
        symlink(at("file"), at("soft")).unwrap();
        symlink("new", at("dangling")).unwrap();
        for (one, other, expected) in [
            ("file", "hard", true),
            ("file", "soft", true),
            ("hard", "soft", true),
            ("file", "other", false),
            ("new", "new", true),
            ("new", "dangling", true),
            ("new", "file", false),
        ] {
            assert_eq!(is_one_file(&at(one), &at(other)), expected, "{one} {other}");
        }
        assert!(!is_one_file(Path::new("/dev/null"), Path::new("/dev/null")));
        let file = File::open(at("file")).unwrap();
        assert!(is_stream(file.as_fd(), &at("hard")));
        assert!(!is_stream(file.as_fd(), &at("other")));
    }
}
