//! A domain whose plugins return what they get, to test the SDKs of another domain.

use std::path::Path;

use guesthouse_contract::echo::{self, FAILURES, GUEST, HOST, PACKAGE, WORLD};
use guesthouse_contract::wave::{Calls, WIDE, arms};
use guesthouse_contract::{Contract, Direction, Model};
use guesthouse_diagnostics::Language;
use guesthouse_generate::Options;

use super::{CASES, Domain, FILE};
use crate::{Error, embedded, manifest};

/// The fuel of a guest that does not end.
const FUEL: u64 = 200_000_000;

impl Domain {
    /// Writes a domain of [`echo`] to the folder `dir`: a plugin in each language of this domain, and
    /// cases that send it values of each type of a world.
    ///
    /// Files that have their text already are not written, so a plugin is only built if it changed.
    ///
    /// # Errors
    /// Returns [`Error::Findings`] if there is no such world, or a language cannot express its types.
    pub fn echo(&self, world: &str, dir: &Path) -> Result<Self, Error> {
        let world = self.contract.world(Some(world)).map_err(Error::finding)?;
        let echo = echo::of(&self.contract, world).map_err(Error::finding)?;
        let id = echo.contract.world(Some(WORLD)).map_err(Error::finding)?;
        let model = echo.contract.model(id);
        // Nothing here belongs to the sources of the domain.
        write(&dir.join(".gitignore"), "*\n")?;
        write(&dir.join(FILE), &settings(&self.settings.languages))?;
        write(&dir.join("wit/echo.wit"), &text(&echo.contract)?)?;
        write(
            &dir.join(CASES).join("types.toml"),
            &types(&model, &echo.types)?,
        )?;
        write(&dir.join(CASES).join("failures.toml"), &failures())?;
        write(&dir.join(CASES).join("wide.toml"), &wide(&echo.types))?;
        for language in &self.settings.languages {
            plugin(*language, &model, &dir.join(language.name()))?;
        }
        Self::open(dir)
    }
}

fn text(contract: &Contract) -> Result<String, Error> {
    contract.text().map_err(Error::finding)
}

fn settings(languages: &[Language]) -> String {
    let languages: Vec<_> = languages.iter().map(|it| quoted(it.name())).collect();
    format!(
        "package = \"{PACKAGE}\"\nworld = \"{WORLD}\"\nabout = \"Guests that return what they get\"\nlanguages = [{}]\n",
        languages.join(", ")
    )
}

/// A case for each type, with a step for each value.
fn types(model: &Model, types: &[String]) -> Result<String, Error> {
    let calls = Calls::of(model, Direction::Export).map_err(Error::finding)?;
    let mut text = String::new();
    for (at, ty) in types.iter().enumerate() {
        let function = calls.find(&format!("{GUEST}.echo{}", at + 1));
        let function = function.map_err(Error::finding)?;
        let values = function.params.first().map(arms).unwrap_or_default();
        text += &case(ty, "", &function.name, &values);
    }
    Ok(text)
}

/// A case for each integer of more than 53 bits, if the contract has such integers.
fn wide(types: &[String]) -> String {
    let mut text = String::new();
    for (at, name) in types.iter().enumerate() {
        let of = WIDE.iter().filter(|(ty, _)| ty.to_string() == *name);
        for value in of.flat_map(|(_, values)| values.iter()) {
            let function = format!("echo{}", at + 1);
            let name = format!("{name} {value}");
            text += &case(&name, INEXACT, &function, &[(*value).to_owned()]);
        }
    }
    text
}

/// QuickJS has no integers of more than 53 bits. A guest must fail, and not pass on another value.
const INEXACT: &str = "may_crash = [\"js\"]\n";

/// A case that sends values. The host answers each of the guest's calls with its argument. `keys` are
/// further lines of the case.
fn case(name: &str, keys: &str, function: &str, values: &[String]) -> String {
    let values: Vec<_> = values.iter().map(|it| quoted(it)).collect();
    let steps = values.iter().map(|it| {
        format!("  {{ call = \"{GUEST}.{function}\", args = [{it}], returns = {it} }},\n")
    });
    let fakes = values.iter().map(|it| {
        format!("[[case.fake]]\ncall = \"{HOST}.{function}\"\nargs = [{it}]\nreturns = {it}\n")
    });
    let (steps, fakes): (String, String) = (steps.collect(), fakes.collect());
    format!(
        "[[case]]\nname = {}\n{keys}steps = [\n{steps}]\n{fakes}\n",
        quoted(name)
    )
}

/// A case for each way to fail.
fn failures() -> String {
    let failure = |name: &str, limits: &str, end: &str| {
        format!(
            "[[case]]\nname = \"{name}\"\n{limits}steps = [{{ call = \"{GUEST}.{name}\", {end} }}]\n\n"
        )
    };
    let [crash, spin, grow] = FAILURES;
    let fuel = format!("limits = {{ fuel = {FUEL} }}\n");
    failure(crash, "", "class = \"crashed\", at = \"crash\"")
        + &failure(spin, &fuel, "class = \"limit\", code = \"fuel\"")
        + &failure(grow, "", "class = \"limit\", code = \"memory\"")
}

fn plugin(language: Language, model: &Model, dir: &Path) -> Result<(), Error> {
    let options = Options::default();
    let files = guesthouse_generate::echo(language, model, &options, &format!("echo-{language}"));
    for file in files.map_err(Error::Findings)? {
        write(&dir.join(&file.path), &file.text)?;
    }
    let manifest = format!(
        "name = \"echo-{language}\"\nversion = \"0.1.0\"\ndescription = \"\"\nlanguage = \"{language}\"\ndomain = \"..\"\nworld = \"{WORLD}\"\n"
    );
    write(&dir.join(manifest::FILE), &manifest)
}

/// Writes a file, unless it has this text.
fn write(path: &Path, text: &str) -> Result<(), Error> {
    if std::fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    embedded::write(path, text.as_bytes())
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
