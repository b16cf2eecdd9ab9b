//! Released guests: compiled against each released contract, and kept unchanged.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use sha2::{Digest as _, Sha256};

/// The suite that runs them.
pub const SUITE: &str = "evolution";

/// The file in a release's folder with the digests of the others, as `sha256sum` writes it.
const SUMS: &str = "SHA256SUMS";

/// A guest that was compiled against a released contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    /// The version of the contract: `0.1.0`.
    pub version: String,
    /// The toolchain that built it.
    pub testee: String,
    /// The component.
    pub component: PathBuf,
}

/// Finds the released guests, those of the oldest release first.
///
/// # Errors
/// When one of them has changed.
pub fn released(root: &Path) -> anyhow::Result<Vec<Released>> {
    let mut found = Vec::new();
    for folder in folders(&root.join("evolution/released"))? {
        let version = folder.file_name().unwrap_or_default().to_string_lossy();
        for name in frozen(&folder)? {
            let testee = name.strip_suffix(".wasm");
            found.push(Released {
                version: version.clone().into_owned(),
                testee: testee
                    .context("a released guest is not a .wasm file")?
                    .to_owned(),
                component: folder.join(name),
            });
        }
    }
    Ok(found)
}

/// Returns the folders in a folder, sorted by name.
///
/// # Errors
/// When the folder cannot be read.
pub fn folders(parent: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(parent).with_context(|| parent.display().to_string())?;
    let mut paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<anyhow::Result<Vec<_>>>()?;
    paths.retain(|path| path.is_dir());
    paths.sort();
    Ok(paths)
}

/// Returns the files of a folder that must not change.
///
/// # Errors
/// When a file does not match its digest, is missing, or was added.
pub fn frozen(folder: &Path) -> anyhow::Result<Vec<String>> {
    let sums = folder.join(SUMS);
    let text = fs::read_to_string(&sums).with_context(|| sums.display().to_string())?;
    let pairs = text.lines().map(|line| line.split_once("  "));
    let expected = pairs
        .map(|pair| pair.map(|(digest, name)| (name.to_owned(), digest.to_owned())))
        .collect::<Option<BTreeMap<_, _>>>()
        .context("a line is not a digest, two spaces and a name")?;
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let digest = Sha256::digest(fs::read(folder.join(&name))?);
        found.insert(name, hex(&digest));
    }
    found.remove(SUMS);
    if found != expected {
        let folder = folder.display();
        bail!("{folder} is released and must not change, but it does not match its SHA256SUMS");
    }
    Ok(found.into_keys().collect())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conformance() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    #[test]
    fn released_contracts_have_not_changed() {
        let releases = folders(&conformance().join("../wit/released")).unwrap();
        assert!(!releases.is_empty());
        for release in releases {
            frozen(&release).unwrap();
        }
    }

    #[test]
    fn each_release_has_guests_and_cases() {
        let releases = folders(&conformance().join("../wit/released")).unwrap();
        let released = released(&conformance()).unwrap();
        for release in releases {
            let version = release.file_name().unwrap().to_str().unwrap().to_owned();
            assert!(released.iter().any(|it| it.version == version), "{version}");
            let cases = format!("cases/evolution/{version}.toml");
            assert!(conformance().join(&cases).is_file(), "{cases}");
        }
    }

    #[test]
    fn a_changed_file_and_an_added_one_are_noticed() {
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
