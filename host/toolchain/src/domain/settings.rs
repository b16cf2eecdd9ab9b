//! Reads `domain.toml`, and reports its mistakes by line and column.

use std::collections::BTreeMap;
use std::path::Path;

use guesthouse_contract::lint::Accepted;
use guesthouse_diagnostics::toml_file::{self, Section};
use guesthouse_diagnostics::{Diagnostic, Language};

use crate::Error;
use crate::manifest::choose;

/// The file's name.
pub const FILE: &str = "domain.toml";

/// The content of `domain.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The package of the contract, without its version: `acme:pricing`.
    pub package: String,
    /// The worlds that plugins implement, the smallest first.
    pub worlds: Vec<String>,
    /// The purpose of the domain, in a sentence.
    pub about: String,
    /// The languages that plugins may use.
    pub languages: Vec<Language>,
    /// The name of the SDK's package in a language, where the derived one is not right.
    pub names: BTreeMap<Language, String>,
    /// The findings of `guesthouse domain check` that the owner has accepted, with the reasons.
    pub allow: Accepted,
}

pub(super) fn read(folder: &Path) -> Result<Settings, Error> {
    let path = folder.join(FILE);
    if !path.is_file() {
        let message = format!("`{}` is not a domain: it has no {FILE}", folder.display());
        let hint = "create one with `guesthouse domain new NAME --wit FOLDER`";
        return Err(Error::finding(
            Diagnostic::error("no-domain", message).hint(hint),
        ));
    }
    let text = std::fs::read_to_string(&path).map_err(Error::file("read", &path))?;
    parse(&path.display().to_string(), &text)
}

/// Parses the text of the settings; `file` is its name in diagnostics.
pub(super) fn parse(file: &str, text: &str) -> Result<Settings, Error> {
    toml_file::read(file, "the domain", text, settings).map_err(Error::Findings)
}

fn settings(root: &mut Section<'_>) -> Option<Settings> {
    let package = root.required("package");
    let about = root.string("about");
    let worlds = root.strings("worlds");
    let worlds = worlds.map(|all| all.iter().map(|it| it.text.to_owned()).collect());
    let worlds = match (worlds, root.string("world")) {
        (Some(worlds), None) => Some(worlds),
        (None, Some(world)) => Some(vec![world.text.to_owned()]),
        _ => {
            let found = Diagnostic::error(
                "missing-key",
                "exactly one of `world` and `worlds` is needed",
            );
            root.report(found.hint("write `world = \"NAME\"` with a world of the WIT package"));
            None
        }
    };
    let languages = root.strings("languages").map(|all| {
        let chosen = all.iter();
        let chosen =
            chosen.filter_map(|it| choose("languages", it, &Language::ALL, Language::name));
        chosen.collect()
    });
    let names = root.section("names").map(names).unwrap_or_default();
    let allow = root.section("allow").map(accepted).unwrap_or_default();
    Some(Settings {
        package: package?.text.to_owned(),
        worlds: worlds?,
        about: about.map_or("", |text| text.text).to_owned(),
        languages: languages.unwrap_or_else(|| Language::ALL.to_vec()),
        names,
        allow,
    })
}

fn names(mut section: Section<'_>) -> BTreeMap<Language, String> {
    let mut names = BTreeMap::new();
    for language in Language::ALL {
        if let Some(name) = section.string(language.name()) {
            names.insert(language, name.text.to_owned());
        }
    }
    section.finish();
    names
}

/// The keys are codes of findings, so no key is unknown here.
fn accepted(section: Section<'_>) -> Accepted {
    let entries = section.entries();
    let texts = entries.filter_map(|(key, value)| Some((key, value.string()?)));
    texts
        .map(|(key, reason)| (key.text.to_owned(), reason.text.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
package = "acme:pricing"
world = "rule"
languages = ["rust", "python"]

[names]
python = "pricing"

[allow]
"64-bit:js" = "cents stay small"
"#;

    fn wrong(text: &str) -> String {
        parse("domain.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn reads_everything() {
        let settings = parse("domain.toml", GOOD).unwrap();
        assert_eq!(settings.worlds, ["rule"]);
        assert_eq!(settings.languages, [Language::Rust, Language::Python]);
        assert_eq!(settings.names[&Language::Python], "pricing");
        assert_eq!(settings.allow["64-bit:js"], "cents stay small");
    }

    #[test]
    fn mistakes_have_their_places() {
        let shown = wrong(
            &GOOD
                .replace("\"python\"]", "\"pyhton\"]")
                .replace("[names]\npython", "[names]\nperl"),
        );
        assert!(
            shown.contains("unknown value `pyhton` for `languages`"),
            "{shown}"
        );
        assert!(shown.contains("--> domain.toml:4:22"), "{shown}");
        assert!(shown.contains("unknown key `perl`"), "{shown}");
        let shown = wrong(&GOOD.replace("world =", "worlds ="));
        assert!(
            shown.contains("`worlds` must be an array of strings"),
            "{shown}"
        );
        let shown = wrong("package = \"a:b\"");
        assert!(
            shown.contains("exactly one of `world` and `worlds`"),
            "{shown}"
        );
    }
}
