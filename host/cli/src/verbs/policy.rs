//! `guesthouse policy`: drafts the policy of plugins from what they ask for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;
use guesthouse::PolicyFile;
use guesthouse_diagnostics::Diagnostic;
use guesthouse_inspect::{Against, Ask, Asked, Manifest};
use serde_json::json;

use super::check;
use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Kind, Result};
use crate::stdout;
use crate::verbs::{at_file, path, printable, source};

const HEAD: &str = "\
# A draft, made from what the plugins ask for. Review each line before you use it: everything that it
# does not grant is denied. docs/reference/policy.md explains the keys.
";

/// Draft the policy of plugins from what they ask for
///
/// Writes it to standard output. It grants the stores and the connections that the manifests of the
/// plugins ask for, with the reasons of their authors. The operator sets the addresses of connections,
/// narrows the grants, and adds settings and credentials.
#[derive(Args)]
pub(crate) struct Draft {
    /// Plugins: components, or folders of projects, which are built if they changed
    #[arg(required = true, value_name = "PLUGIN")]
    plugins: Vec<PathBuf>,
}

/// A plugin that the policy is for.
struct Asking {
    name: String,
    file: String,
    asks: Vec<Ask>,
}

impl Asking {
    /// Returns the names of one kind that the plugin asks for, with the reasons.
    fn names(&self, is_kind: fn(&Asked) -> bool) -> BTreeMap<&str, &str> {
        let mut names = BTreeMap::new();
        for ask in self.asks.iter().filter(|ask| is_kind(&ask.what)) {
            let (_, name) = ask.what.kind_and_name();
            names.entry(name).or_insert(ask.why.as_str());
        }
        names
    }

    fn connections(&self) -> BTreeMap<&str, &str> {
        self.names(|it| matches!(it, Asked::Connection(_)))
    }
}

impl Draft {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        let mut plugins = BTreeMap::new();
        for plugin in &self.plugins {
            let file = source::plugin(plugin, console)?;
            let asking = asking(&file, console)?;
            if let Some(other) = plugins.insert(asking.name.clone(), asking) {
                return Err(same_name(&other));
            }
        }
        let policy = write(plugins.values());
        match console.format {
            Format::Json => stdout::json(&json!({ "policy": policy })),
            Format::Text => stdout::print(&policy),
        }
    }
}

/// Reads what a plugin asks for, as `guesthouse check` does.
fn asking(file: &Path, console: &Console) -> Result<Asking> {
    let bytes = check::read(file)?;
    let mut report = check::confined(&bytes, &Against::Automation(None))?;
    at_file(&mut report.diagnostics, file);
    if !report.is_plugin() {
        return Err(Error::new(Kind::Failed, report.diagnostics));
    }
    let manifest = report.component.and_then(|it| it.manifest);
    let stem = || {
        file.file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let name = manifest.as_ref().map(|it| it.name.clone());
    let name = name
        .filter(|it| PolicyFile::is_name(it))
        .unwrap_or_else(stem);
    if !PolicyFile::is_name(&name) {
        let message = format!("`{}` is not a valid name of a plugin", printable(&name));
        let found = Diagnostic::error("invalid-name", message).at(path(file));
        return Err(Error::usage(found.hint(
            "give the file a name of at most 64 ASCII letters, digits, hyphens, underscores or dots",
        )));
    }
    let Some(text) = file.to_str() else {
        let message = format!("the path `{}` is not valid UTF-8", path(file));
        let hint = "rename the file or its folder, because a policy is text in UTF-8";
        return Err(Error::usage(
            Diagnostic::error("path-not-utf8", message).hint(hint),
        ));
    };
    if manifest.is_none() {
        let message = "the component has no manifest, so what it asks for is not known";
        console.report(&Diagnostic::warning("asks-unknown", message).at(path(file)));
    }
    Ok(Asking {
        name,
        file: text.to_owned(),
        asks: asks(manifest, file, console),
    })
}

/// Returns the asks whose names a policy can have.
fn asks(manifest: Option<Manifest>, file: &Path, console: &Console) -> Vec<Ask> {
    let mut asks = manifest.map(|it| it.asks).unwrap_or_default();
    asks.retain(|ask| {
        let (Asked::Store(name) | Asked::Connection(name)) = &ask.what else {
            return true;
        };
        if !PolicyFile::is_name(name) {
            let message = format!(
                "the plugin asks for `{}`, which is not a valid name",
                printable(name)
            );
            console.report(&Diagnostic::warning("invalid-name", message).at(path(file)));
        }
        PolicyFile::is_name(name)
    });
    asks
}

fn same_name(plugin: &Asking) -> Error {
    let message = format!("two plugins have the name `{}`", plugin.name);
    let found = Diagnostic::error("same-plugin", message);
    Error::usage(found.hint("draft a policy for each, and give one of them another name there"))
}

fn write<'a>(plugins: impl Iterator<Item = &'a Asking>) -> String {
    let mut text = HEAD.to_owned();
    let mut connections = BTreeSet::new();
    for plugin in plugins {
        text += &table(plugin);
        connections.extend(plugin.connections().into_keys());
    }
    for name in connections {
        text += &format!(
            "\n[connection.{}]\nurl = \"https://{name}.example\"\n",
            key(name)
        );
    }
    text
}

