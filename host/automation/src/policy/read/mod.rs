//! Reads a policy file. Reports all errors at once, each with its place.

mod connection;
mod plugin;
mod setting;

use super::{Connection, PolicyError, PolicyFile, units};
use crate::limits::{PolicyLimit, Row, Unit};
use guesthouse_diagnostics::Diagnostic;
use guesthouse_diagnostics::toml_file::{self, Section, Text};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

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
        let text = std::fs::read_to_string(path).map_err(|error| unreadable(&error).at(&*name))?;
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

fn unreadable(error: &std::io::Error) -> Diagnostic {
    let message = format!("cannot read the policy: {error}");
    Diagnostic::error("unreadable", message).hint("check the path and its permissions")
}

fn folder(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

fn policy(file: &str, folder: &Path, text: &str) -> Result<PolicyFile, PolicyError> {
    let read = |root: &mut Section| {
        let mut connections = Connections::new();
        for (name, section) in named(root, "connection") {
            let connection = connection::read(&name, section, folder);
            connections.insert(name.text.to_owned(), connection.map(Arc::new));
        }
        let mut digests = HashSet::new();
        let plugins = named(root, "plugin").into_iter().map(|(name, section)| {
            let plugin = plugin::read(section, folder, &connections, &mut digests);
            (name.text.to_owned(), plugin)
        });
        Some(PolicyFile {
            file: file.to_owned(),
            plugins: plugins.collect(),
            connections: connections.into_keys().collect(),
        })
    };
    toml_file::read(file, "the policy", text, read)
        .map_err(|diagnostics| PolicyError { diagnostics })
}

/// Returns the sections `[kind.NAME]`.
fn named<'t>(root: &mut Section<'t>, kind: &'static str) -> Vec<(Text<'t>, Section<'t>)> {
    let Some(all) = root.section(kind) else {
        return Vec::new();
    };
    let entries = all.entries().filter_map(|(name, value)| {
        check_name(&name);
        Some((name, value.section()?))
    });
    entries.collect()
}

/// Reads the limits that a section has.
fn limits<L>(section: &mut Section, rows: impl Iterator<Item = Row<L>>, limits: &mut L) {
    for Row { limit, field } in rows {
        if let Some(number) = number(section, &limit) {
            *field(limits) = number;
        }
    }
}

fn number(section: &mut Section, limit: &PolicyLimit) -> Option<u64> {
    let mut measure = |read: fn(&str) -> Option<u64>, wanted: &str, hint: &str| {
        let text = section.string(limit.key)?;
        let number = read(text.text);
        if number.is_none() {
            invalid(&text, &format!("{wanted} for `{}`", limit.key), hint);
        }
        number
    };
    match limit.unit {
        Unit::Bytes => measure(
            units::size,
            "a valid size",
            "for example, write `128MiB` or `64KiB`",
        ),
        Unit::Milliseconds => measure(
            |text| units::milliseconds(text).filter(|ms| *ms > 0),
            "a valid duration",
            "write at least `1ms`, for example `30s` or `250ms`",
        ),
        Unit::Count => section.number(limit.key),
    }
}

fn invalid(text: &Text, wanted: &str, hint: &str) {
    let message = format!("`{}` is not {wanted}", text.text);
    text.report(Diagnostic::error("invalid-value", message).hint(hint));
}

fn check_name(name: &Text) {
    if !PolicyFile::is_name(name.text) {
        let message = format!("invalid name `{}`", name.text);
        let found = Diagnostic::error("invalid-name", message);
        name.report(found.hint("use 1 to 64 ASCII letters, digits, hyphens, underscores or dots"));
    }
}
