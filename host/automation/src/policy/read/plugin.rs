//! `[plugin.NAME]`: what a plugin is bound to, what it may do and consume.

use super::{Connections, check_name, invalid, limits, setting};
use crate::http::check_path;
use crate::limits::Limits;
use crate::policy::connection::FORBIDDEN_METHODS;
use crate::policy::file::Entry;
use crate::policy::{Digest, HttpGrant, Pattern, Policy, ReusedIds, StoreGrant, check_source};
use guesthouse_diagnostics::Diagnostic;
use guesthouse_diagnostics::toml_file::{Section, Text, Value};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use toml::de::DeValue;

const STORES: &str = "an array of names or a table";

pub(super) fn read(
    mut s: Section,
    folder: &Path,
    known: &Connections,
    digests: &mut HashSet<Digest>,
) -> Entry {
    let mut policy = Policy::default();
    let path = s.string("file").map(|file| folder.join(file.text));
    policy.digest = s.string("digest").and_then(|text| digest(&text, digests));
    if let Some(on) = s.strings("on") {
        policy.on = patterns(&on);
    }
    policy.source = s.string("source").map(|text| source(&text));
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
    if let Some(weight) = weight(&mut s) {
        policy.weight = weight;
    }
    if let Some(text) = s.string("reused_ids") {
        policy.reused_ids = reused_ids(&text);
    }
    if let Some(mut section) = s.section("limits") {
        limits(&mut section, Limits::fields(), &mut policy.limits);
        section.finish();
    }
    s.finish();
    Entry { policy, path }
}

/// Reads a digest, which no other plugin of the policy may have: it selects the plugin.
fn digest(text: &Text, digests: &mut HashSet<Digest>) -> Option<Digest> {
    let Some(digest) = Digest::parse(text.text) else {
        let hint = "write `sha256:` and 64 hexadecimal digits";
        invalid(text, "a valid digest", hint);
        return None;
    };
    if !digests.insert(digest) {
        let message = "another plugin of the policy has the same digest";
        let hint = "give one of the plugins a `file` instead, and choose it with `--plugin NAME`";
        text.report(Diagnostic::error("duplicate-digest", message).hint(hint));
    }
    Some(digest)
}

fn source(text: &Text) -> String {
    if let Err(found) = check_source(text.text) {
        text.report(found);
    }
    text.text.to_owned()
}

fn reused_ids(text: &Text) -> ReusedIds {
    match text.text {
        "warn" => ReusedIds::Warn,
        "reject" => ReusedIds::Reject,
        other => {
            let message = format!("`{other}` is not a valid value of `reused_ids`");
            text.report_unknown("invalid-value", message, &["warn", "reject"]);
            ReusedIds::default()
        }
    }
}

fn weight(section: &mut Section) -> Option<u32> {
    let number = section.number("weight")?;
    let weight = u32::try_from(number).ok().filter(|weight| *weight > 0);
    if weight.is_none() {
        let message = format!("`weight` must be 1 to {}, not {number}", u32::MAX);
        let found = Diagnostic::error("invalid-value", message);
        if let Some(value) = section.value("weight") {
            value.report(found.hint("for example, write `weight = 1`"));
        }
    }
    weight
}

fn patterns(texts: &[Text]) -> Vec<Pattern> {
    texts.iter().map(|text| Pattern::new(text.text)).collect()
}

fn settings(section: &Section) -> BTreeMap<String, String> {
    let setting = |(key, value): (Text, Value)| {
        let text = value.string_or(|| setting::hint(&key, &value))?.text;
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
    paths.iter().for_each(check_prefix);
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
    let texts = section.strings(name).unwrap_or_default();
    if let Some(value) = section.value(name)
        && value.get().as_array().is_some_and(|array| array.is_empty())
    {
        let message = format!("`{name}` is empty: `{}` grants nothing", owner.text);
        let found = Diagnostic::error("invalid-value", message);
        value.report(found.hint(format!("for example, write `{example}`")));
    }
    texts
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

/// Reports a prefix that no path of a request can have.
fn check_prefix(prefix: &Text) {
    let hint = match check_path(prefix.text) {
        Err(reason) => format!("no request can have it: it {reason}"),
        Ok(()) if prefix.text.contains('?') => {
            "leave out the query: a prefix covers every query".to_owned()
        }
        Ok(()) if prefix.text.contains('*') => {
            "leave out `*`: a prefix covers everything below it".to_owned()
        }
        Ok(()) => return,
    };
    invalid(prefix, "a valid path prefix", &hint);
}
