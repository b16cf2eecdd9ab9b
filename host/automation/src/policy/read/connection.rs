//! `[connection.NAME]`: an HTTP service, its limits and its credentials.

use crate::limits::ConnectionLimits;
use crate::policy::connection::base_url;
use crate::policy::{AddressRange, Connection, Secret};
use crate::redact::is_secret;
use guesthouse_diagnostics::Diagnostic;
use guesthouse_diagnostics::toml_file::{Section, Text, Value};
use std::collections::BTreeMap;
use std::path::Path;
use toml::de::DeValue;

pub(super) fn read(name: &Text, mut s: Section, folder: &Path) -> Option<Connection> {
    if s.value("url").is_none() {
        let message = format!("the connection `{}` has no `url`", name.text);
        let found = Diagnostic::error("missing-key", message);
        s.report_missing(
            "url",
            name,
            found.hint("for example, write `url = \"https://example.com\"`"),
        );
    }
    let url = s.string("url");
    let addresses = s.strings("addresses").unwrap_or_default();
    let headers = s
        .section("headers")
        .map(|section| headers(&section, folder));
    let request_headers = s.strings("request_headers");
    request_headers.iter().flatten().for_each(check_header_name);
    let mut limits = ConnectionLimits::default();
    super::limits(&mut s, ConnectionLimits::own_fields(), &mut limits);
    let ca = s.string("ca").map(|file| folder.join(file.text));
    s.finish();
    let url = url?;
    if let Err(found) = base_url(url.text) {
        url.report(found);
        return None;
    }
    let mut connection = Connection::new(name.text, url.text).ok()?;
    connection.addresses = addresses.iter().filter_map(range).collect();
    connection.headers = headers.unwrap_or_default();
    let owned = |names: Vec<Text>| names.iter().map(|name| name.text.to_owned()).collect();
    connection.request_headers = request_headers.map(owned);
    connection.limits = limits;
    connection.ca = ca;
    Some(connection)
}

fn range(text: &Text) -> Option<AddressRange> {
    let mut all = AddressRange::NAMES.iter();
    let found = all.find(|(name, _)| *name == text.text);
    if found.is_none() {
        let names = AddressRange::NAMES.map(|(name, _)| name);
        let message = format!("`{}` is not a valid address range", text.text);
        text.report_unknown("invalid-value", message, &names);
    }
    found.map(|(_, range)| *range)
}

/// Reads `{ authorization = "..." }`, `{ authorization = { env = "TOKEN" } }` or `{ file = "..." }`.
fn headers(section: &Section, folder: &Path) -> BTreeMap<String, Secret> {
    let mut headers = BTreeMap::new();
    for (key, value) in section.entries() {
        check_header_name(&key);
        let secret = match value.get() {
            DeValue::String(text) => Some(literal(&key, &value, text)),
            DeValue::Table(_) => value.section().and_then(|s| secret(s, &key, folder)),
            // The message does not quote the value: it may be the secret, written without quotes.
            _ => {
                let message = format!("`{}` must be a string or a table", key.text);
                let found = Diagnostic::error("wrong-type", message);
                value.report(found.hint(secret_example(&key)));
                None
            }
        };
        headers.extend(secret.map(|secret| (key.text.to_owned(), secret)));
    }
    headers
}

fn literal(key: &Text, value: &Value, text: &str) -> Secret {
    let secret = Secret::Value(text.to_owned());
    if text.trim().is_empty() && is_secret(key.text, &secret) {
        let message = format!("the value of the header `{}` is empty", key.text);
        let found = Diagnostic::error("invalid-value", message);
        value.report(found.hint(secret_example(key)));
    }
    secret
}

fn check_header_name(name: &Text) {
    if name.text.is_empty() || !name.text.bytes().all(is_header_name) {
        let message = format!("`{}` is not a valid header name", name.text);
        let found = Diagnostic::error("invalid-name", message);
        let hint = "use lower-case letters, digits and hyphens, for example `x-api-key`";
        name.report(found.hint(hint));
    }
}

fn secret(mut s: Section, owner: &Text, folder: &Path) -> Option<Secret> {
    let env = s
        .string("env")
        .map(|name| Secret::Env(name.text.to_owned()));
    let file = s
        .string("file")
        .map(|path| Secret::File(folder.join(path.text)));
    s.finish();
    if env.is_some() == file.is_some() {
        let message = format!("`{}` must have exactly one of `env` and `file`", owner.text);
        let found = Diagnostic::error("invalid-value", message);
        owner.report(found.hint(secret_example(owner)));
    }
    env.or(file)
}

fn secret_example(header: &Text) -> String {
    format!(
        "for example, write `{} = {{ env = \"TOKEN\" }}`",
        header.text
    )
}

fn is_header_name(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