/// The table of one plugin.
fn table(plugin: &Asking) -> String {
    let mut text = format!(
        "\n[plugin.{}]\nfile = {}\non = [\"*\"]\n",
        key(&plugin.name),
        toml::Value::from(plugin.file.as_str())
    );
    let stores = plugin.names(|it| matches!(it, Asked::Store(_)));
    let connections = plugin.connections();
    let settings = plugin.names(|it| matches!(it, Asked::Config(_)));
    text += &reasons("store", &stores);
    if !stores.is_empty() {
        let names = stores.keys().map(|name| format!("\"{name}\""));
        text += &format!("stores = [{}]\n", names.collect::<Vec<_>>().join(", "));
    }
    text += &reasons("connection", &connections);
    if !connections.is_empty() {
        let grant = |name| format!("{} = {{ methods = [\"GET\"], paths = [\"/\"] }}", key(name));
        let grants = connections.keys().copied().map(grant);
        text += &format!(
            "connections = {{ {} }}\n",
            grants.collect::<Vec<_>>().join(", ")
        );
    }
    text += &reasons("setting", &settings);
    if !settings.is_empty() {
        let keys = settings.keys().map(|name| format!("{} = \"\"", key(name)));
        text += &format!("# config = {{ {} }}\n", keys.collect::<Vec<_>>().join(", "));
    }
    text
}

/// The reasons of the author. They are untrusted text in comments.
fn reasons(kind: &str, asks: &BTreeMap<&str, &str>) -> String {
    let line = |(name, why): (&&str, &&str)| {
        format!("# The {kind} `{}`: {}\n", printable(name), printable(why))
    };
    asks.iter().map(line).collect()
}

/// A key of TOML.
fn key(name: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if !name.is_empty() && name.bytes().all(is_bare) {
        return name.to_owned();
    }
    // A string of JSON without control characters is one of TOML, on one line.
    json!(printable(name)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_a_policy() {
        let ask = |what, why: &str| Ask {
            what,
            why: why.to_owned(),
        };
        let plugin = Asking {
            name: "a.b".to_owned(),
            file: "odd \"name\".wasm".to_owned(),
            asks: vec![
                ask(Asked::Store("counts".to_owned()), "counts\n[plugin.x]"),
                ask(Asked::Connection("shop.api".to_owned()), "looks up"),
                ask(Asked::Connection("shop.api".to_owned()), "twice"),
                ask(Asked::Config("a = 1\nb".to_owned()), "a setting"),
            ],
        };
        let draft = write([&plugin].into_iter());
        let read = PolicyFile::parse("draft.toml", &draft);
        assert!(read.is_ok(), "{draft}\n{:?}", read.err());
        assert!(draft.contains("stores = [\"counts\"]"), "{draft}");
        assert_eq!(
            draft.matches("[connection.\"shop.api\"]").count(),
            1,
            "{draft}"
        );
        assert_eq!(draft.matches("looks up").count(), 1, "{draft}");
    }
}
