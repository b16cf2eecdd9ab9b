//! Builds plugins of a domain.

use std::path::{Path, PathBuf};

use guesthouse_contract::Model;
use guesthouse_generate::File;
use guesthouse_inspect::{Manifest, Names, Wit, WitFile};

use super::Domain;
use crate::manifest::Source;
use crate::{Compiled, DomainBuild, Error, Progress, embedded, toolchain};

impl Domain {
    /// Writes the contract and the SDK of a plugin into its `.guesthouse/`, and returns the folder of
    /// the SDK.
    pub(crate) fn unpack(&self, manifest: &Manifest, dir: &Path) -> Result<PathBuf, Error> {
        let model = self.model(Some(&manifest.world))?;
        self.write(manifest, &model, dir)
    }

    fn write(&self, manifest: &Manifest, model: &Model, dir: &Path) -> Result<PathBuf, Error> {
        let folder = dir.join(".guesthouse");
        let files = self.files_for(manifest, model)?.into_iter();
        let files: Vec<_> = files.map(|file| (file.path, file.text)).collect();
        embedded::unpack(&folder, &files)?;
        Ok(folder.join("sdk"))
    }

    /// Returns the files that a build writes into the `.guesthouse/` of a plugin.
    pub(crate) fn project_files(&self, manifest: &Manifest) -> Result<Vec<File>, Error> {
        let model = self.model(Some(&manifest.world))?;
        self.files_for(manifest, &model)
    }

    fn files_for(&self, manifest: &Manifest, model: &Model) -> Result<Vec<File>, Error> {
        let wit = File {
            path: "wit/contract.wit".to_owned(),
            text: self.wit()?,
        };
        let sdk = self.sdk(manifest.language, model)?.into_iter();
        let sdk = sdk.map(|File { path, text }| File {
            path: format!("sdk/{path}"),
            text,
        });
        Ok(std::iter::once(wit).chain(sdk).collect())
    }

    /// Compiles the plugin in the folder `dir`.
    pub(crate) fn compile(
        &self,
        source: &Source,
        dir: &Path,
        progress: &dyn Progress,
    ) -> Result<Compiled, Error> {
        let manifest = &source.manifest;
        let model = self.model(Some(&manifest.world))?;
        let sdk = self.write(manifest, &model, dir)?;
        let build = DomainBuild {
            dir,
            wit: &dir.join(".guesthouse/wit"),
            sdk: &sdk,
            model: &model,
            package: &self.options().package(manifest.language, &model),
            name: &manifest.name,
            engine: source.engine,
            entry: source.entry.as_deref(),
        };
        let work = build.work_dir();
        std::fs::create_dir_all(&work).map_err(Error::file("create", &work))?;
        toolchain(manifest.language).compile_domain(&build, progress)
    }

    /// Checks that a component fits a world of the domain.
    pub(crate) fn judge(&self, bytes: &[u8], world: &str) -> Result<(), Error> {
        let id = self.contract.world(Some(world)).map_err(Error::finding)?;
        let names = Names::of_world(&self.contract.resolve, id);
        let text = self.wit()?;
        let wit = Wit {
            files: vec![WitFile {
                name: "contract.wit".into(),
                text: text.into(),
            }],
            world: world.to_owned().into(),
        };
        guesthouse_inspect::judge(bytes, &names, Some(&wit)).map_err(Error::Findings)
    }
}
