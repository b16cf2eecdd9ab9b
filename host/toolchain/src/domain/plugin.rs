//! `guesthouse new --domain`: a plugin project for a domain.

use std::path::{Component, Path, PathBuf};

use guesthouse_contract::wave::{Calls, sample};
use guesthouse_contract::{Direction, Model};
use guesthouse_diagnostics::Language;
use guesthouse_generate::File;

use super::Domain;
use crate::{Created, Error, embedded, manifest, template};

/// What git must not track in a project.
const IGNORED: &str = "# The SDK and files of builds: `guesthouse build` and `guesthouse sdk` write them.\n.guesthouse/\n*.wasm\ntarget/\nnode_modules/\n__pycache__/\n.venv/\n";

/// Creates a plugin project for a world of a domain in the new folder `dir`, whose last part is the
/// plugin's name.
///
/// # Errors
/// Returns [`Error::Findings`] if the name is invalid, `dir` is not empty, or the domain has no SDK
/// for the language.
pub fn create_plugin(
    dir: &Path,
    domain: &Path,
    world: Option<&str>,
    language: Language,
) -> Result<Created, Error> {
    let name = template::plugin_name(dir, language, language.name())?;
    template::require_empty(dir)?;
    let opened = Domain::open(domain)?;
    opened.require(language)?;
    let model = opened.model(world)?;
    let options = opened.options();
    let generated = guesthouse_generate::project(language, &model, &options, &name);
    let files = generated.map_err(Error::Findings)?;
    std::fs::create_dir_all(dir).map_err(Error::file("create", dir))?;
    for file in &files {
        embedded::write(&dir.join(&file.path), file.text.as_bytes())?;
    }
    let manifest = format!(
        "name = \"{name}\"\nversion = \"0.1.0\"\ndescription = \"\"\nlanguage = \"{language}\"\n\
         domain = {}\nworld = \"{}\"\n",
        toml::Value::from(relative(domain, dir)?.display().to_string()),
        model.world,
    );
    embedded::write(&dir.join(manifest::FILE), manifest.as_bytes())?;
    embedded::write(&dir.join(".gitignore"), IGNORED.as_bytes())?;
    crate::Project::open(dir)?.unpack()?;
    let is_source = |file: &&File| {
        let stem = Path::new(&file.path).file_stem();
        stem.is_some_and(|stem| stem == "plugin" || stem == "lib")
    };
    let source = files.iter().find(is_source);
    let source = source.map(|file| file.path.clone()).unwrap_or_default();
    let test = (!opened.tests.cases.is_empty()).then(|| "guesthouse test".to_owned());
    let call = format!("guesthouse call . '{}'", example(&model)?);
    let own = [manifest::FILE.to_owned(), ".gitignore".to_owned()];
    Ok(Created {
        dir: dir.to_owned(),
        name,
        source,
        files: files.into_iter().map(|file| file.path).chain(own).collect(),
        next: [call].into_iter().chain(test).collect(),
    })
}

/// Returns a call of the first function that a plugin exports, with arguments of its types.
fn example(model: &Model) -> Result<String, Error> {
    let calls = Calls::of(model, Direction::Export).map_err(Error::finding)?;
    let call = calls.iter().next().map(|function| {
        let arguments: Vec<_> = function.params.iter().map(sample).collect();
        format!("{}({})", function.call, arguments.join(", "))
    });
    Ok(call.unwrap_or_default())
}

/// Returns the path of `to` relative to the folder `from`.
fn relative(to: &Path, from: &Path) -> Result<PathBuf, Error> {
    let to = to.canonicalize().map_err(Error::file("find", to))?;
    let from = from.canonicalize().map_err(Error::file("find", from))?;
    let shared = to
        .components()
        .zip(from.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    Ok(up.chain(to.components().skip(shared)).collect())
}
