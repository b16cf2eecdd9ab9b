//! A domain: a contract of any owner, with the settings of its SDKs.
//!
//! A domain is a folder with `domain.toml` and `wit/`, or one file that [`Domain::pack`] made of it.

mod build;
mod create;
mod echo;
mod files;
mod locate;
mod packed;
mod plugin;
mod release;
mod settings;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use guesthouse_contract::{Contract, Model, lint};
use guesthouse_diagnostics::{Diagnostic, Language};
use guesthouse_generate::{File, Options};

pub use create::create;
pub use locate::{Located, locate};
pub use packed::SECTION;
pub use plugin::create_plugin;
pub use release::release;
pub use settings::{FILE, Settings};

use crate::{Error, irregular};

/// The folder of the cases, and the file of their fakes.
pub(crate) const CASES: &str = "cases";
pub(crate) const FAKES: &str = "fakes.toml";

/// The cases of a domain, and what answers the plugins in them.
#[derive(Clone, Debug, Default)]
pub struct Tests {
    /// The files of `cases/`, sorted by name.
    pub cases: Vec<File>,
    /// The text of `fakes.toml`.
    pub fakes: Option<String>,
}

/// A contract and the settings of its SDKs.
#[derive(Clone, Debug)]
pub struct Domain {
    /// The folder or the packed file.
    pub path: PathBuf,
    /// The settings.
    pub settings: Settings,
    /// The contract.
    pub contract: Contract,
    /// The cases that every plugin must pass, by the names of their files, and the fakes for them.
    pub tests: Tests,
    /// The hand-written files that are copied over the SDK of each language, by their paths in it.
    layers: BTreeMap<Language, Vec<File>>,
}

impl Domain {
    /// Opens a domain: a folder with `domain.toml` and `wit/`, or a packed file.
    ///
    /// # Errors
    /// Returns [`Error::Findings`] if the settings or the WIT are wrong.
    pub fn open(path: &Path) -> Result<Self, Error> {
        if path.is_file() {
            return packed::open(path);
        }
        if path.is_dir() {
            irregular::refuse(path, &["*.wit"])?;
        }
        let settings = settings::read(path)?;
        let wit = path.join("wit");
        let contract = Contract::read(&wit).map_err(Error::finding)?;
        let layers = files::layers(&path.join("sdk"))?;
        Self {
            path: path.to_owned(),
            settings,
            contract,
            tests: files::tests(path)?,
            layers,
        }
        .validated()
    }

    /// Checks that the settings name the package and worlds of the contract.
    fn validated(self) -> Result<Self, Error> {
        let name = self.contract.name();
        let without_version = name.split('@').next().unwrap_or_default();
        if self.settings.package != without_version {
            let message = format!(
                "domain.toml names the package `{}`, but the WIT defines `{without_version}`",
                self.settings.package
            );
            let hint = format!("set `package = \"{without_version}\"`");
            let found = Diagnostic::error("another-package", message).hint(hint);
            return Err(Error::finding(found.at(self.settings_path())));
        }
        for world in &self.settings.worlds {
            let found = self.contract.world(Some(world));
            found.map_err(|error| Error::finding(error.at(self.settings_path())))?;
        }
        Ok(self)
    }

    fn settings_path(&self) -> String {
        self.path.join(FILE).display().to_string()
    }

    /// Returns the model of the world that a plugin names, or of the only world of the domain.
    ///
    /// # Errors
    /// Returns [`Error::Findings`] if there is no such world, or several and no name.
    pub fn model(&self, world: Option<&str>) -> Result<Model, Error> {
        let only = match self.settings.worlds.as_slice() {
            [only] => Some(only.as_str()),
            _ => None,
        };
        if let Some(world) = world
            && !self.settings.worlds.iter().any(|known| known == world)
        {
            let worlds = self.settings.worlds.join("`, `");
            let message = format!(
                "the domain `{}` has no world `{world}`",
                self.settings.package
            );
            let found = Diagnostic::error("no-world", message);
            return Err(Error::finding(found.hint(format!("it has `{worlds}`"))));
        }
        let world = self
            .contract
            .world(world.or(only))
            .map_err(Error::finding)?;
        Ok(self.contract.model(world))
    }

    /// Returns the findings about each world, for the languages that plugins may use: errors first.
    ///
    /// # Errors
    /// Returns [`Error::Findings`] if a world is missing.
    pub fn check(&self) -> Result<Vec<Diagnostic>, Error> {
        let settings = &self.settings;
        let mut found: Vec<Diagnostic> = Vec::new();
        for world in &self.settings.worlds {
            let model = self.model(Some(world))?;
            let options = self.options();
            let languages = &settings.languages;
            let refused = languages
                .iter()
                .filter_map(|language| guesthouse_generate::sdk(*language, &model, &options).err());
            let lints = lint::check(&model, languages, &settings.allow);
            for finding in lints.into_iter().chain(refused.flatten()) {
                if !found.contains(&finding) {
                    found.push(finding);
                }
            }
        }
        found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        Ok(found)
    }

    /// Returns the contract as one text in WIT.
    ///
    /// # Errors
    /// Returns [`Error::Findings`] if WIT has no text for it.
    pub fn wit(&self) -> Result<String, Error> {
        self.contract.text().map_err(Error::finding)
    }

    /// Writes the reference of the contract as a Markdown page.
    ///
    /// # Errors
    /// Returns [`Error::Findings`] if a world is missing.
    pub fn reference(&self) -> Result<String, Error> {
        let worlds = self.settings.worlds.iter();
        let models = worlds.map(|world| self.model(Some(world)));
        let models = models.collect::<Result<Vec<_>, _>>()?;
        Ok(guesthouse_generate::reference(&models))
    }

    /// Returns the cases and the fakes as files by their paths in the folder of the domain.
    #[must_use]
    pub fn test_files(&self) -> Vec<File> {
        let cases = self.tests.cases.iter().map(|file| File {
            path: format!("{CASES}/{}", file.path),
            text: file.text.clone(),
        });
        let fakes = self.tests.fakes.iter().map(|text| File {
            path: FAKES.to_owned(),
            text: text.clone(),
        });
        cases.chain(fakes).collect()
    }

    /// Returns the choices of the owner about the SDKs.
    #[must_use]
    pub fn options(&self) -> Options {
        Options {
            packages: self.settings.names.clone(),
        }
    }

    /// Refuses a language that the settings do not list.
    fn require(&self, language: Language) -> Result<(), Error> {
        if !self.settings.languages.contains(&language) {
            let message = format!(
                "the domain `{}` has no SDK for {language}",
                self.settings.package
            );
            let hint = "add the language to `languages` in domain.toml, or choose another one";
            return Err(Error::finding(
                Diagnostic::error("no-language", message).hint(hint),
            ));
        }
        Ok(())
    }

    /// Generates the SDK of a world, with the owner's own files over it.
    ///
    /// # Errors
    /// Returns [`Error::Findings`] if the world has a type that the language cannot express.
    pub fn sdk(&self, language: Language, model: &Model) -> Result<Vec<File>, Error> {
        self.require(language)?;
        let generated = guesthouse_generate::sdk(language, model, &self.options());
        let mut files = generated.map_err(Error::Findings)?;
        for layer in self.layers.get(&language).into_iter().flatten() {
            files.retain(|file| file.path != layer.path);
            files.push(layer.clone());
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(files)
    }
}
