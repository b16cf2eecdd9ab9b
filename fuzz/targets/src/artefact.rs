//! Changed files in the cache of compiled components: the host never runs one, but compiles the
//! component again and replaces the file.

use crate::bytes::Bytes;
use crate::test_host::{run_honest, wait};
use crate::untrusted_domain::UntrustedDomain;
use guesthouse_sandbox::Sandbox;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;

struct Cache {
    sandbox: Sandbox,
    component: Vec<u8>,
    /// The path and the content of its cache file.
    entry: (PathBuf, Vec<u8>),
    /// The cache file of another component.
    other: Vec<u8>,
    _dir: TempDir,
}

static CACHE: LazyLock<Cache> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cache");
    let builder = Sandbox::builder().in_process_for_trusted_code();
    let sandbox = builder.cache_dir(&path).max_guests(2).build().unwrap();
    let [component, second] = [
        include_str!("../../guests/types.wat"),
        include_str!("../../guests/resource.wat"),
    ]
    .map(|text| wat::parse_str(text).unwrap());
    wait(sandbox.load(&UntrustedDomain, component.as_slice())).unwrap();
    let entry = entries(&path).remove(0);
    wait(sandbox.load(&UntrustedDomain, second)).unwrap();
    let other = entries(&path)
        .into_iter()
        .find(|(path, _)| *path != entry.0);
    let (_, other) = other.unwrap();
    Cache {
        sandbox,
        component,
        entry,
        other,
        _dir: dir,
    }
});

fn entries(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let paths = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let paths = paths.filter(|path| !path.ends_with("key"));
    paths
        .map(|path| (path.clone(), std::fs::read(&path).unwrap()))
        .collect()
}

/// Takes changes to a cache file.
pub fn run(data: &[u8]) {
    let cache = &*CACHE;
    let (path, kept) = &cache.entry;
    std::fs::write(path, changed(kept, &cache.other, &mut Bytes::new(data))).unwrap();
    let loaded = wait(
        cache
            .sandbox
            .load(&UntrustedDomain, cache.component.as_slice()),
    );
    run_honest(&loaded.expect("the component is valid"));
    assert!(
        std::fs::read(path).unwrap() == *kept,
        "a changed artefact was not replaced"
    );
}

fn changed(kept: &[u8], other: &[u8], bytes: &mut Bytes) -> Vec<u8> {
    let mut entry = kept.to_vec();
    for _ in 0..1 + bytes.below(3) {
        // Small numbers count from the end, where the MAC is.
        let offset = usize::from(bytes.u16());
        let at = if bytes.flag() {
            offset % (entry.len() + 1)
        } else {
            entry.len().saturating_sub(offset)
        };
        match bytes.below(6) {
            0 => entry.truncate(at),
            1 => entry.insert(at, bytes.byte()),
            2 => entry = other.to_vec(),
            3 => entry.truncate(at.min(64)),
            4 => entry.extend_from_slice(other.get(other.len() - 32..).unwrap()),
            _ => {
                if let Some(byte) = entry.get_mut(at) {
                    *byte ^= 1 << (bytes.byte() % 8);
                }
            }
        }
    }
    entry
}
