use super::tables::{ENTRIES, SIZES};
use super::*;
use crate::limits::Limits;
use crate::price;
use redb::backends::{FileBackend, InMemoryBackend};
use redb::{StorageBackend, TableDefinition};
use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// redb panics on many of these files.
#[test]
fn a_damaged_file_is_an_error_and_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let limits = Limits::default();
    let mut editor = StateEditor::open(&file).unwrap();
    for key in 0..2_000 {
        let value = vec![b'v'; key % 300];
        editor
            .set("p/s", &format!("key-{key}"), value, &limits)
            .unwrap();
    }
    editor.commit().unwrap();
    let good = std::fs::read(&file).unwrap();
    let mut errors = 0;
    for seed in 1_usize..60 {
        let mut bytes = good.clone();
        for at in 0..40 {
            // The header has a checksum of its own.
            let place = 4_096 + (seed * 7_919 + at * 104_729) % (bytes.len() - 4_096);
            bytes[place] ^= 1 << (seed % 8);
        }
        std::fs::write(&file, bytes).unwrap();
        errors += usize::from(use_all(&file).is_err());
    }
    assert!(errors > 20, "{errors}");
}

fn use_all(file: &Path) -> Result<(), Box<dyn Error>> {
    let limits = Limits::default();
    let mut editor = StateEditor::open(file)?;
    for key in (0..2_000).step_by(50) {
        let key = format!("key-{key}");
        editor.delete("p/s", &key)?;
        editor.set("p/s", &format!("{key}-more"), vec![1], &limits)?;
    }
    editor.commit()?;
    StateView::open(file)?.keys("p/s", "", |_, _| Ok::<_, StateError>(()))?;
    Ok(())
}

/// A file that counts the bytes that are read from it.
#[derive(Debug)]
struct Counted(InMemoryBackend, Arc<AtomicUsize>);

impl StorageBackend for Counted {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.1.fetch_add(out.len(), Ordering::Relaxed);
        self.0.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write(offset, data)
    }
}

/// A database in memory that counts the bytes that are read.
struct CountingDb {
    database: StateDb,
    read: Arc<AtomicUsize>,
}

impl CountingDb {
    fn new() -> Self {
        let read = Arc::<AtomicUsize>::default();
        let file = Counted(InMemoryBackend::new(), Arc::clone(&read));
        let database = StateDb::on(file).unwrap();
        Self { database, read }
    }

    /// Stores a value under each key of a store.
    fn fill(&self, store: &str, keys: &[String], value: &[u8]) {
        let write = |database: &redb::Database| {
            let write = database.begin_write()?;
            let mut entries = ENTRIES.open(&write)?;
            for key in keys {
                entries.insert(&(store, &**key), value)?;
            }
            drop(entries);
            let bytes = keys.iter().map(|key| key.len() + value.len());
            let sizes = (bytes.sum::<usize>() as u64, keys.len() as u64);
            write.open_table(SIZES)?.insert(store, sizes)?;
            write.commit()?;
            Ok(())
        };
        self.database.database.with(write).unwrap();
    }

    /// Returns the bytes that `work` reads from the file.
    fn bytes_read<T>(&self, work: impl FnOnce() -> T) -> u64 {
        let before = self.read.load(Ordering::Relaxed);
        work();
        (self.read.load(Ordering::Relaxed) - before) as u64
    }
}

fn store() -> StoreId {
    StoreId::new("p", "s", &StoreGrant::Shared("s".to_owned()))
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("k{n:04}")).collect()
}

#[test]
fn a_plugin_that_reads_a_lot_does_not_fill_the_memory_with_pages() {
    let db = CountingDb::new();
    let keys = names(64);
    db.fill("/s", &keys, &vec![7; 1 << 20]);
    let all = || {
        db.bytes_read(|| {
            let snapshot = db.database.snapshot().unwrap();
            for key in &keys {
                ENTRIES.get(&snapshot, &("/s", &**key)).unwrap().unwrap();
            }
        })
    };
    all();
    // redb kept the bytes that it does not read again.
    let kept = (64_u64 << 20).saturating_sub(all());
    assert!(kept <= CACHE as u64, "{kept}");
}

