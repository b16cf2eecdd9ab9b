//! A project on disk, as `guesthouse new` writes it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use guesthouse_contract::{Contract, Model};
use guesthouse_diagnostics::Language;
use guesthouse_generate::Options;
use guesthouse_testing::{console, skip::skip};
use guesthouse_toolchain::{DomainBuild, Engine, Error, Progress, doctor, toolchain};
use tempfile::TempDir;

struct Steps;

impl Progress for Steps {
    fn step(&self, what: &str) {
        console::info(what);
    }
}

pub(crate) struct Project {
    folder: TempDir,
    model: Model,
    package: String,
}

impl Project {
    /// Creates a project for a world of a contract of this repository.
    pub(crate) fn new(wit: &str, world: &str) -> Self {
        let wit = guesthouse_testing::repository().join(wit);
        let contract = Contract::read(&wit).unwrap();
        let model = contract.model(contract.world(Some(world)).unwrap());
        let options = Options::default();
        let project = Self {
            folder: tempfile::tempdir().unwrap(),
            package: options.package(Language::Js, &model),
            model,
        };
        let text = contract.text().unwrap();
        project.write(".guesthouse/wit/contract.wit", &text);
        let sdk = guesthouse_generate::sdk(Language::Js, &project.model, &options).unwrap();
        for file in sdk {
            project.write(&format!(".guesthouse/sdk/{}", file.path), &file.text);
        }
        let files =
            guesthouse_generate::project(Language::Js, &project.model, &options, "my-plugin");
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

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Builds the plugin, or returns `None` without Node.js.
    pub(crate) fn build(&self, engine: Engine) -> Option<Result<Vec<u8>, String>> {
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
        match toolchain(Language::Js).compile_domain(&build, &Steps) {
            Err(Error::MissingTool(missing)) => {
                skip("building a plugin in TypeScript", &missing.to_string());
                None
            }
            built => Some(
                built
                    .map(|built| built.bytes)
                    .map_err(|error| error.to_string()),
            ),
        }
    }

    /// Runs the author's tests with the packages of the pinned toolchain.
    pub(crate) fn test(&self) -> Output {
        Command::new("npm")
            .args(["test", "--silent"])
            .env("NODE_PATH", packages())
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    /// Checks the declarations of the SDK, as strictly as TypeScript can.
    pub(crate) fn check_declarations(&self) -> Output {
        let config = r#"{
  "compilerOptions": {
    "target": "ES2023", "lib": ["ES2025", "ESNext.Disposable"], "types": [],
    "module": "preserve", "moduleResolution": "bundler",
    "strict": true, "exactOptionalPropertyTypes": true, "noUncheckedIndexedAccess": true,
    "isolatedModules": true, "verbatimModuleSyntax": true, "skipLibCheck": false,
    "composite": true, "noEmit": true
  },
  "files": [".guesthouse/sdk/index.d.ts", ".guesthouse/sdk/testing.d.ts"],
  "include": [".guesthouse/sdk/**/*.d.ts"]
}"#;
        self.write("tsconfig.sdk.json", config);
        Command::new("node")
            .arg(packages().join("typescript/bin/tsc"))
            .args(["--pretty", "false", "-p", "tsconfig.sdk.json"])
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }
}

/// Returns the folder of the pinned packages, which a build has installed.
fn packages() -> PathBuf {
    let findings = doctor::check(Language::Js);
    let pinned = findings.iter().find(|it| it.tool.contains("esbuild"));
    let folder = pinned.and_then(|it| it.found.clone()).unwrap();
    Path::new(&folder).join("node_modules")
}

/// Requires that a command succeeded.
#[track_caller]
pub(crate) fn succeeded(output: &Output) {
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
}
