//! Reading a policy file.

use super::connection::base_url;
use super::diagnostic::Reporter;
use super::file::Entry;
use super::section::{At, Section, string, table};
use super::{
    AddressRange, Connection, Digest, HttpGrant, Pattern, Policy, PolicyError, PolicyFile, Secret,
    StoreGrant, is_name,
};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

type Connections = BTreeMap<String, Arc<Connection>>;

pub(super) fn policy(file: &str, folder: &Path, text: &str) -> Result<PolicyFile, PolicyError> {
    let mut report = Reporter::new(file, text);
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        report.error("not-toml", &error.span().unwrap_or(0..0), error.message());
    }
    if !errors.is_empty() {
        return Err(report.into_error());
    }
    let mut root = Section::new("", root.get_ref());
    let connections = named(&mut root, "connection", &mut report)
        .into_iter()
        .filter_map(|(name, section)| {
            let connection = connection(&name, section, folder, &mut report)?;
            Some((name, Arc::new(connection)))
        })
        .collect::<Connections>();
    let plugins = named(&mut root, "plugin", &mut report)
        .into_iter()
        .map(|(name, section)| (name, plugin(section, folder, &connections, &mut report)))
        .collect();
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
) -> Vec<(String, Section<'t>)> {
    let Some(value) = root.value(kind) else {
        return Vec::new();
    };
    let Some(all) = table(value, kind.to_owned(), report) else {
        return Vec::new();
    };
    let mut sections = Vec::new();
    for (key, value) in all.entries() {
        check_name(&key, report);
        sections.extend(
            table(value, format!("{kind}.{}", key.value), report)
                .map(|section| (key.value.to_owned(), section)),
        );
    }
    sections
}

fn check_name(name: &At<&str>, report: &mut Reporter) {
    if !is_name(name.value) {
        let message = format!("`{}` is no name", name.value);
        report.hinted(
            "invalid-name",
            &name.at,
            message,
            "use 1 to 64 characters of a-z A-Z 0-9 - _ .",
        );
    }
}

fn plugin(mut s: Section, folder: &Path, known: &Connections, report: &mut Reporter) -> Entry {
    let mut policy = Policy::default();
    let path = s.string("file", report).map(|file| folder.join(file.value));
    let digest = s
        .string("digest", report)
        .and_then(|text| digest(&text, report));
    if let Some(on) = s.strings("on", report) {
        policy.on = patterns(&on);
    }
    policy.source = s
        .string("source", report)
        .map(|source| source.value.to_owned());
    policy.emits = patterns(&s.strings("emits", report).unwrap_or_default());
    if let Some(config) = s.section("config", report) {
        policy.config = settings(&config, report);
    }
    if let Some(value) = s.value("stores") {
        policy.stores = stores(value, report);
    }
    if let Some(section) = s.section("connections", report) {
        policy.connections = grants(&section, known, report);
    }
    if let Some(section) = s.section("limits", report) {
        limits(section, &mut policy, report);
    }
    s.finish(report);
    Entry {
        policy,
        path,
        digest,
    }
}

fn digest(text: &At<&str>, report: &mut Reporter) -> Option<Digest> {
    let digest = Digest::parse(text.value);
    if digest.is_none() {
        let message = format!("`{}` is no digest", text.value);
        report.hinted(
            "invalid-value",
            &text.at,
            message,
            "write `sha256:` and 64 hexadecimal digits",
        );
    }
    digest
}

fn patterns(texts: &[At<&str>]) -> Vec<Pattern> {
    texts.iter().map(|text| Pattern::new(text.value)).collect()
}

fn settings(section: &Section, report: &mut Reporter) -> BTreeMap<String, String> {
    section
        .entries()
        .filter_map(|(key, value)| {
            let text = string(value, key.value, report)?;
            Some((key.value.to_owned(), text.value.to_owned()))
        })
        .collect()
}

/// Reads `["counts"]` or `{ counts = "shared-counts" }`.
fn stores(value: &Spanned<DeValue<'_>>, report: &mut Reporter) -> BTreeMap<String, StoreGrant> {
    let mut stores = BTreeMap::new();
    if let Some(array) = value.get_ref().as_array() {
        for item in array {
            if let Some(name) = string(item, "stores", report) {
                check_name(&name, report);
                stores.insert(name.value.to_owned(), StoreGrant::Private);
            }
        }
    } else if let Some(section) = table(value, "stores".to_owned(), report) {
        for (key, value) in section.entries() {
            check_name(&key, report);
            if let Some(shared) = string(value, key.value, report) {
                check_name(&shared, report);
                stores.insert(
                    key.value.to_owned(),
                    StoreGrant::Shared(shared.value.to_owned()),
                );
            }
        }
    }
    stores
}

fn grants(
    section: &Section,
    known: &Connections,
    report: &mut Reporter,
) -> BTreeMap<String, HttpGrant> {
    let mut grants = BTreeMap::new();
    for (key, value) in section.entries() {
        let Some(mut s) = table(value, format!("{}.{}", section.name, key.value), report) else {
            continue;
        };
        let target = s.string("connection", report).unwrap_or(At {
            value: key.value,
            at: key.at.clone(),
        });
        let methods = required(&mut s, "methods", &key, "methods = [\"GET\"]", report);
        let paths = required(&mut s, "paths", &key, "paths = [\"/\"]", report);
        s.finish(report);
        check_rules(&methods, &paths, report);
        let Some(connection) = known.get(target.value) else {
            let names: Vec<&str> = known.keys().map(String::as_str).collect();
            let message = format!("there is no connection `{}`", target.value);
            report.unknown(
                "unknown-connection",
                &target.at,
                message,
                target.value,
                &names,
            );
            continue;
        };
        let owned = |texts: Vec<At<&str>>| {
            texts
                .into_iter()
                .map(|text| text.value.to_owned())
                .collect()
        };
        let connection = Arc::clone(connection);
        let grant = HttpGrant {
            connection,
            methods: owned(methods),
            paths: owned(paths),
        };
        grants.insert(key.value.to_owned(), grant);
    }
    grants
}

