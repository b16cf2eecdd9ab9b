//! Releases: what was built against each contract that was released, kept as it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use sha2::{Digest as _, Sha256};

/// The suite that runs them.
pub const SUITE: &str = "evolution";

/// The file of a release's folder with the digests of all others, as `sha256sum` writes it.
const SUMS: &str = "SHA256SUMS";

/// A guest that was compiled against a released contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The release: `0.1.0`.
    pub release: String,
    /// The toolchain that it came from.
    pub testee: String,
    /// The component.
    pub component: PathBuf,
}

/// Finds the guests that are kept, those of the oldest release first.
///
/// # Errors
/// When one of them is not what it was.
pub fn kept(root: &Path) -> anyhow::Result<Vec<Kept>> {
    let mut found = Vec::new();
    for folder in folders(&root.join("evolution/released"))? {
        let release = folder.file_name().unwrap_or_default().to_string_lossy();
        for name in frozen(&folder)? {
            let testee = name.strip_suffix(".wasm");
            found.push(Kept {
                release: release.clone().into_owned(),
                testee: testee.context("a guest is a .wasm file")?.to_owned(),
                component: folder.join(name),
            });
        }
    }
    Ok(found)
}

/// The folders in a folder, in the order of their names.
///
/// # Errors
/// When it cannot be read.
pub fn folders(parent: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(parent).with_context(|| parent.display().to_string())?;
    let paths = entries.map(|entry| Ok(entry?.path()));
    let mut paths = paths.collect::<anyhow::Result<Vec<_>>>()?;
    paths.retain(|path| path.is_dir());
    paths.sort();
    Ok(paths)
}

/// Returns the files of a folder that never changes, if it did not.
///
/// # Errors
/// When a file is not what its digest says, or one is missing or was added.
pub fn frozen(folder: &Path) -> anyhow::Result<Vec<String>> {
    let sums = folder.join(SUMS);
    let text = fs::read_to_string(&sums).with_context(|| sums.display().to_string())?;
    let lines = text.lines().map(|line| line.split_once("  "));
    let lines = lines.map(|pair| pair.map(|(digest, name)| (name.to_owned(), digest.to_owned())));
    let expected = lines.collect::<Option<BTreeMap<_, _>>>();
    let expected = expected.context("a line is a digest, two spaces and a name")?;
    let mut there = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let digest = Sha256::digest(fs::read(folder.join(&name))?);
        let digest = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        there.insert(name, digest);
    }
    there.remove(SUMS);
    if there != expected {
        let what = "is released and never changes, but it is not what its SHA256SUMS say";
        bail!("{} {what}", folder.display());
    }
    Ok(there.into_keys().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conformance() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    #[test]
    fn released_contracts_never_change() {
        let releases = folders(&conformance().join("../wit/released")).unwrap();
        assert!(!releases.is_empty());
        for release in releases {
            frozen(&release).unwrap();
        }
    }

    #[test]
    fn each_release_has_guests_and_cases() {
        let releases = folders(&conformance().join("../wit/released")).unwrap();
        let kept = kept(&conformance()).unwrap();
        for release in releases {
            let release = release.file_name().unwrap().to_str().unwrap().to_owned();
            assert!(kept.iter().any(|it| it.release == release), "{release}");
            let cases = format!("cases/evolution/{release}.toml");
            assert!(conformance().join(&cases).is_file(), "{cases}");
        }
    }

    #[test]
    fn a_changed_file_and_a_new_one_are_seen() {
        let folder = std::env::temp_dir().join(format!("guesthouse-frozen-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("a.wit"), "").unwrap();
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a.wit\n";
        fs::write(folder.join(SUMS), empty).unwrap();
        assert_eq!(frozen(&folder).unwrap(), ["a.wit"]);
        fs::write(folder.join("b.wit"), "").unwrap();
        assert!(frozen(&folder).is_err());
        fs::remove_file(folder.join("b.wit")).unwrap();
        fs::write(folder.join("a.wit"), "a").unwrap();
        assert!(frozen(&folder).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
