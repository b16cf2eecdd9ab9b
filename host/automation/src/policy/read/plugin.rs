//! `[plugin.NAME]`: what a plugin is bound to, what it may do and consume.

use super::{Connections, check_name, limits};
use crate::limits::Limits;
use crate::policy::connection::FORBIDDEN_METHODS;
use crate::policy::diagnostic::Reporter;
use crate::policy::file::Entry;
use crate::policy::section::{At, Section, string, string_of, table, wrong_type};
use crate::policy::{Digest, HttpGrant, Pattern, Policy, StoreGrant};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;
use toml::de::DeValue;

const STORES: &str = "an array of names or a table";

pub(super) fn read(
    mut s: Section,
    folder: &Path,
    known: &Connections,
    report: &mut Reporter,
) -> Entry {
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
    if let Some(weight) = s.number("weight", report) {
        policy.weight = u32::try_from(weight).unwrap_or(u32::MAX);
    }
    if let Some(mut section) = s.section("limits", report) {
        limits(&mut section, Limits::fields(), &mut policy.limits, report);
        section.finish(report);
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
        let message = format!("`{}` is not a valid digest", text.value);
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
    match value.get_ref() {
        DeValue::Array(names) => {
            for item in names {
                let Some(name) = string_of(item, "stores", STORES, report) else {
                    continue;
                };
                check_name(&name, report);
                stores.insert(name.value.to_owned(), StoreGrant::Private);
            }
        }
        DeValue::Table(table) => {
            for (key, value) in Section::new("stores", table).entries() {
                let Some(shared) = string(value, key.value, report) else {
                    continue;
                };
                check_name(&key, report);
                check_name(&shared, report);
                let shared = StoreGrant::Shared(shared.value.to_owned());
                stores.insert(key.value.to_owned(), shared);
            }
        }
        _ => wrong_type(value, "stores", STORES, report),
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
        let name = format!("{}.{}", section.name, key.value);
        let grant = table(value, name, report).and_then(|s| grant(&key, s, known, report));
        grants.extend(grant.map(|grant| (key.value.to_owned(), grant)));
    }
    grants
}

fn grant(
    name: &At<&str>,
    mut s: Section,
    known: &Connections,
    report: &mut Reporter,
) -> Option<HttpGrant> {
    let given = s.string("connection", report);
    let target = given.as_ref().unwrap_or(name);
    let methods = required(&mut s, "methods", name, "methods = [\"GET\"]", report);
    let paths = required(&mut s, "paths", name, "paths = [\"/\"]", report);
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
        return None;
    };
    let owned = |texts: &[At<&str>]| texts.iter().map(|text| text.value.to_owned()).collect();
    Some(HttpGrant {
        connection: Arc::clone(connection.as_ref()?),
        methods: owned(&methods),
        paths: owned(&paths),
    })
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
        if FORBIDDEN_METHODS.contains(&method.value) {
            let message = format!("`{}` cannot be granted", method.value);
            let hint =
                "it turns the connection into a tunnel, or makes the service repeat credentials";
            report.hinted("invalid-value", &method.at, message, hint);
        } else if method.value.is_empty() || !method.value.bytes().all(|b| b.is_ascii_uppercase()) {
            let message = format!("`{}` is not an HTTP method", method.value);
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
            let message = format!("`{}` is not a path prefix", path.value);
            report.hinted(
                "invalid-value",
                &path.at,
                message,
                "a prefix starts with `/` and has no query",
            );
        }
    }
}
