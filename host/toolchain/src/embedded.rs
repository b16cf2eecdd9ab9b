//! The contract, the SDKs, the templates and the pins, embedded in this crate by `build.rs`.

use std::fs;
use std::path::Path;

use guesthouse_inspect::contract;
use sha2::{Digest, Sha256};

use crate::{Error, Toolchain};

/// Every embedded file by name, for example `sdk-js/src/index.ts`.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Returns the embedded files below a folder, named relative to it.
pub(crate) fn under(folder: &str) -> impl Iterator<Item = (&'static str, &'static [u8])> + use<> {
    let folder = format!("{folder}/");
    FILES
        .iter()
        .filter_map(move |(name, bytes)| Some((name.strip_prefix(folder.as_str())?, *bytes)))
}

/// Returns the first 8 bytes of the digest of some files in hexadecimal: enough to tell versions
/// apart. Lengths are part of it, so no two lists of files give the same bytes.
pub(crate) fn digest<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in files {
        for part in [name.as_bytes(), bytes] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    let digest = hash.finalize();
    let bytes = digest.iter().take(8);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

/// The folders of a project's `.guesthouse/` that are copied from the embedded files.
const PARTS: [&str; 2] = ["wit", "sdk"];

/// Copies the contract and the SDK of a language to where the project in `dir` expects them, unless
/// they are there.
pub(crate) fn unpack_sdk(toolchain: &dyn Toolchain, dir: &Path) -> Result<(), Error> {
    let sdk = toolchain.sdk_dir(dir);
    let folder = sdk.parent().unwrap_or(dir);
    // Projects can share the folder.
    let _lock = lock(&folder.join("sdk.lock"))?;
    unpack(folder, &project_files(toolchain.sdk()))
}

/// Writes the files of the folders [`PARTS`], by their names in `folder`, unless they are there.
pub(crate) fn unpack<B: AsRef<[u8]>>(folder: &Path, files: &[(String, B)]) -> Result<(), Error> {
    let digest = digest(
        files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_ref())),
    );
    let stamp = folder.join("digest");
    let complete = PARTS.iter().all(|part| folder.join(part).is_dir());
    if complete && fs::read_to_string(&stamp).is_ok_and(|found| found == digest) {
        return Ok(());
    }
    // The stamp is removed first and written last, so a build after an interruption starts over.
    let _ = fs::remove_file(&stamp);
    let incoming = folder.join("incoming");
    remove_folder(&incoming)?;
    for (name, bytes) in files {
        write(&incoming.join(name), bytes.as_ref())?;
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

fn project_files(sdk: &str) -> Vec<(String, &'static [u8])> {
    let wit = contract::files().map(|(name, text)| (format!("wit/{name}"), text.as_bytes()));
    let sdk = under(sdk).map(|(name, bytes)| (format!("sdk/{name}"), bytes));
    wit.chain(sdk).collect()
}

/// Writes a file and creates the folders above it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
    }
    fs::write(path, bytes).map_err(Error::file("write", path))
}

/// Creates a file if it is not there, and holds its lock until the returned file is dropped.
pub(crate) fn lock(path: &Path) -> Result<fs::File, Error> {
    write(path, b"")?;
    let file = fs::File::open(path).map_err(Error::file("open", path))?;
    file.lock().map_err(Error::file("lock", path))?;
    Ok(file)
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

    const SDK: &str = "sdk-rust";

    #[test]
    fn unpacks_once_and_again_when_stale() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join(".guesthouse");
        unpack(&root, &project_files(SDK)).unwrap();
        let world = root.join("wit/worlds.wit");
        fs::write(&world, "changed").unwrap();
        unpack(&root, &project_files(SDK)).unwrap();
        assert_eq!(
            fs::read_to_string(&world).unwrap(),
            "changed",
            "an unpacked folder of the same digest is left alone"
        );
        fs::write(root.join("digest"), "older").unwrap();
        unpack(&root, &project_files(SDK)).unwrap();
        assert!(fs::read_to_string(&world).unwrap().contains("world plugin"));
        assert!(!root.join("incoming").exists());
        fs::remove_dir_all(root.join("sdk")).unwrap();
        unpack(&root, &project_files(SDK)).unwrap();
        assert!(
            root.join("sdk/Cargo.toml").exists(),
            "a removed folder is unpacked again"
        );
    }

    #[test]
    fn no_tests_or_caches_are_embedded() {
        for (name, _) in FILES {
            let clean = !name.contains("/node_modules/") && !name.contains("/__pycache__/");
            assert!(clean && !name.ends_with("_test.go"), "{name}");
        }
    }

    #[test]
    fn every_language_has_an_sdk_and_a_fingerprint_of_its_own() {
        let toolchains = guesthouse_inspect::Language::ALL.map(crate::toolchain);
        for toolchain in toolchains {
            assert_ne!(under(toolchain.sdk()).count(), 0, "{}", toolchain.sdk());
        }
        let mut names = toolchains.map(Toolchain::fingerprint).to_vec();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), toolchains.len());
    }
}
