//! Reads `plugin.toml`, the author's file, and reports its mistakes by line and column.

use std::fmt::Display;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use guesthouse_inspect::{Ask, Asked, Diagnostic, Language, Manifest, Place, World, nearest};
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

use crate::{Engine, Error, name, toolchain};

/// The file's name.
pub const FILE: &str = "plugin.toml";

/// The content of `plugin.toml`: the manifest, and options of the build.
#[derive(Clone, Debug)]
pub struct Source {
    /// The manifest to embed in the component.
    pub manifest: Manifest,
    /// The engine of a JavaScript plugin.
    pub engine: Engine,
    /// The source file of a JavaScript plugin, relative to the project.
    pub entry: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Document {
    name: Option<Spanned<String>>,
    #[serde(default = "first_version")]
    version: String,
    #[serde(default)]
    description: String,
    world: Option<Spanned<String>>,
    language: Option<Spanned<String>>,
    build: Option<Spanned<Build>>,
    #[serde(default)]
    asks: Vec<Spanned<Asking>>,
}

const KEYS: [&str; 7] = [
    "name",
    "version",
    "description",
    "world",
    "language",
    "build",
    "asks",
];

#[derive(Deserialize)]
struct Build {
    engine: Option<Spanned<String>>,
    entry: Option<Spanned<PathBuf>>,
}

const BUILD_KEYS: [&str; 2] = ["engine", "entry"];

#[derive(Deserialize)]
struct Asking {
    store: Option<String>,
    connection: Option<String>,
    config: Option<String>,
    why: Option<String>,
}

const ASK_KEYS: [&str; 4] = ["store", "connection", "config", "why"];

fn first_version() -> String {
    "0.1.0".to_owned()
}

/// Reads the manifest of the project in `folder`.
///
/// # Errors
/// Returns [`Error::Findings`] with every mistake in the file, or [`Error::File`] if it cannot be read.
pub fn read(folder: &Path) -> Result<Source, Error> {
    let path = folder.join(FILE);
    if !path.exists() {
        let message = format!("{} has no {FILE}", folder.display());
        let hint = "run the command in the folder of a plugin, or create one: `guesthouse new --lang rust NAME`";
        return Err(Error::finding(
            Diagnostic::error("no-manifest", message).hint(hint),
        ));
    }
    let text = fs::read_to_string(&path).map_err(Error::file("read", &path))?;
    parse(&path.display().to_string(), &text)
}

/// Parses the text of a manifest; `file` is its name in diagnostics.
///
/// # Errors
/// Returns [`Error::Findings`] with every mistake in the text.
pub fn parse(file: &str, text: &str) -> Result<Source, Error> {
    let mut checker = Checker {
        file,
        text,
        findings: Vec::new(),
        misspelt: Vec::new(),
    };
    let read = DeTable::parse(text).and_then(|table| {
        checker.check_keys(table.get_ref());
        toml::from_str(text)
    });
    let source = match read {
        Ok(document) => checker.check(document),
        Err(error) => {
            let message = error.message().trim().replace('\n', ", ");
            checker.find(
                "invalid-manifest",
                error.span().unwrap_or_default(),
                message,
            );
            None
        }
    };
    match source {
        Some(source) if checker.findings.is_empty() => Ok(source),
        _ => Err(Error::Findings(checker.findings)),
    }
}

struct Checker<'a> {
    file: &'a str,
    text: &'a str,
    findings: Vec<Diagnostic>,
    /// Keys that an unknown key resembles. They are not reported as missing.
    misspelt: Vec<&'static str>,
}