fn required<'t>(
    section: &mut Section<'t>,
    name: &'static str,
    owner: &At<&str>,
    example: &str,
    report: &mut Reporter,
) -> Vec<At<&'t str>> {
    if section.value(name).is_none() {
        let message = format!("`{name}` is missing, so nothing would be granted");
        report.hinted(
            "missing-key",
            &owner.at,
            message,
            format!("write for example `{example}`"),
        );
    }
    section.strings(name, report).unwrap_or_default()
}

fn check_rules(methods: &[At<&str>], paths: &[At<&str>], report: &mut Reporter) {
    for method in methods {
        if method.value.is_empty() || !method.value.bytes().all(|b| b.is_ascii_uppercase()) {
            let message = format!("`{}` is no HTTP method", method.value);
            report.hinted(
                "invalid-value",
                &method.at,
                message,
                "write it in capitals, for example `GET`",
            );
        }
    }
    for path in paths {
        if !path.value.starts_with('/') || path.value.contains(['?', '#', '\\']) {
            let message = format!("`{}` is no path prefix", path.value);
            report.hinted(
                "invalid-value",
                &path.at,
                message,
                "a prefix starts with `/` and has no query",
            );
        }
    }
}

fn limits(mut s: Section, policy: &mut Policy, report: &mut Reporter) {
    let limits = &mut policy.limits;
    for (key, target) in [
        ("fuel", &mut limits.fuel),
        ("start_fuel", &mut limits.start_fuel),
        ("tables", &mut limits.tables),
        ("handles", &mut limits.handles),
        ("host_calls", &mut limits.host_calls),
        ("outputs", &mut limits.outputs),
        ("log_lines", &mut limits.log_lines),
        ("store_keys", &mut policy.quota.keys),
    ] {
        *target = s.number(key, report).unwrap_or(*target);
    }
    for (key, target) in [
        ("memory", &mut limits.memory),
        ("call_bytes", &mut limits.call_bytes),
        ("host_bytes", &mut limits.host_bytes),
        ("output_bytes", &mut limits.output_bytes),
        ("log_line_bytes", &mut limits.log_line_bytes),
        ("log_bytes", &mut limits.log_bytes),
        ("store_bytes", &mut policy.quota.bytes),
        ("value_bytes", &mut policy.quota.value_bytes),
    ] {
        *target = s.size(key, report).unwrap_or(*target);
    }
    if let Some(wall) = s.duration("wall", report) {
        limits.wall_ms = u64::try_from(wall.as_millis()).unwrap_or(u64::MAX);
    }
    if let Some(hops) = s.number("hops", report) {
        policy.max_hops = u32::try_from(hops).unwrap_or(u32::MAX);
    }
    s.finish(report);
}

fn connection(
    name: &str,
    mut s: Section,
    folder: &Path,
    report: &mut Reporter,
) -> Option<Connection> {
    let url = s.string("url", report);
    let addresses = s.strings("addresses", report).unwrap_or_default();
    let headers = s
        .section("headers", report)
        .map(|section| headers(&section, folder, report));
    let timeout = s.duration("timeout", report);
    let max_request = s.size("max_request", report);
    let max_response = s.size("max_response", report);
    let ca = s.string("ca", report).map(|file| folder.join(file.value));
    let place = s.entries().next().map_or(0..0, |(key, _)| key.at);
    s.finish(report);
    let Some(url) = url else {
        report.hinted(
            "missing-key",
            &place,
            format!("connection `{name}` has no `url`"),
            "write its base address",
        );
        return None;
    };
    if let Err(message) = base_url(url.value) {
        report.error("invalid-url", &url.at, message);
        return None;
    }
    let mut connection = Connection::new(name, url.value).ok()?;
    connection.addresses = addresses
        .iter()
        .filter_map(|text| range(text, report))
        .collect();
    connection.headers = headers.unwrap_or_default();
    connection.timeout = timeout.unwrap_or(connection.timeout);
    connection.max_request = max_request.unwrap_or(connection.max_request);
    connection.max_response = max_response.unwrap_or(connection.max_response);
    connection.ca = ca;
    Some(connection)
}

fn range(text: &At<&str>, report: &mut Reporter) -> Option<AddressRange> {
    let found = AddressRange::NAMES
        .iter()
        .find(|(name, _)| *name == text.value);
    if found.is_none() {
        let names = AddressRange::NAMES.map(|(name, _)| name);
        let message = format!("`{}` is no range of addresses", text.value);
        report.unknown("invalid-value", &text.at, message, text.value, &names);
    }
    found.map(|(_, range)| *range)
}

/// Reads `{ authorization = "..." }`, `{ authorization = { env = "TOKEN" } }` or `{ file = "..." }`.
fn headers(section: &Section, folder: &Path, report: &mut Reporter) -> BTreeMap<String, Secret> {
    let mut headers = BTreeMap::new();
    for (key, value) in section.entries() {
        if key.value.is_empty() || !key.value.bytes().all(is_header_name) {
            let message = format!("`{}` is no header name", key.value);
            report.hinted("invalid-name", &key.at, message, "write it in lower case");
        }
        let secret = match value.get_ref() {
            DeValue::String(text) => Some(Secret::Value(text.to_string())),
            _ => table(value, key.value.to_owned(), report)
                .and_then(|s| secret(s, &key, folder, report)),
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
