//! Copies of the tree in which mutants are built, each with a target folder of its own.

use anyhow::{Context as _, ensure};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of copies and results, relative to the repository.
pub(super) const DIR: &str = "target/mutants";

/// Folders of the target folder whose compiled dependencies a copy takes: of the host, and of the
/// guests that tests build.
const COMPILED: [&str; 3] = ["debug", "guests/release", "guests/wasm32-wasip2/release"];

/// A copy of the tree.
pub(super) struct Copy {
    pub(super) root: PathBuf,
}

impl Copy {
    /// Makes the copy with this number, or makes an earlier one equal to the tree at `source` again.
    pub(super) fn prepare(source: &Path, number: usize) -> anyhow::Result<Self> {
        let root = source.join(DIR).join(format!("copy-{number}"));
        let copy = Self { root };
        copy.mirror(source)?;
        if !copy.target().exists() {
            for compiled in COMPILED {
                let from = source.join("target").join(compiled);
                seed(&from, &copy.target().join(compiled))
                    .context("copying what is compiled already")?;
            }
        }
        Ok(copy)
    }

    /// Returns the folder that cargo builds in.
    pub(super) fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// Returns the file for the output of the program that runs at the moment.
    pub(super) fn log(&self) -> PathBuf {
        self.root.with_extension("log")
    }

    /// Makes the files equal to those of `source`, uncommitted changes included. Files that are
    /// equal already keep their times, so that cargo builds nothing for them.
    fn mirror(&self, source: &Path) -> anyhow::Result<()> {
        let files = files(source)?;
        for file in &files {
            let to = self.root.join(file);
            fs::create_dir_all(to.parent().unwrap_or(&self.root))?;
            mirror_file(&source.join(file), &to)?;
        }
        // Removes files that the tree no longer has, so that cargo does not build them.
        remove_others(&self.root, &self.root, &files)
    }
}

/// Takes compiled dependencies from a folder that cargo built in.
fn seed(from: &Path, to: &Path) -> anyhow::Result<()> {
    if !from.join("deps").is_dir() {
        return Ok(());
    }
    fs::create_dir_all(to.join("deps"))?;
    for entry in fs::read_dir(from.join("deps"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_library = [".rlib", ".rmeta", ".so"]
            .iter()
            .any(|ending| name.ends_with(ending));
        // A compiler replaces its output and does not write into it, so a link is safe.
        if is_library && !is_own(&name) {
            fs::hard_link(entry.path(), to.join("deps").join(name))?;
        }
    }
    copy_folders(&from.join(".fingerprint"), &to.join(".fingerprint"))?;
    let built = from.join("build");
    if built.is_dir() {
        copy_folders(&built, &to.join("build"))?;
    }
    Ok(())
}

fn mirror_file(from: &Path, to: &Path) -> std::io::Result<()> {
    if from.is_symlink() {
        let target = fs::read_link(from)?;
        if fs::read_link(to).ok().as_ref() != Some(&target) {
            fs::remove_file(to).ok();
            std::os::unix::fs::symlink(target, to)?;
        }
    } else if fs::read(to).ok() != Some(fs::read(from)?) {
        fs::copy(from, to)?;
    }
    Ok(())
}

/// Returns the files of the tree, relative to it: those that git knows or would add.
pub(super) fn files(source: &Path) -> anyhow::Result<BTreeSet<PathBuf>> {
    let listed = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(source)
        .output()?;
    ensure!(listed.status.success(), "git does not list the files");
    let listed = String::from_utf8(listed.stdout)?;
    let files = listed.split_terminator('\0').map(PathBuf::from);
    // Git still lists a file whose deletion is not committed.
    let exists = |file: &PathBuf| source.join(file).symlink_metadata().is_ok();
    Ok(files.filter(exists).collect())
}

fn remove_others(root: &Path, dir: &Path, files: &BTreeSet<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path == root.join("target") {
            continue;
        }
        if path.is_dir() && !path.is_symlink() {
            remove_others(root, &path, files)?;
        } else if !files.contains(path.strip_prefix(root)?) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// Copies the folders of `from` that belong to dependencies, with their times.
fn copy_folders(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if is_own(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let copied = Command::new("cp")
            .arg("-a")
            .args([&entry.path(), to])
            .status()?;
        ensure!(copied.success(), "{} is not copied", entry.path().display());
    }
    Ok(())
}

/// Returns whether a file or folder in cargo's target folder belongs to a crate of this workspace.
/// Such files contain the path of the tree.
fn is_own(name: &str) -> bool {
    name.trim_start_matches("lib").starts_with("guesthouse")
}