impl Checker<'_> {
    /// Reports every key that the manifest does not have.
    fn check_keys(&mut self, table: &DeTable<'_>) {
        let below = |key: &str| table.get(key).map(Spanned::get_ref);
        self.check_table(table, &KEYS);
        if let Some(build) = below("build").and_then(|value| value.as_table()) {
            self.check_table(build, &BUILD_KEYS);
        }
        let asks = below("asks").and_then(|value| value.as_array());
        for ask in asks.into_iter().flat_map(|asks| asks.iter()) {
            if let Some(ask) = ask.get_ref().as_table() {
                self.check_table(ask, &ASK_KEYS);
            }
        }
    }

    fn check_table(&mut self, table: &DeTable<'_>, known: &[&'static str]) {
        for key in table
            .keys()
            .filter(|key| !known.contains(&key.get_ref().as_ref()))
        {
            self.find_unknown("key", key.span(), key.get_ref(), known);
        }
    }

    /// Returns the manifest, unless a required key is missing or wrong.
    fn check(&mut self, document: Document) -> Option<Source> {
        let name = self.require("name", document.name);
        if let Some(name) = &name
            && let Err(why) = name::check(name.get_ref())
        {
            self.find("invalid-name", name.span(), why);
        }
        let world = self
            .require("world", document.world)
            .and_then(|chosen| self.choose(&chosen, &World::ALL, World::name));
        let language = self
            .require("language", document.language)
            .and_then(|chosen| self.choose(&chosen, &Language::ALL, Language::name));
        let asks = document
            .asks
            .into_iter()
            .filter_map(|ask| self.check_ask(ask))
            .collect();
        let (engine, entry) = language
            .map(|language| self.check_build(document.build, language))
            .unwrap_or_default();
        let manifest = Manifest {
            name: name?.into_inner(),
            version: document.version,
            description: document.description,
            world: world?,
            language: language?,
            toolchain: String::new(),
            asks,
        };
        Some(Source {
            manifest,
            engine,
            entry,
        })
    }

    fn require<T>(&mut self, key: &str, value: Option<T>) -> Option<T> {
        self.require_at(key, value, 0)
    }

    /// Reports a missing key of the table that begins at `start`.
    fn require_at<T>(&mut self, key: &str, value: Option<T>, start: usize) -> Option<T> {
        if value.is_none() && !self.misspelt.contains(&key) {
            self.find("missing-key", start..start, format!("missing key `{key}`"));
        }
        value
    }

    /// Returns the value with a name, or reports that there is none.
    fn choose<T: Copy>(
        &mut self,
        chosen: &Spanned<String>,
        all: &[T],
        name: fn(T) -> &'static str,
    ) -> Option<T> {
        let found = all.iter().find(|value| name(**value) == chosen.get_ref());
        if found.is_none() {
            let names: Vec<_> = all.iter().map(|value| name(*value)).collect();
            self.find_unknown("value", chosen.span(), chosen.get_ref(), &names);
        }
        found.copied()
    }

    fn check_ask(&mut self, ask: Spanned<Asking>) -> Option<Ask> {
        let span = ask.span();
        let Asking {
            store,
            connection,
            config,
            why,
        } = ask.into_inner();
        let why = self.require_at("why", why, span.start);
        let mut asked = [
            store.map(Asked::Store),
            connection.map(Asked::Connection),
            config.map(Asked::Config),
        ]
        .into_iter()
        .flatten();
        let (Some(what), None) = (asked.next(), asked.next()) else {
            let message =
                "an entry of `asks` has exactly one of `store`, `connection` and `config`";
            self.find("invalid-ask", span, message);
            return None;
        };
        Some(Ask { what, why: why? })
    }

    fn check_build(
        &mut self,
        build: Option<Spanned<Build>>,
        language: Language,
    ) -> (Engine, Option<PathBuf>) {
        let Some(build) = build else {
            return (Engine::default(), None);
        };
        let span = build.span();
        let engines = toolchain(language).engines();
        if engines.is_empty() {
            let message = format!("language `{}` has no build options", language.name());
            self.find("unknown-key", span, message);
            return (Engine::default(), None);
        }
        let Build { engine, entry } = build.into_inner();
        let engine = engine.and_then(|chosen| self.choose(&chosen, engines, Engine::name));
        let entry = entry.map(|entry| {
            let outside = entry.as_ref().is_absolute() || entry.as_ref().starts_with("..");
            if outside {
                self.find(
                    "invalid-entry",
                    entry.span(),
                    "`entry` must be a path inside the project",
                );
            }
            entry.into_inner()
        });
        (engine.unwrap_or_default(), entry)
    }

    fn find_unknown(&mut self, what: &str, span: Range<usize>, word: &str, known: &[&'static str]) {
        let names: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
        let message = format!(
            "unknown {what} `{word}`, expected one of {}",
            names.join(", ")
        );
        let nearest = nearest(word, known.iter().copied());
        self.misspelt.extend(nearest);
        let hint = nearest.map(|name| format!("did you mean `{name}`?"));
        let code = if what == "key" {
            "unknown-key"
        } else {
            "unknown-value"
        };
        let found = Diagnostic::error(code, message).at(self.place(span));
        self.findings.push(found.maybe_hint(hint));
    }

    fn find(&mut self, code: &'static str, span: Range<usize>, message: impl Display) {
        let found = Diagnostic::error(code, message).at(self.place(span));
        self.findings.push(found);
    }

    fn place(&self, span: Range<usize>) -> Place {
        Place::at_offset(self.file, self.text, span.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
name = "welcome"
world = "plugin"
language = "js"

[build]
engine = "starlingmonkey"
entry = "src/main.ts"

[[asks]]
store = "counts"
why = "remembers how many pushes there were"
"#;

    fn wrong(text: &str) -> String {
        parse("plugin.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn reads_everything() {
        let source = parse("plugin.toml", GOOD).unwrap();
        assert_eq!(source.manifest.version, "0.1.0");
        assert_eq!(source.engine, Engine::Starlingmonkey);
        assert_eq!(source.entry, Some(PathBuf::from("src/main.ts")));
        let why = "remembers how many pushes there were".to_owned();
        assert_eq!(
            source.manifest.asks,
            [Ask {
                what: Asked::Store("counts".to_owned()),
                why
            }]
        );
    }

    #[test]
    fn a_misspelt_key_is_an_error_with_its_place() {
        assert_eq!(
            wrong(&GOOD.replace("world", "wrold")),
            "error[unknown-key]: unknown key `wrold`, expected one of `name`, `version`, \
             `description`, `world`, `language`, `build`, `asks`\n  --> plugin.toml:3:1\n\
             hint: did you mean `world`?"
        );
    }

    #[test]
    fn a_misspelt_value_is_an_error_with_its_place() {
        let shown = wrong(&GOOD.replace("\"js\"", "\"go lang\""));
        assert!(
            shown.starts_with("error[unknown-value]: unknown value `go lang`"),
            "{shown}"
        );
        assert!(shown.contains("--> plugin.toml:4:12"), "{shown}");
    }

    #[test]
    fn every_mistake_is_reported_at_once() {
        let text = GOOD
            .replace("welcome", "Wel come")
            .replace("store =", "store = \"a\"\nconfig =");
        let shown = wrong(&text);
        assert!(shown.contains("error[invalid-name]"), "{shown}");
        assert!(shown.contains("--> plugin.toml:2:8"), "{shown}");
        assert!(shown.contains("error[invalid-ask]"), "{shown}");
    }

    #[test]
    fn only_languages_with_engines_have_build_options() {
        let shown = wrong(&GOOD.replace("\"js\"", "\"rust\""));
        assert!(
            shown.contains("language `rust` has no build options"),
            "{shown}"
        );
    }

    #[test]
    fn every_missing_key_is_named() {
        let shown = wrong("name = \"a\"\n[[asks]]\nstore = \"b\"\n");
        for (key, place) in [("world", "1:1"), ("language", "1:1"), ("why", "2:1")] {
            let expected =
                format!("error[missing-key]: missing key `{key}`\n  --> plugin.toml:{place}");
            assert!(shown.contains(&expected), "{shown}");
        }
    }

    #[test]
    fn unknown_keys_of_every_table_are_reported_at_once() {
        let text = GOOD.replace("entry", "entri").replace("why", "wy");
        let shown = wrong(&text);
        assert!(shown.contains("unknown key `entri`"), "{shown}");
        assert!(shown.contains("unknown key `wy`"), "{shown}");
    }
}
