//! Compiled components on disk.
//!
//! An artefact is machine code, so the host accepts a file only with a MAC over its name and bytes,
//! under a key that only this user can read. The name contains a hash of the component and of the
//! engine's settings. Any other file is compiled again and replaced.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::fs::{DirBuilder, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use wasmtime::Engine;

const MAC_BYTES: usize = 32;
const KEY: &str = "key";
const LABEL: &[u8] = b"guesthouse artefact 1";

#[derive(Clone)]
pub(super) struct Cache {
    dir: PathBuf,
    key: [u8; 32],
    /// A hash of the version and of the engine's settings. The engine compares the settings
    /// themselves, too.
    engine: u64,
    max_bytes: u64,
}

impl Cache {
    /// Opens the cache.
    pub(super) fn open(dir: PathBuf, engine: &Engine, max_bytes: u64) -> Result<Self, CacheError> {
        let key = prepare(&dir)?;
        let mut hash = DefaultHasher::new();
        // This version may refuse a component that another version accepted.
        env!("CARGO_PKG_VERSION").hash(&mut hash);
        engine.precompile_compatibility_hash().hash(&mut hash);
        Ok(Self {
            dir,
            key,
            engine: hash.finish(),
            max_bytes,
        })
    }

    /// Returns the artefact of a component, if it is there and unchanged.
    pub(super) fn get(&self, component: &[u8], contract: &[u8]) -> Option<Vec<u8>> {
        let name = self.name(component, contract);
        let mut file = File::open(self.path(&name)).ok()?;
        let mut artefact = Vec::new();
        file.read_to_end(&mut artefact).ok()?;
        let mac = artefact.split_off(artefact.len().checked_sub(MAC_BYTES)?);
        self.mac(&name, &artefact)?.verify_slice(&mac).ok()?;
        // Marks the entry as recently used. If the time cannot be set, the cache only removes the
        // entry earlier.
        file.set_modified(std::time::SystemTime::now()).ok();
        Some(artefact)
    }

    /// Stores an artefact atomically: readers see the whole file or no file.
    pub(super) fn put(&self, component: &[u8], contract: &[u8], artefact: &[u8]) -> io::Result<()> {
        let name = self.name(component, contract);
        let mac = self.mac(&name, artefact).ok_or(io::ErrorKind::Other)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.dir)?;
        file.write_all(artefact)?;
        file.write_all(&mac.finalize().into_bytes())?;
        file.persist(self.path(&name))?;
        self.evict()
    }

    /// Removes the least recently used entries until the cache is within its limit.
    fn evict(&self) -> io::Result<()> {
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(&self.dir)? {
            let entry = entry?;
            let metadata = entry.metadata()?;
            if metadata.is_file() && entry.file_name() != KEY {
                entries.push((metadata.modified()?, metadata.len(), entry.path()));
            }
        }
        entries.sort();
        let mut left: u64 = entries.iter().map(|(_, size, _)| size).sum();
        for (_, size, path) in entries {
            if left <= self.max_bytes {
                break;
            }
            std::fs::remove_file(path)?;
            left = left.saturating_sub(size);
        }
        Ok(())
    }

    fn name(&self, component: &[u8], contract: &[u8]) -> [u8; 32] {
        let mut name = Sha256::new();
        name.update(self.engine.to_le_bytes());
        name.update(contract);
        name.update(component);
        name.finalize().into()
    }

    fn path(&self, name: &[u8; 32]) -> PathBuf {
        let hex: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
        self.dir.join(hex)
    }

    fn mac(&self, name: &[u8; 32], artefact: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        for part in [LABEL, name, artefact] {
            mac.update(part);
        }
        Some(mac)
    }
}

/// Why a folder cannot be the cache: it could not be trusted or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CacheError {
    /// The folder cannot be created, or its key cannot be read or written.
    #[error("cannot use the folder")]
    Io(#[from] io::Error),
    /// The folder belongs to another user.
    #[error("the folder belongs to another user")]
    Owner,
    /// Other users can write to the folder.
    #[error("other users can write to the folder")]
    Writable,
    /// Other users can read the key.
    #[error("other users can read the file `key` in the folder")]
    Readable,
    /// The key has a wrong length.
    #[error("the file `key` in the folder has {0} bytes instead of 32")]
    Key(u64),
}

