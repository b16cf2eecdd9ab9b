//! Copies the sources of a project for a tool that reads every file of a folder.
//!
//! Only regular files are copied: opening a pipe can wait forever.

use std::fs::{self, Metadata};
use std::path::Path;

use crate::Error;
use crate::walk::{is_unreadable, walk};

/// Files from this size on are linked, not copied: they are data.
const LARGE: u64 = 1 << 20;

/// Copies the files in `from` and its folders, without those for which `is_left_out` returns true.
/// Both folders are on one disk.
pub(crate) fn tree(
    from: &Path,
    to: &Path,
    is_left_out: &dyn Fn(&Path) -> bool,
) -> Result<(), Error> {
    fs::create_dir_all(to).map_err(Error::file("create", to))?;
    walk(from, is_left_out, &mut |path, metadata| {
        let relative = path.strip_prefix(from).unwrap_or(path);
        if metadata.is_file() {
            file(path, &to.join(relative), metadata)
        } else {
            Ok(())
        }
    })
}

fn file(from: &Path, to: &Path, metadata: &Metadata) -> Result<(), Error> {
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
    if metadata.len() >= LARGE && !from.is_symlink() && fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    match fs::copy(from, to) {
        // If the file is needed, the tool reports that it is missing.
        Err(error) if is_unreadable(&error) => Ok(()),
        copied => copied.map(drop).map_err(Error::file("copy", from)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    /// Returns the paths of all files below a folder, sorted.
    fn files(folder: &Path) -> Vec<String> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                found.extend(files(&path).iter().map(|file| format!("{name}/{file}")));
            } else {
                found.push(name.to_owned());
            }
        }
        found.sort();
        found
    }

    #[test]
    fn what_no_tool_can_read_is_left_out() {
        let dir = tempfile::tempdir().unwrap();
        let project = dir.path().join("a project ü");
        let at = |name: &str| project.join(name);
        fs::create_dir_all(at("package/inner")).unwrap();
        fs::create_dir_all(dir.path().join("shared")).unwrap();
        fs::write(dir.path().join("shared/common.py"), "").unwrap();
        for name in [
            "plugin.py",
            "package/a b.py",
            "package/inner/ü.py",
            "left.out",
        ] {
            fs::write(at(name), name).unwrap();
        }
        fs::write(at("large.bin"), vec![0; 2 << 20]).unwrap();
        let pipe = at("pipe.py");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let _socket = UnixListener::bind(at("socket")).unwrap();
        fs::write(project.join(OsStr::from_bytes(b"\xff.py")), "").unwrap();
        for (target, link) in [
            ("nowhere", "dangling.py"),
            ("itself.py", "itself.py"),
            ("..", "up"),
            ("/", "everything"),
            (".", "package/../here"),
            ("inner", "package/circle"),
            ("..", "package/inner/circle"),
            ("plugin.py", "alias.py"),
            ("../shared", "shared"),
            ("/dev/zero", "zero.py"),
        ] {
            symlink(target, at(link)).unwrap();
        }
        let to = project.join(".copy");
        let is_left_out = |path: &Path| path.ends_with("left.out") || path.ends_with(".copy");
        tree(&project, &to, &is_left_out).unwrap();
        let expected = [
            "alias.py",
            "large.bin",
            "package/a b.py",
            "package/circle/ü.py",
            "package/inner/ü.py",
            "plugin.py",
            "shared/common.py",
        ];
        assert_eq!(files(&to), expected);
        let inode = |path: &Path| path.metadata().unwrap().ino();
        assert_eq!(inode(&to.join("large.bin")), inode(&at("large.bin")));
        assert_ne!(inode(&to.join("plugin.py")), inode(&at("plugin.py")));
    }

    #[test]
    fn folders_that_all_link_to_each_other_have_an_end() {
        let dir = tempfile::tempdir().unwrap();
        let names: Vec<_> = (0..20).map(|n| format!("f{n}")).collect();
        for name in &names {
            let folder = dir.path().join("from").join(name);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("m.py"), "").unwrap();
            for other in names.iter().filter(|other| *other != name) {
                symlink(Path::new("..").join(other), folder.join(other)).unwrap();
            }
        }
        let to = dir.path().join("to");
        tree(&dir.path().join("from"), &to, &|_| false).unwrap();
        let found = files(&to);
        assert!(found.contains(&"f7/f3/m.py".to_owned()));
        assert!(found.len() < 20 * 20 * 20, "{}", found.len());
    }
}
