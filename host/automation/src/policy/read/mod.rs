//! Reads a policy file. Reports all errors at once, each with its place.

mod connection;
mod plugin;

use super::diagnostic::Reporter;
use super::section::{At, Section, table};
use super::{Connection, PolicyError, PolicyFile, is_name};
use crate::limits::{Row, Unit};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use toml::de::DeTable;

/// Connections by name; `None` for a connection with a reported error.
type Connections = BTreeMap<String, Option<Arc<Connection>>>;

impl PolicyFile {
    /// Reads a policy file.
    ///
    /// # Errors
    /// If the file cannot be read, is not TOML, or has unknown keys or invalid values. The error has
    /// all problems.
    pub fn read(path: &Path) -> Result<Self, PolicyError> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| PolicyError::whole("unreadable", &name, error.to_string(), None))?;
        policy(&name, folder(path), &text)
    }

    /// Reads a policy from text. `name` is the file in diagnostics; relative paths in the text start
    /// at its folder.
    ///
    /// # Errors
    /// As [`PolicyFile::read`].
    pub fn parse(name: &str, text: &str) -> Result<Self, PolicyError> {
        policy(name, folder(Path::new(name)), text)
    }
}

fn folder(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

fn policy(file: &str, folder: &Path, text: &str) -> Result<PolicyFile, PolicyError> {
    let mut report = Reporter::new(file, text);
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        report.error("not-toml", &error.span().unwrap_or(0..0), error.message());
    }
    if !errors.is_empty() {
        return Err(report.into_error());
    }
    let mut root = Section::new("", root.get_ref());
    let mut connections = Connections::new();
    for (name, section) in named(&mut root, "connection", &mut report) {
        let connection = connection::read(&name, section, folder, &mut report);
        connections.insert(name.value.to_owned(), connection.map(Arc::new));
    }
    let mut plugins = BTreeMap::new();
    for (name, section) in named(&mut root, "plugin", &mut report) {
        let plugin = plugin::read(section, folder, &connections, &mut report);
        plugins.insert(name.value.to_owned(), plugin);
    }
    root.finish(&mut report);
    if !report.is_empty() {
        return Err(report.into_error());
    }
    let connections = connections.into_keys().collect();
    Ok(PolicyFile {
        file: file.to_owned(),
        plugins,
        connections,
    })
}

/// Returns the sections `[kind.NAME]`.
fn named<'t>(
    root: &mut Section<'t>,
    kind: &'static str,
    report: &mut Reporter,
) -> Vec<(At<&'t str>, Section<'t>)> {
    let Some(value) = root.value(kind) else {
        return Vec::new();
    };
    let Some(all) = table(value, kind.to_owned(), report) else {
        return Vec::new();
    };
    let mut sections = Vec::new();
    for (key, value) in all.entries() {
        check_name(&key, report);
        let section = table(value, format!("{kind}.{}", key.value), report);
        sections.extend(section.map(|section| (key, section)));
    }
    sections
}

/// Reads the limits that a section has.
fn limits<L>(
    section: &mut Section,
    rows: impl Iterator<Item = Row<L>>,
    limits: &mut L,
    report: &mut Reporter,
) {
    for Row { limit, field } in rows {
        let number = match limit.unit {
            Unit::Count => section.number(limit.key, report),
            Unit::Bytes => section.size(limit.key, report),
            Unit::Milliseconds => section.milliseconds(limit.key, report),
        };
        if let Some(number) = number {
            *field(limits) = number;
        }
    }
}

fn check_name(name: &At<&str>, report: &mut Reporter) {
    if !is_name(name.value) {
        let message = format!("invalid name `{}`", name.value);
        report.hinted(
            "invalid-name",
            &name.at,
            message,
            "use 1 to 64 characters of a-z A-Z 0-9 - _ .",
        );
    }
}