/// Reading a byte takes about as long as two units of fuel, so ten times the CPU that the fuel buys are
/// five bytes for each unit.
#[test]
fn no_call_reads_much_more_than_its_fuel_buys() {
    let bytes_per_unit = 5;
    for bytes in [0, 1_024, 1_025, 100_000, 1 << 20] {
        let db = CountingDb::new();
        let keys = names(40);
        db.fill("/s", &keys, &vec![7; bytes]);
        // The cache does not have the pages of another value.
        db.fill("/other", &["other".to_owned()], &vec![7; CACHE]);
        let id = store();
        let check = |what: &str, fuel: u64, work: &dyn Fn(&mut Overlay)| {
            let mut overlay = Overlay::new(db.database.clone(), u64::MAX);
            overlay.large_bytes(&id, "k").unwrap();
            let read = db.bytes_read(|| work(&mut overlay));
            assert!(
                read <= fuel * bytes_per_unit,
                "{what} with values of {bytes} bytes read {read} bytes for {fuel} units"
            );
        };
        let large = if bytes > 1_024 { bytes as u64 } else { 0 };
        check("get", price::STATE_READ + price::large(large), &|overlay| {
            overlay.get(&id, "k0020").unwrap();
        });
        check("get of nothing", price::STATE_READ, &|overlay| {
            assert_eq!(overlay.get(&id, "k0020x").unwrap(), None);
        });
        check("keys", price::STATE_READ + price::scan(40), &|overlay| {
            let found = overlay.keys(&id, "", None, 1_000).unwrap();
            assert!(found.visited >= 40);
        });
        check("set", price::change(6), &|overlay| {
            let limits = Limits::default();
            overlay.set(&id, "k0020".into(), vec![1], &limits).unwrap();
        });
        check("delete", price::change(5), &|overlay| {
            overlay.delete(&id, "k0020".into()).unwrap();
        });
        check(
            "delete and commit",
            price::change(5) + price::large(large),
            &|overlay| {
                overlay.delete(&id, "k0020".into()).unwrap();
                let overlay = std::mem::replace(overlay, Overlay::new(db.database.clone(), 0));
                commit(&db.database, overlay, None);
            },
        );
    }
}

const EVENT: EventKey<'static> = EventKey {
    plugin: "p",
    source: "/s",
    id: "1",
};

fn commit(database: &StateDb, overlay: Overlay, record: Option<Vec<u8>>) {
    let commit = Commit {
        key: EVENT,
        changes: overlay.into_changes(),
        record,
        replaces: true,
    };
    assert_eq!(database.commit(&commit).unwrap(), None);
}

#[test]
fn values_of_every_size_replace_each_other() {
    let database = StateDb::in_memory().unwrap();
    let limits = Limits::default();
    for bytes in [10, 1_024, 1_025, 2_000, 10, 3_000] {
        let mut overlay = Overlay::new(database.clone(), u64::MAX);
        let value = vec![7; bytes];
        overlay
            .set(&store(), "k".into(), value.clone(), &limits)
            .unwrap();
        commit(&database, overlay, Some(value.clone()));
        let mut overlay = Overlay::new(database.clone(), u64::MAX);
        assert_eq!(overlay.get(&store(), "k").unwrap(), Some(value.clone()));
        assert_eq!(database.committed(EVENT).unwrap(), Some(value));
    }
    let mut overlay = Overlay::new(database.clone(), u64::MAX);
    overlay.delete(&store(), "k".into()).unwrap();
    commit(&database, overlay, None);
    let snapshot = database.snapshot().unwrap();
    assert_eq!(ENTRIES.get(&snapshot, &("/s", "k")).unwrap(), None);
}

/// Writes a file with the layout of format 1.
fn file_of_format_1(path: &Path, large: &[u8]) {
    let database = builder().create(path).unwrap();
    let write = database.begin_write().unwrap();
    {
        let entries: TableDefinition<(&str, &str), &[u8]> = TableDefinition::new("entries");
        let mut entries = write.open_table(entries).unwrap();
        entries.insert(("/s", "large"), large).unwrap();
        entries.insert(("/s", "small"), &b"1"[..]).unwrap();
        let sizes: TableDefinition<&str, (u64, u64)> = TableDefinition::new("sizes");
        let mut sizes = write.open_table(sizes).unwrap();
        sizes.insert("/s", (large.len() as u64 + 11, 2)).unwrap();
        let outcomes: TableDefinition<(&str, &str, &str), &[u8]> = TableDefinition::new("outcomes");
        let mut outcomes = write.open_table(outcomes).unwrap();
        outcomes.insert(("p", "/s", "1"), &b"a record"[..]).unwrap();
        let meta: TableDefinition<&str, u64> = TableDefinition::new("meta");
        write.open_table(meta).unwrap().insert("format", 1).unwrap();
    }
    write.commit().unwrap();
}

