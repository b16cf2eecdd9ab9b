//! One SDK folder for several projects: cargo and Go allow only one in a workspace.
//!
//! A project names its SDK folder in the files of its language. A build obeys that if the folder is
//! one of Guesthouse: its last part is `sdk`, and a part above it is `.guesthouse`.

use std::path::{Component, Path, PathBuf};

/// Returns the path from the new project `dir` to the SDK that the projects of one language share in
/// the folder `root` above it.
pub(crate) fn path_to(root: &Path, dir: &Path, language: &str) -> String {
    let dir = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let levels = dir
        .strip_prefix(root)
        .map_or(0, |below| below.iter().count());
    format!("{}.guesthouse/{language}/sdk", "../".repeat(levels))
}

/// Returns the SDK folder that a project in `dir` names, if it is one of Guesthouse.
pub(crate) fn named(dir: &Path, path: &str) -> Option<PathBuf> {
    let path = normal(&dir.join(path));
    let is_ours = path.ends_with("sdk") && path.iter().any(|part| part == ".guesthouse");
    is_ours.then_some(path)
}

/// Removes `.` and `..` from a path.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}
