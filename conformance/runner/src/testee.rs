//! Testees: folders of `conformance/guests/`, each with the guests of the suites that it takes part
//! in.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use guesthouse_inspect::Language;
use guesthouse_toolchain::Engine;
use serde::Deserialize;

/// A toolchain with the guests that it builds.
#[derive(Debug, Clone)]
pub struct Testee {
    /// The folder's name, which starts the paths of its cases.
    pub name: String,
    /// The folder.
    pub dir: PathBuf,
    /// The recipe of its guests.
    pub recipe: Recipe,
    /// The guests it has: names of folders.
    pub guests: Vec<String>,
    /// Changes of generated bindings that do not compile.
    pub corrections: Vec<Correction>,
}

/// A change of generated bindings without which a toolchain could not take part.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The generated file.
    pub file: PathBuf,
    /// The text to replace. A correction whose text is not found is an error.
    pub find: String,
    /// The replacement.
    pub replace: String,
    /// The cause, and the project that is at fault.
    pub reason: String,
    /// The file beside the expectations that shows the fault without this runner.
    pub reproduction: String,
}

/// The recipe of a guest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Recipe {
    /// The guest is built as `guesthouse build` builds a plugin in this language.
    Guesthouse(Source),
    /// The guest is built by commands of the testee.
    Commands(Commands),
}

/// Sources in a language that `guesthouse build` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The language.
    pub language: Language,
    /// The engine, if the language is JavaScript.
    pub engine: Option<Engine>,
}

/// Commands that run in a copy of the guest's folder, with the WIT in `wit/`. In an argument,
/// `{world}` stands for the name of the world.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commands {
    /// Programs that must be on the path. Without them the testee is reported as skipped.
    #[serde(default)]
    pub needs: Vec<String>,
    /// The commands, each a program and its arguments.
    pub run: Vec<Vec<String>>,
    /// The file that they write, relative to the folder: a component, or a core module to make one
    /// from.
    pub output: PathBuf,
}

impl Testee {
    /// Whether the testee has a guest of this name.
    pub fn has(&self, guest: &str) -> bool {
        self.guests.iter().any(|it| it == guest)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    recipe: Recipe,
    #[serde(default)]
    corrections: Vec<Correction>,
}

/// Reads every testee, sorted by name.
///
/// # Errors
/// When a `testee.toml` does not follow `SPEC.md`.
pub fn read_all(guests: &Path) -> anyhow::Result<Vec<Testee>> {
    let entries = fs::read_dir(guests).with_context(|| guests.display().to_string())?;
    let mut found = Vec::new();
    for entry in entries {
        let dir = entry?.path();
        if dir.join("testee.toml").is_file() {
            found.push(read(&dir)?);
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

fn read(dir: &Path) -> anyhow::Result<Testee> {
    let path = dir.join("testee.toml");
    let text = fs::read_to_string(&path)?;
    let file: File = toml::from_str(&text).with_context(|| path.display().to_string())?;
    let mut guests = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        // A link to another testee's guest counts, because this testee's tools build it too.
        if entry.path().is_dir() {
            guests.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    guests.sort();
    let name = dir.file_name().unwrap_or_default();
    Ok(Testee {
        name: name.to_string_lossy().into_owned(),
        dir: dir.to_owned(),
        recipe: file.recipe,
        guests,
        corrections: file.corrections,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_recipes() {
        let read = |text: &str| toml::from_str::<File>(text).unwrap().recipe;
        let recipe = read("recipe.guesthouse = { language = 'js', engine = 'starlingmonkey' }");
        let source = Source {
            language: Language::Js,
            engine: Some(Engine::Starlingmonkey),
        };
        assert_eq!(recipe, Recipe::Guesthouse(source));
        let text = "[recipe.commands]\nneeds = ['zig']\nrun = [['zig', 'cc']]\noutput = 'c.wasm'\n";
        let Recipe::Commands(commands) = read(text) else {
            panic!()
        };
        assert_eq!(commands.needs, ["zig"]);
    }
}
