//! A project on disk, as `guesthouse new` writes it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use guesthouse_contract::{Contract, Model};
use guesthouse_diagnostics::Language;
use guesthouse_generate::Options;
use guesthouse_testing::skip::skip;
use guesthouse_toolchain::{DomainBuild, Engine, Error, toolchain};
use tempfile::TempDir;

pub(crate) struct Project {
    folder: TempDir,
    language: Language,
    model: Model,
    package: String,
}

impl Project {
    /// Creates a project for a world of a contract of this repository.
    pub(crate) fn new(language: Language, wit: &str, world: &str) -> Self {
        let wit = guesthouse_testing::repository().join(wit);
        let contract = Contract::read(&wit).unwrap();
        let model = contract.model(contract.world(Some(world)).unwrap());
        let options = Options::default();
        let project = Self {
            folder: tempfile::tempdir().unwrap(),
            language,
            package: options.package(language, &model),
            model,
        };
        let text = contract.text().unwrap();
        project.write(".guesthouse/wit/contract.wit", &text);
        let sdk = guesthouse_generate::sdk(language, &project.model, &options).unwrap();
        for file in sdk {
            project.write(&format!(".guesthouse/sdk/{}", file.path), &file.text);
        }
        let files = guesthouse_generate::project(language, &project.model, &options, "my-plugin");
        for file in files.unwrap() {
            project.write(&file.path, &file.text);
        }
        project
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn dir(&self) -> &Path {
        self.folder.path()
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Builds the plugin, or returns `None` without the tools of the language.
    pub(crate) fn build(&self) -> Option<Result<Vec<u8>, String>> {
        self.build_on(Engine::default())
    }

    /// Builds the plugin for an engine, or returns `None` without the tools of the language.
    pub(crate) fn build_on(&self, engine: Engine) -> Option<Result<Vec<u8>, String>> {
        let (wit, sdk) = (self.path(".guesthouse/wit"), self.path(".guesthouse/sdk"));
        let build = DomainBuild {
            dir: self.folder.path(),
            wit: &wit,
            sdk: &sdk,
            model: &self.model,
            package: &self.package,
            name: "my-plugin",
            engine,
            entry: None,
        };
        fs::create_dir_all(build.work_dir()).unwrap();
        match toolchain(self.language).compile_domain(&build, &()) {
            Err(Error::MissingTool(missing)) => {
                skip("building a plugin", &missing.to_string());
                None
            }
            built => Some(built.map(|it| it.bytes).map_err(|it| it.to_string())),
        }
    }

    /// Runs a command in the project, which must succeed.
    #[track_caller]
    pub(crate) fn succeeds(&self, words: &[&str]) {
        let [program, arguments @ ..] = words else {
            panic!("no command")
        };
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.folder.path());
        command.env("GOWORK", "off").env("GOFLAGS", "");
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}\n{text}{errors}");
    }
}
