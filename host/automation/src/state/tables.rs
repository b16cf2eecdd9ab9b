//! The tables of the database, and the layout of older files.

use super::split::Split;
use super::{StateError, StateFault};
use redb::{
    Database, ReadableDatabase, ReadableTable, TableDefinition, TableError, WriteTransaction,
};

/// Values by store and key.
pub(super) const ENTRIES: Split<(&str, &str)> = Split::new("keys", "values");
/// Bytes and keys of each store.
pub(super) const SIZES: TableDefinition<&str, (u64, u64)> = TableDefinition::new("sizes");
/// The record of each committed event, by plugin, source and id.
pub(super) const OUTCOMES: Split<(&str, &str, &str)> = Split::new("records", "large-records");
/// Facts about the database itself.
const META: TableDefinition<&str, u64> = TableDefinition::new("meta");
/// The layout of these tables.
const FORMAT: u64 = 2;

/// The tables of format 1, which have large values beside their keys.
const ENTRIES_1: TableDefinition<(&str, &str), &[u8]> = TableDefinition::new("entries");
const OUTCOMES_1: TableDefinition<(&str, &str, &str), &[u8]> = TableDefinition::new("outcomes");

/// Creates the tables that are missing, and brings those of an older file into the layout of this host.
pub(super) fn prepare(database: &Database) -> Result<(), StateError> {
    let write = database.begin_write()?;
    ENTRIES.open(&write)?;
    OUTCOMES.open(&write)?;
    write.open_table(SIZES)?;
    let format = write
        .open_table(META)?
        .insert("format", FORMAT)?
        .map(|found| found.value());
    match format {
        None | Some(FORMAT) => {}
        Some(1) => convert_format_1(&write)?,
        Some(other) => return Err(unknown(other)),
    }
    write.commit()?;
    Ok(())
}

/// Checks that a database has the layout of this host.
pub(super) fn check(database: &Database) -> Result<(), StateError> {
    let read = database.begin_read()?;
    let format = match read.open_table(META) {
        Ok(meta) => meta.get("format")?.map(|found| found.value()),
        Err(TableError::TableDoesNotExist(_)) => None,
        Err(error) => return Err(error.into()),
    };
    match format {
        None => Err(StateError::new(StateFault::NotAStateFile)),
        Some(FORMAT) => Ok(()),
        Some(older) if older < FORMAT => Err(StateError::new(StateFault::OldFormat(older))),
        Some(other) => Err(unknown(other)),
    }
}

fn unknown(format: u64) -> StateError {
    let message =
        format!("the file has format {format}, but this host reads only formats 1 to {FORMAT}");
    StateError::new(message)
}

fn convert_format_1(write: &WriteTransaction) -> Result<(), StateError> {
    let mut entries = ENTRIES.open(write)?;
    for entry in write.open_table(ENTRIES_1)?.iter()? {
        let (key, value) = entry?;
        entries.insert(&key.value(), value.value())?;
    }
    let mut outcomes = OUTCOMES.open(write)?;
    for outcome in write.open_table(OUTCOMES_1)?.iter()? {
        let (key, record) = outcome?;
        outcomes.insert(&key.value(), record.value())?;
    }
    write.delete_table(ENTRIES_1)?;
    write.delete_table(OUTCOMES_1)?;
    Ok(())
}
