//! The tools of an author, from the pinned packages.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use guesthouse_diagnostics::Language;
use guesthouse_toolchain::doctor;

use crate::project::Project;

/// Runs the author's tests with the packages of the pinned toolchain.
pub(crate) fn test(project: &Project) -> Output {
    Command::new("npm")
        .args(["test", "--silent"])
        .env("NODE_PATH", packages())
        .current_dir(project.dir())
        .output()
        .unwrap()
}

/// Checks the declarations of the SDK, as strictly as TypeScript can.
pub(crate) fn check_declarations(project: &Project) -> Output {
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
    project.write("tsconfig.sdk.json", config);
    Command::new("node")
        .arg(packages().join("typescript/bin/tsc"))
        .args(["--pretty", "false", "-p", "tsconfig.sdk.json"])
        .current_dir(project.dir())
        .output()
        .unwrap()
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
