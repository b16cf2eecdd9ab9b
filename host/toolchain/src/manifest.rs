//! Reads `plugin.toml`, the author's file, and reports its mistakes by line and column.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use guesthouse_inspect::{Ask, Asked, Diagnostic, Language, Manifest, Place, World, nearest};
use serde::Deserialize;
use toml::Spanned;

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
#[serde(deny_unknown_fields)]
struct Document {
    name: Spanned<String>,
    #[serde(default = "first_version")]
    version: String,
    #[serde(default)]
    description: String,
    world: World,
    language: Language,
    #[serde(default)]
    build: Option<Spanned<Build>>,
    #[serde(default)]
    asks: Vec<Spanned<Asking>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Build {
    engine: Option<Engine>,
    entry: Option<Spanned<PathBuf>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asking {
    store: Option<String>,
    connection: Option<String>,
    config: Option<String>,
    why: String,
}

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
    let document: Document =
        toml::from_str(text).map_err(|error| Error::finding(syntax_finding(file, text, &error)))?;
    let mut checker = Checker {
        file,
        text,
        findings: Vec::new(),
    };
    let source = checker.check(document);
    if checker.findings.is_empty() {
        Ok(source)
    } else {
        Err(Error::Findings(checker.findings))
    }
}

struct Checker<'a> {
    file: &'a str,
    text: &'a str,
    findings: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn check(&mut self, document: Document) -> Source {
        if let Err(why) = name::check(document.name.as_ref()) {
            self.find("invalid-name", document.name.span(), why);
        }
        let asks = document
            .asks
            .into_iter()
            .filter_map(|ask| self.check_ask(ask))
            .collect();
        let (engine, entry) = self.check_build(document.build, document.language);
        let manifest = Manifest {
            name: document.name.into_inner(),
            version: document.version,
            description: document.description,
            world: document.world,
            language: document.language,
            toolchain: String::new(),
            asks,
        };
        Source {
            manifest,
            engine,
            entry,
        }
    }

    fn check_ask(&mut self, ask: Spanned<Asking>) -> Option<Ask> {
        let span = ask.span();
        let Asking {
            store,
            connection,
            config,
            why,
        } = ask.into_inner();
        let mut asked = [
            store.map(Asked::Store),
            connection.map(Asked::Connection),
            config.map(Asked::Config),
        ]
        .into_iter()
        .flatten();
        match (asked.next(), asked.next()) {
            (Some(what), None) => Some(Ask { what, why }),
            _ => {
                let message =
                    "an entry of `asks` has exactly one of `store`, `connection` and `config`";
                self.find("invalid-ask", span, message);
                None
            }
        }
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
        if toolchain(language).engines().is_empty() {
            let message = format!("language `{}` has no build options", language.name());
            self.find("unknown-key", span, message);
            return (Engine::default(), None);
        }
        let Build { engine, entry } = build.into_inner();
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

    fn find(&mut self, code: &'static str, span: Range<usize>, message: impl Into<String>) {
        let place = Place::at_offset(self.file, self.text, span.start);
        self.findings
            .push(Diagnostic::error(code, message).at(place));
    }
}

fn syntax_finding(file: &str, text: &str, error: &toml::de::Error) -> Diagnostic {
    let message = error.message().trim().replace('\n', ", ");
    let place = Place::at_offset(file, text, error.span().map_or(0, |span| span.start));
    let (code, hint) = match message.split_once(", expected") {
        Some((unknown, expected)) if unknown.starts_with("unknown ") => {
            let word = quoted(unknown).next().unwrap_or_default();
            let known: Vec<_> = quoted(expected).collect();
            let meant = nearest(word, known.iter().copied());
            let code = if unknown.starts_with("unknown field") {
                "unknown-key"
            } else {
                "unknown-value"
            };
            (code, meant.map(|meant| format!("did you mean `{meant}`?")))
        }
        _ if message.starts_with("missing field") => ("missing-key", None),
        _ => ("invalid-manifest", None),
    };
    let message = message
        .replace("unknown field", "unknown key")
        .replace("missing field", "missing key");
    Diagnostic::error(code, message.replace("unknown variant", "unknown value"))
        .at(place)
        .maybe_hint(hint)
}

fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
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
    fn what_is_missing_is_named() {
        let shown = wrong("name = \"a\"\n");
        assert!(
            shown.starts_with("error[missing-key]: missing key `world`"),
            "{shown}"
        );
    }
}
