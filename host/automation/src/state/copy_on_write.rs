//! A file whose writes stay in memory.
//!
//! redb repairs a file that a killed process left behind, and writes to every file that it opens. Here it
//! can do both, and the file stays as it is.

use redb::backends::FileBackend;
use redb::{BackendError, StorageBackend};
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::ops::Bound;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Bytes of the parts in which writes are kept.
const BLOCK: usize = 4 << 10;

/// A file that is only read, and the writes above it.
#[derive(Debug)]
pub(super) struct CopyOnWrite {
    file: FileBackend,
    above: RwLock<Above>,
}

#[derive(Debug)]
struct Above {
    len: u64,
    /// The bytes at the start of the file that still count. Those after them were cut off.
    below: u64,
    blocks: BTreeMap<u64, Box<[u8; BLOCK]>>,
}

impl CopyOnWrite {
    pub(super) fn new(file: File) -> Result<Self, redb::DatabaseError> {
        let len = file.metadata()?.len();
        Ok(Self {
            file: FileBackend::new(file)?,
            above: RwLock::new(Above {
                len,
                below: len,
                blocks: BTreeMap::new(),
            }),
        })
    }

    fn reading(&self) -> RwLockReadGuard<'_, Above> {
        self.above.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn writing(&self) -> RwLockWriteGuard<'_, Above> {
        self.above.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads from the file. Its end is followed by zeros.
    fn read_below(&self, below: u64, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let in_file = usize::try_from(below.saturating_sub(offset)).unwrap_or(usize::MAX);
        let (kept, beyond) = out.split_at_mut(in_file.min(out.len()));
        beyond.fill(0);
        if kept.is_empty() {
            return Ok(());
        }
        self.file.read(offset, kept)
    }
}

impl StorageBackend for CopyOnWrite {
    fn len(&self) -> io::Result<u64> {
        Ok(self.reading().len)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let above = self.reading();
        let end = offset.saturating_add(out.len() as u64);
        if end > above.len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.read_below(above.below, offset, out)?;
        for part in parts(offset, out.len()) {
            if let Some(block) = above.blocks.get(&part.block) {
                let bytes = out.iter_mut().skip(part.outside).take(part.len);
                let written = block.iter().skip(part.inside);
                bytes.zip(written).for_each(|(out, byte)| *out = *byte);
            }
        }
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut above = self.writing();
        let end = offset.saturating_add(data.len() as u64);
        if end > above.len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        for part in parts(offset, data.len()) {
            if !above.blocks.contains_key(&part.block) {
                let mut block = Box::new([0; BLOCK]);
                self.read_below(above.below, part.block * BLOCK as u64, &mut *block)?;
                above.blocks.insert(part.block, block);
            }
            if let Some(block) = above.blocks.get_mut(&part.block) {
                let bytes = data.iter().skip(part.outside).take(part.len);
                let kept = block.iter_mut().skip(part.inside);
                kept.zip(bytes).for_each(|(kept, byte)| *kept = *byte);
            }
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut above = self.writing();
        above.len = len;
        above.below = above.below.min(len);
        let (last, inside) = place(len);
        let mut beyond = above.blocks.split_off(&last);
        if let Some(mut block) = beyond.remove(&last) {
            block.iter_mut().skip(inside).for_each(|byte| *byte = 0);
            above.blocks.insert(last, block);
        }
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn close(&self) -> io::Result<()> {
        self.file.close()
    }

    // Several processes may read the file, but none while another writes.

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_shared_range(start, end)
    }

    fn try_lock_shared_range(
        &self,
        start: Bound<u64>,
        end: Bound<u64>,
    ) -> Result<bool, BackendError> {
        self.file.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_shared_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.unlock_range(start, end)
    }
}

/// The part of a read or write that lies in one block.
struct Part {
    block: u64,
    /// The place of its first byte in the block.
    inside: usize,
    /// The place of its first byte in the bytes of the caller.
    outside: usize,
    len: usize,
}

/// Returns the block of an offset, and the place in the block.
fn place(offset: u64) -> (u64, usize) {
    let size = BLOCK as u64;
    // The rest is smaller than a block.
    (offset / size, (offset % size) as usize)
}

fn parts(offset: u64, len: usize) -> impl Iterator<Item = Part> {
    let mut outside = 0;
    std::iter::from_fn(move || {
        let (block, inside) = place(offset + outside as u64);
        let part = Part {
            block,
            inside,
            outside,
            len: (BLOCK - inside).min(len - outside),
        };
        outside += part.len;
        (part.len > 0).then_some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_read_returns_what_was_written_last_and_the_file_stays() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let original = vec![1; 3 * BLOCK + 10];
        file.write_all(&original).unwrap();
        let mut expected = original.clone();
        let backend = CopyOnWrite::new(File::open(file.path()).unwrap()).unwrap();
        for (offset, len) in [(0, 5), (BLOCK - 1, 2), (100, 2 * BLOCK), (3 * BLOCK + 9, 1)] {
            backend.write(offset as u64, &vec![2; len]).unwrap();
            expected[offset..offset + len].fill(2);
        }
        for len in [4 * BLOCK, BLOCK + 7, 3 * BLOCK] {
            backend.set_len(len as u64).unwrap();
            expected.resize(len, 0);
            let mut read = vec![9; len];
            backend.read(0, &mut read).unwrap();
            assert!(read == expected, "{len}");
            let mut middle = [9; 15];
            backend.read(BLOCK as u64 - 9, &mut middle).unwrap();
            assert_eq!(middle[..], expected[BLOCK - 9..BLOCK + 6], "{len}");
            assert!(backend.read(len as u64, &mut [0]).is_err());
        }
        assert!(std::fs::read(file.path()).unwrap() == original);
    }
}