#[test]
fn a_file_of_format_1_is_converted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.redb");
    let large = vec![7; 100_000];
    file_of_format_1(&path, &large);
    for _ in 0..2 {
        let database = StateDb::open(&path).unwrap();
        let mut overlay = Overlay::new(database.clone(), u64::MAX);
        assert_eq!(overlay.get(&store(), "large").unwrap().unwrap(), large);
        assert_eq!(overlay.get(&store(), "small").unwrap().unwrap(), b"1");
        let record = database.committed(EVENT).unwrap();
        assert_eq!(record.unwrap(), b"a record");
    }
}

#[test]
fn reading_a_file_of_another_format_does_not_convert_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    file_of_format_1(&at("old"), &[7; 100_000]);
    drop(builder().create(at("other")).unwrap());
    for (name, fault) in [
        ("old", StateFault::OldFormat(1)),
        ("other", StateFault::NotAStateFile),
    ] {
        let before = std::fs::read(at(name)).unwrap();
        let error = StateView::open(at(name)).unwrap_err();
        assert_eq!(error.fault(), Some(fault), "{name}");
        assert!(std::fs::read(at(name)).unwrap() == before, "{name}");
    }
    let editor = StateEditor::open(at("old")).unwrap();
    editor.commit().unwrap();
    let view = StateView::open(at("old")).unwrap();
    assert_eq!(view.get("/s", "small").unwrap().unwrap(), b"1");
}

/// A file on a disk that may be full.
#[derive(Debug)]
struct FullDisk(FileBackend, Arc<AtomicBool>);

impl FullDisk {
    fn check(&self) -> io::Result<()> {
        if self.1.load(Ordering::Relaxed) {
            Err(ErrorKind::StorageFull.into())
        } else {
            Ok(())
        }
    }
}

impl StorageBackend for FullDisk {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.check()?;
        self.0.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.check()?;
        self.0.write(offset, data)
    }

    fn close(&self) -> io::Result<()> {
        self.0.close()
    }
}

#[test]
fn the_database_is_opened_again_when_the_disk_has_room() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.redb");
    drop(StateDb::open(&path).unwrap());
    let is_full = Arc::<AtomicBool>::default();
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(&path)
        .unwrap();
    let disk = FullDisk(FileBackend::new(file).unwrap(), Arc::clone(&is_full));
    let opened = builder().create_with_backend(disk).unwrap();
    let database = StateDb::new(OpenDatabase::in_file(opened, &path).unwrap());
    let record = |id, record: &[u8]| {
        database.commit(&Commit {
            key: EventKey { id, ..EVENT },
            changes: BTreeMap::new(),
            record: Some(record.to_vec()),
            replaces: false,
        })
    };
    record("1", b"one").unwrap();
    is_full.store(true, Ordering::Relaxed);
    record("2", &[7; 100_000]).unwrap_err();
    // The next use opens the file without the disk of this test, which has room.
    record("3", b"three").unwrap();
    for (id, expected) in [("1", Some(&b"one"[..])), ("2", None), ("3", Some(b"three"))] {
        let found = database.committed(EventKey { id, ..EVENT }).unwrap();
        assert_eq!(found.as_deref(), expected, "{id}");
    }
}

#[test]
fn another_file_with_the_name_of_the_state_file_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.redb");
    let database = StateDb::open(&path).unwrap();
    std::fs::rename(&path, folder.path().join("moved")).unwrap();
    drop(StateDb::open(&path).unwrap());
    let failed = StateError::from(redb::Error::PreviousIo);
    database.database.note_failure(&failed);
    let error = database.committed(EVENT).unwrap_err();
    let cause = Error::source(&error).unwrap().to_string();
    assert_eq!(cause, "another file has replaced the state file");
}
