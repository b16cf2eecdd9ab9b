//! `[plugin.NAME]`: what a plugin is bound to, what it may do and consume.

use super::{Connections, check_name, invalid, limits};
use crate::limits::Limits;
use crate::policy::connection::FORBIDDEN_METHODS;
use crate::policy::file::Entry;
use crate::policy::{Digest, HttpGrant, Pattern, Policy, StoreGrant};
use guesthouse_diagnostics::Diagnostic;
use guesthouse_diagnostics::toml_file::{Section, Text, Value};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use toml::de::DeValue;

const STORES: &str = "an array of names or a table";

pub(super) fn read(mut s: Section, folder: &Path, known: &Connections) -> Entry {
    let mut policy = Policy::default();
    let path = s.string("file").map(|file| folder.join(file.text));
    let digest = s.string("digest").and_then(|text| digest(&text));
    if let Some(on) = s.strings("on") {
        policy.on = patterns(&on);
    }
    policy.source = s.string("source").map(|source| source.text.to_owned());
    policy.emits = patterns(&s.strings("emits").unwrap_or_default());
    if let Some(config) = s.section("config") {
        policy.config = settings(&config);
    }
    if let Some(value) = s.value("stores") {
        policy.stores = stores(&value);
    }
    if let Some(section) = s.section("connections") {
        policy.connections = grants(&section, known);
    }
    if let Some(weight) = s.number("weight") {
        policy.weight = u32::try_from(weight).unwrap_or(u32::MAX);
    }
    if let Some(mut section) = s.section("limits") {
        limits(&mut section, Limits::fields(), &mut policy.limits);
        section.finish();
    }
    s.finish();
    Entry {
        policy,
        path,
        digest,
    }
}

fn digest(text: &Text) -> Option<Digest> {
    let digest = Digest::parse(text.text);
    if digest.is_none() {
        let hint = "write `sha256:` and 64 hexadecimal digits";
        invalid(text, "a valid digest", hint);
    }
    digest
}

fn patterns(texts: &[Text]) -> Vec<Pattern> {
    texts.iter().map(|text| Pattern::new(text.text)).collect()
}

fn settings(section: &Section) -> BTreeMap<String, String> {
    let setting = |(key, value): (Text, Value)| {
        let text = value.string()?.text;
        Some((key.text.to_owned(), text.to_owned()))
    };
    section.entries().filter_map(setting).collect()
}

/// Reads `["counts"]` or `{ counts = "shared-counts" }`.
fn stores(value: &Value) -> BTreeMap<String, StoreGrant> {
    let mut stores = BTreeMap::new();
    if let DeValue::Table(_) = value.get() {
        let table = value.section();
        for (key, value) in table.iter().flat_map(Section::entries) {
            let Some(shared) = value.string() else {
                continue;
            };
            check_name(&key);
            check_name(&shared);
            let shared = StoreGrant::Shared(shared.text.to_owned());
            stores.insert(key.text.to_owned(), shared);
        }
    } else {
        for name in value.strings(STORES).into_iter().flatten() {
            check_name(&name);
            stores.insert(name.text.to_owned(), StoreGrant::Private);
        }
    }
    stores
}

fn grants(section: &Section, known: &Connections) -> BTreeMap<String, HttpGrant> {
    let grant = |(key, value): (Text, Value)| {
        let grant = grant(&key, value.section()?, known)?;
        Some((key.text.to_owned(), grant))
    };
    section.entries().filter_map(grant).collect()
}

fn grant(name: &Text, mut s: Section, known: &Connections) -> Option<HttpGrant> {
    let given = s.string("connection");
    let target = given.as_ref().unwrap_or(name);
    let methods = required(&mut s, "methods", name, "methods = [\"GET\"]");
    let paths = required(&mut s, "paths", name, "paths = [\"/\"]");
    s.finish();
    methods.iter().for_each(check_method);
    paths.iter().for_each(check_path);
    let Some(connection) = known.get(target.text) else {
        let names: Vec<&str> = known.keys().map(String::as_str).collect();
        let message = format!("the policy has no connection `{}`", target.text);
        if names.is_empty() {
            let hint = format!("define it with `[connection.{}]`", target.text);
            target.report(Diagnostic::error("unknown-connection", message).hint(hint));
        } else {
            target.report_unknown("unknown-connection", message, &names);
        }
        return None;
    };
    let owned = |texts: &[Text]| texts.iter().map(|text| text.text.to_owned()).collect();
    Some(HttpGrant {
        connection: Arc::clone(connection.as_ref()?),
        methods: owned(&methods),
        paths: owned(&paths),
    })
}

fn required<'t>(
    section: &mut Section<'t>,
    name: &'static str,
    owner: &Text,
    example: &str,
) -> Vec<Text<'t>> {
    if section.value(name).is_none() {
        let message = format!(
            "missing key `{name}`: without it, `{}` grants nothing",
            owner.text
        );
        let found = Diagnostic::error("missing-key", message);
        let hint = format!("for example, write `{example}`");
        section.report_missing(name, owner, found.hint(hint));
    }
    section.strings(name).unwrap_or_default()
}

fn check_method(method: &Text) {
    if FORBIDDEN_METHODS.contains(&method.text) {
        let message = format!("the method `{}` cannot be granted", method.text);
        let hint = "remove it: the method can open a tunnel or reveal credentials";
        method.report(Diagnostic::error("invalid-value", message).hint(hint));
    } else if method.text.is_empty() || !method.text.bytes().all(|b| b.is_ascii_uppercase()) {
        let hint = "write the method in capital letters, for example `GET`";
        invalid(method, "a valid HTTP method", hint);
    }
}

fn check_path(path: &Text) {
    if !path.text.starts_with('/') || path.text.contains(['?', '#', '\\']) {
        let hint = "start the prefix with `/`, and leave out query and fragment";
        invalid(path, "a valid path prefix", hint);
    }
}
