//! What the tool carries, so that a project needs nothing of ours from anywhere else.

use std::fs;
use std::path::{Path, PathBuf};

use guesthouse_inspect::{Language, contract};
use sha2::{Digest, Sha256};

use crate::Error;

/// Every carried file by name, for example `sdk-js/src/index.ts`.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/carried.rs"));

/// Returns the carried files under a folder, named relative to it.
pub(crate) fn under(folder: &str) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    FILES.iter().filter_map(move |(name, bytes)| {
        let inside = name.strip_prefix(folder)?.strip_prefix('/')?;
        Some((inside, *bytes))
    })
}

/// Returns all carried files.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    FILES.iter().copied()
}

/// Names the contents of some files.
pub(crate) fn digest<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in files {
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name);
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    hash.finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The folders of a project's `.guesthouse/` that come from the tool.
const PARTS: [&str; 2] = ["wit", "sdk"];

/// Puts the contract and the language's SDK into a project's `.guesthouse/`, unless they are there.
pub(crate) fn unpack(folder: &Path, language: Language) -> Result<(), Error> {
    let files = project_files(language);
    let digest = digest(files.iter().map(|(name, bytes)| (name.as_str(), *bytes)));
    let stamp = folder.join("digest");
    let whole = PARTS.iter().all(|part| folder.join(part).is_dir());
    if whole && fs::read_to_string(&stamp).is_ok_and(|found| found == digest) {
        return Ok(());
    }
    // The stamp goes first and comes last: whatever happens in between, the next build starts over.
    let _ = fs::remove_file(&stamp);
    let incoming = folder.join("incoming");
    remove_folder(&incoming)?;
    for (name, bytes) in &files {
        write(&incoming.join(name), bytes)?;
    }
    for part in PARTS {
        let target = folder.join(part);
        remove_folder(&target)?;
        fs::rename(incoming.join(part), &target).map_err(Error::file("replace", &target))?;
    }
    remove_folder(&incoming)?;
    write(&folder.join(".gitignore"), b"*\n")?;
    write(&stamp, digest.as_bytes())
}

fn project_files(language: Language) -> Vec<(String, &'static [u8])> {
    let wit = contract::FILES
        .iter()
        .map(|(name, text)| (format!("wit/{name}"), text.as_bytes()));
    let sdk = under(sdk_root(language)).map(|(name, bytes)| (format!("sdk/{name}"), bytes));
    wit.chain(sdk).collect()
}

fn sdk_root(language: Language) -> &'static str {
    match language {
        Language::Rust => "sdk-rust",
        Language::Js => "sdk-js",
        // Only the package itself: a project puts this folder on Python's path.
        Language::Python => "sdk-python/src",
        Language::Go => "sdk-go",
    }
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let folder: PathBuf = path.parent().map(Path::to_owned).unwrap_or_default();
    fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
    fs::write(path, bytes).map_err(Error::file("write", path))
}

pub(crate) fn remove_folder(path: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::file("remove", path)(error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unpacks_once_and_again_when_stale() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join(".guesthouse");
        unpack(&root, Language::Rust).unwrap();
        let world = root.join("wit/worlds.wit");
        fs::write(&world, "changed").unwrap();
        unpack(&root, Language::Rust).unwrap();
        assert_eq!(
            fs::read_to_string(&world).unwrap(),
            "changed",
            "fresh: left alone"
        );
        fs::write(root.join("digest"), "older").unwrap();
        unpack(&root, Language::Rust).unwrap();
        assert!(fs::read_to_string(&world).unwrap().contains("world plugin"));
        assert!(!root.join("incoming").exists());
        fs::remove_dir_all(root.join("sdk")).unwrap();
        unpack(&root, Language::Rust).unwrap();
        assert!(
            root.join("sdk/Cargo.toml").exists(),
            "what is gone comes back"
        );
    }

    #[test]
    fn no_tests_or_caches_are_carried() {
        for (name, _) in FILES {
            let clean = !name.contains("/node_modules/") && !name.contains("/__pycache__/");
            assert!(clean && !name.ends_with("_test.go"), "{name}");
        }
    }
}
