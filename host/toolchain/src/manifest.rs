//! Reads `plugin.toml`, the author's file, and reports its mistakes by line and column.

use std::fs;
use std::path::{Path, PathBuf};

use guesthouse_diagnostics::toml_file::{self, Section, Text};
use guesthouse_inspect::{Ask, Asked, Diagnostic, Language, Manifest, World};

use crate::{Engine, Error, irregular, name, toolchain};

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
    /// The path of the domain, relative to the project. `None` for `guesthouse:automation`.
    pub domain: Option<PathBuf>,
}

/// Reads the manifest of the project in `folder`.
///
/// # Errors
/// Returns [`Error::Findings`] with every mistake in the file, or [`Error::File`] if it cannot be read.
pub fn read(folder: &Path) -> Result<Source, Error> {
    let path = folder.join(FILE);
    if !path.exists() {
        let message = format!("the folder `{}` has no {FILE}", folder.display());
        let hint = "give the folder of a plugin, or create a plugin with `guesthouse new --lang rust NAME`";
        return Err(Error::finding(
            Diagnostic::error("no-manifest", message).hint(hint),
        ));
    }
    irregular::require_file(&path)?;
    let text = fs::read_to_string(&path).map_err(Error::file("read", &path))?;
    parse(&path.display().to_string(), &text)
}

/// Parses the text of a manifest; `file` is its name in diagnostics.
///
/// # Errors
/// Returns [`Error::Findings`] with every mistake in the text.
pub fn parse(file: &str, text: &str) -> Result<Source, Error> {
    toml_file::read(file, "the manifest", text, source).map_err(Error::Findings)
}

fn source(root: &mut Section<'_>) -> Option<Source> {
    let name = root.required("name");
    if let Some(name) = &name
        && let Err(why) = name::check(name.text)
    {
        name.report(Diagnostic::error("invalid-name", why).hint(name::hint(name.text)));
    }
    let version = root.string("version");
    let description = root.string("description");
    let domain = root.string("domain").map(|path| PathBuf::from(path.text));
    let world = world(root, domain.is_some());
    let language = root
        .required("language")
        .and_then(|chosen| choose("language", &chosen, &Language::ALL, Language::name));
    let options = root.section("build");
    let asks = root.sections("asks").into_iter().filter_map(ask).collect();
    let (engine, entry) = options
        .zip(language)
        .and_then(|(options, language)| build(options, language))
        .unwrap_or_default();
    let manifest = Manifest {
        name: name?.text.to_owned(),
        version: version.map_or("0.1.0", |version| version.text).to_owned(),
        description: description.map_or("", |text| text.text).to_owned(),
        domain: None,
        world: world?,
        language: language?,
        toolchain: String::new(),
        asks,
    };
    Some(Source {
        manifest,
        engine,
        entry,
        domain,
    })
}

/// Reads the name of the world. The worlds of a domain are checked when it is opened; it can be left
/// out where there is only one.
fn world(root: &mut Section<'_>, is_domain: bool) -> Option<String> {
    if is_domain {
        return Some(root.string("world").map_or("", |name| name.text).to_owned());
    }
    let chosen = root.required("world")?;
    let world = choose("world", &chosen, &World::ALL, World::name)?;
    Some(world.name().to_owned())
}

/// Returns the value with this name, or reports an unknown value.
pub(crate) fn choose<T: Copy>(
    key: &str,
    chosen: &Text<'_>,
    all: &[T],
    name: fn(T) -> &'static str,
) -> Option<T> {
    let found = all.iter().find(|value| name(**value) == chosen.text);
    if found.is_none() {
        let names: Vec<_> = all.iter().map(|value| name(*value)).collect();
        let message = format!("unknown value `{}` for `{key}`", chosen.text);
        chosen.report_unknown("unknown-value", message, &names);
    }
    found.copied()
}

fn ask(mut section: Section<'_>) -> Option<Ask> {
    let mut asked = |key, kind: fn(String) -> Asked| {
        let name = section.string(key)?;
        Some(kind(name.text.to_owned()))
    };
    let [store, connection, config] = [
        asked("store", Asked::Store),
        asked("connection", Asked::Connection),
        asked("config", Asked::Config),
    ];
    let why = section.required("why");
    let mut all = store.into_iter().chain(connection).chain(config);
    let first = all.next();
    let what = first.filter(|_| all.next().is_none());
    if what.is_none() {
        let message =
            "an entry of `asks` must have exactly one of `store`, `connection` and `config`";
        let hint = "write one `[[asks]]` entry for each store, connection and setting";
        section.report(Diagnostic::error("invalid-ask", message).hint(hint));
    }
    section.finish();
    let why = why?.text.to_owned();
    what.map(|what| Ask { what, why })
}

fn build(mut options: Section<'_>, language: Language) -> Option<(Engine, Option<PathBuf>)> {
    let engines = toolchain(language).engines();
    if engines.is_empty() {
        let message = format!("the language `{}` has no build options", language.name());
        let found = Diagnostic::error("unknown-key", message);
        options.report(found.hint("remove the table `[build]`"));
        return None;
    }
    let engine = options
        .string("engine")
        .and_then(|chosen| choose("engine", &chosen, engines, Engine::name));
    let entry = options.string("entry");
    let path = |entry: &Text<'_>| PathBuf::from(entry.text);
    let is_outside = |path: PathBuf| path.is_absolute() || path.starts_with("..");
    if let Some(entry) = entry.as_ref()
        && is_outside(path(entry))
    {
        let message = "`entry` must be a path inside the project";
        let hint = "for example, write `entry = \"src/main.ts\"`";
        entry.report(Diagnostic::error("invalid-entry", message).hint(hint));
    }
    options.finish();
    Some((engine.unwrap_or_default(), entry.as_ref().map(path)))
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
            "error[unknown-key]: unknown key `wrold` in the manifest\n  --> plugin.toml:3:1\n\
             hint: did you mean `world`?"
        );
    }

    #[test]
    fn a_misspelt_value_is_an_error_with_its_place() {
        let shown = wrong(&GOOD.replace("\"js\"", "\"go lang\""));
        assert!(
            shown.starts_with("error[unknown-value]: unknown value `go lang` for `language`"),
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
