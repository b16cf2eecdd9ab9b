//! `[connection.NAME]`: an upstream service, its limits and its credentials.

use crate::limits::ConnectionLimits;
use crate::policy::connection::base_url;
use crate::policy::diagnostic::Reporter;
use crate::policy::section::{At, Section, table};
use crate::policy::{AddressRange, Connection, Secret};
use std::collections::BTreeMap;
use std::path::Path;
use toml::de::DeValue;

pub(super) fn read(
    name: &At<&str>,
    mut s: Section,
    folder: &Path,
    report: &mut Reporter,
) -> Option<Connection> {
    if s.value("url").is_none() {
        let message = format!("connection `{}` has no `url`", name.value);
        report.hinted("missing-key", &name.at, message, "write its base address");
    }
    let url = s.string("url", report);
    let addresses = s.strings("addresses", report).unwrap_or_default();
    let headers = s
        .section("headers", report)
        .map(|section| headers(&section, folder, report));
    let mut limits = ConnectionLimits::default();
    let rows = ConnectionLimits::ROWS.iter().copied();
    super::limits(&mut s, rows, &mut limits, report);
    let ca = s.string("ca", report).map(|file| folder.join(file.value));
    s.finish(report);
    let url = url?;
    if let Err(message) = base_url(url.value) {
        report.error("invalid-url", &url.at, message);
        return None;
    }
    let mut connection = Connection::new(name.value, url.value).ok()?;
    connection.addresses = addresses
        .iter()
        .filter_map(|text| range(text, report))
        .collect();
    connection.headers = headers.unwrap_or_default();
    connection.limits = limits;
    connection.ca = ca;
    Some(connection)
}

fn range(text: &At<&str>, report: &mut Reporter) -> Option<AddressRange> {
    let found = AddressRange::NAMES
        .iter()
        .find(|(name, _)| *name == text.value);
    if found.is_none() {
        let names = AddressRange::NAMES.map(|(name, _)| name);
        let message = format!("`{}` is not a range of addresses", text.value);
        report.unknown("invalid-value", &text.at, message, text.value, &names);
    }
    found.map(|(_, range)| *range)
}

/// Reads `{ authorization = "..." }`, `{ authorization = { env = "TOKEN" } }` or `{ file = "..." }`.
fn headers(section: &Section, folder: &Path, report: &mut Reporter) -> BTreeMap<String, Secret> {
    let mut headers = BTreeMap::new();
    for (key, value) in section.entries() {
        if key.value.is_empty() || !key.value.bytes().all(is_header_name) {
            let message = format!("`{}` is not a valid header name", key.value);
            report.hinted("invalid-name", &key.at, message, "write it in lower case");
        }
        let secret = match value.get_ref() {
            DeValue::String(text) => Some(Secret::Value(text.to_string())),
            DeValue::Table(_) => table(value, key.value.to_owned(), report)
                .and_then(|s| secret(s, &key, folder, report)),
            // The message does not quote the value: it may be the secret, written without quotes.
            _ => {
                let message = format!("`{}` must be a string or a table", key.value);
                report.error("wrong-type", &value.span(), message);
                None
            }
        };
        headers.extend(secret.map(|secret| (key.value.to_owned(), secret)));
    }
    headers
}

fn secret(
    mut s: Section,
    owner: &At<&str>,
    folder: &Path,
    report: &mut Reporter,
) -> Option<Secret> {
    let env = s
        .string("env", report)
        .map(|name| Secret::Env(name.value.to_owned()));
    let file = s
        .string("file", report)
        .map(|path| Secret::File(folder.join(path.value)));
    s.finish(report);
    if env.is_some() == file.is_some() {
        let message = format!("`{}` needs one of `env` and `file`", owner.value);
        report.error("invalid-value", &owner.at, message);
    }
    env.or(file)
}

fn is_header_name(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