/// Creates the folder and its key if they are missing, and returns the key.
pub(crate) fn prepare(dir: &Path) -> Result<[u8; 32], CacheError> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    let metadata = std::fs::metadata(dir)?;
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Err(CacheError::Owner);
    }
    if metadata.mode() & 0o022 != 0 {
        return Err(CacheError::Writable);
    }
    key(dir)
}

fn key(dir: &Path) -> Result<[u8; 32], CacheError> {
    let path = dir.join(KEY);
    match read_key(&path) {
        Err(CacheError::Io(error)) if error.kind() == io::ErrorKind::NotFound => {}
        read => return read,
    }
    let mut fresh = [0; 32];
    File::open("/dev/urandom")?.read_exact(&mut fresh)?;
    // `tempfile` creates a file that only this user can read.
    let mut draft = tempfile::NamedTempFile::new_in(dir)?;
    draft.write_all(&fresh)?;
    // If two processes start together, the first one creates the key, and both use it.
    match draft.persist_noclobber(&path) {
        Ok(_) => Ok(fresh),
        Err(_) => read_key(&path),
    }
}

fn read_key(path: &Path) -> Result<[u8; 32], CacheError> {
    let mut key = [0; 32];
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.mode() & 0o077 != 0 {
        return Err(CacheError::Readable);
    }
    if metadata.len() != key.len() as u64 {
        return Err(CacheError::Key(metadata.len()));
    }
    file.read_exact(&mut key)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTRACT: &[u8] = b"a contract";

    #[test]
    fn the_least_recently_used_entry_is_removed_first() {
        let dir = tempfile::tempdir().unwrap();
        let cache = open(&dir, &crate::engine::compiling().unwrap());
        for component in [b"a", b"b", b"c"] {
            cache.put(component, CONTRACT, &[1; 1000]).unwrap();
        }
        let old = File::open(cache.path(&cache.name(b"b", CONTRACT))).unwrap();
        old.set_modified(std::time::UNIX_EPOCH).unwrap();
        cache.put(b"d", CONTRACT, &[1; 1000]).unwrap();
        let there =
            [b"a", b"b", b"c", b"d"].map(|component| cache.get(component, CONTRACT).is_some());
        assert_eq!(there, [true, false, true, true]);
    }

    fn open(dir: &tempfile::TempDir, engine: &Engine) -> Cache {
        Cache::open(dir.path().join("cache"), engine, 3500).unwrap()
    }

    #[test]
    fn an_entry_belongs_to_one_component() {
        let dir = tempfile::tempdir().unwrap();
        let cache = open(&dir, &crate::engine::compiling().unwrap());
        cache.put(b"a", CONTRACT, &[1; 1000]).unwrap();
        assert!(cache.get(b"b", CONTRACT).is_none());
        // Copies an entry to the name of another component.
        std::fs::copy(
            cache.path(&cache.name(b"a", CONTRACT)),
            cache.path(&cache.name(b"b", CONTRACT)),
        )
        .unwrap();
        assert!(cache.get(b"b", CONTRACT).is_none());
        assert!(cache.get(b"a", CONTRACT).is_some());
        assert!(cache.get(b"a", b"another contract").is_none());
    }

    #[test]
    fn an_entry_belongs_to_one_engine() {
        let dir = tempfile::tempdir().unwrap();
        let ours = crate::engine::compiling().unwrap();
        open(&dir, &ours).put(b"a", CONTRACT, &[1; 1000]).unwrap();
        assert!(open(&dir, &ours).get(b"a", CONTRACT).is_some());
        let other = Engine::new(wasmtime::Config::new().consume_fuel(false)).unwrap();
        assert!(open(&dir, &other).get(b"a", CONTRACT).is_none());
    }

    #[test]
    fn a_cache_that_cannot_be_trusted_is_not_used() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let cache = dir.path().join("cache");
        let allow = |path: &Path, mode| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        assert_eq!(prepare(&cache).unwrap(), prepare(&cache).unwrap());
        allow(&cache.join(KEY), 0o644);
        assert!(matches!(prepare(&cache), Err(CacheError::Readable)));
        allow(&cache.join(KEY), 0o600);
        std::fs::write(cache.join(KEY), "short").unwrap();
        assert!(matches!(prepare(&cache), Err(CacheError::Key(5))));
        allow(&cache, 0o770);
        assert!(matches!(prepare(&cache), Err(CacheError::Writable)));
        let file = cache.join(KEY).join("folder");
        assert!(matches!(prepare(&file), Err(CacheError::Io(_))));
    }
}
