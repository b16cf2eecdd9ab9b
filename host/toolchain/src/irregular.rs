//! Refuses a named pipe, a socket or a device in the place of a file that a build reads: opening it can
//! wait forever, and reading it can have no end.

use std::fs::{self, FileType};
use std::os::unix::fs::FileTypeExt;
use std::path::Path;

use guesthouse_inspect::Diagnostic;

use crate::Error;
use crate::walk::walk;

/// Folders that tools fill, beside the hidden ones.
const FILLED: [&str; 3] = ["__pycache__", "node_modules", "target"];

/// Refuses what is no regular file and matches one of the patterns, in a project and its folders. The
/// tools also look for the files with exact names in the folders above.
pub(crate) fn refuse(project: &Path, patterns: &[&str]) -> Result<(), Error> {
    let names = patterns.iter().filter(|pattern| !pattern.starts_with('*'));
    for name in names {
        for folder in project.ancestors() {
            require_file(&folder.join(name))?;
        }
    }
    walk(project, &is_left_out, &mut |path, metadata| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if patterns.iter().any(|pattern| matches(pattern, &name)) {
            refuse_type(path, metadata.file_type())
        } else {
            Ok(())
        }
    })
}

/// Refuses a path that exists and is neither a regular file nor a folder.
pub(crate) fn require_file(path: &Path) -> Result<(), Error> {
    match fs::metadata(path) {
        Ok(metadata) => refuse_type(path, metadata.file_type()),
        // The tool that needs the file reports that it is missing.
        Err(_) => Ok(()),
    }
}

fn refuse_type(path: &Path, kind: FileType) -> Result<(), Error> {
    let kind = if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else if kind.is_char_device() || kind.is_block_device() {
        "a device"
    } else {
        return Ok(());
    };
    let message = format!("`{}` is {kind}, not a regular file", path.display());
    let hint = "a build reads files of that name: remove it, or put a file in its place";
    Err(Error::finding(
        Diagnostic::error("irregular-file", message).hint(hint),
    ))
}

/// Matches a name with itself or with `*` and its end.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some(end) => name.ends_with(end),
        None => name == pattern,
    }
}

fn is_left_out(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || FILLED.contains(&&*name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    const PATTERNS: [&str; 3] = ["go.mod", ".cargo/config.toml", "*.go"];

    #[test]
    fn what_a_build_reads_is_a_regular_file() {
        for (name, target, kind) in [
            ("project/go.mod", None, "a named pipe"),
            ("go.mod", None, "a named pipe"),
            (".cargo/config.toml", None, "a named pipe"),
            ("project/sub folder/a.go", None, "a named pipe"),
            ("linked/a.go", None, "a named pipe"),
            ("project/a.go", Some("../pipe"), "a named pipe"),
            ("project/a.go", Some("/dev/zero"), "a device"),
            ("project/a.go", Some("../socket"), "a socket"),
            ("project/a.go", Some("nowhere"), ""),
            ("project/a.txt", Some("../pipe"), ""),
            ("project/go.mod.go.txt", None, ""),
            ("project/.hidden/a.go", None, ""),
            ("project/target/a.go", None, ""),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let project = dir.path().join("project");
            fs::create_dir_all(dir.path().join("linked")).unwrap();
            fs::create_dir_all(&project).unwrap();
            symlink("../linked", project.join("link")).unwrap();
            drop(UnixListener::bind(dir.path().join("socket")).unwrap());
            pipe(&dir.path().join("pipe"));
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            match target {
                Some(target) => symlink(target, &path).unwrap(),
                None => pipe(&path),
            }
            let shown =
                refuse(&project, &PATTERNS).map_or_else(|it| it.to_string(), |()| String::new());
            let expected = format!("is {kind}, not a regular file");
            let is_right = if kind.is_empty() {
                shown.is_empty()
            } else {
                shown.contains(&expected)
            };
            assert!(is_right, "{name} {target:?}: {shown}");
        }
    }

    fn pipe(path: &Path) {
        let made = Command::new("mkfifo").arg(path).status();
        assert!(made.unwrap().success());
    }
}
