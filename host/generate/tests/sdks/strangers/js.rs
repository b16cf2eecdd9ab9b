use std::path::Path;
use std::process::Command;

use guesthouse_diagnostics::Language;
use guesthouse_testing::{repository, skip};

use super::{Generated, generate, run, write};

const TSCONFIG: &str = r#"{
  "compilerOptions": {
    "target": "ES2023",
    "lib": ["ES2025", "ESNext.Array", "ESNext.Decorators", "ESNext.Disposable", "ESNext.TypedArrays"],
    "module": "preserve",
    "moduleResolution": "bundler",
    "types": [],
    "strict": true,
    "noUncheckedIndexedAccess": true,
    "isolatedModules": true,
    "noEmit": true
  },
  "include": ["*/src", "modules.ts"]
}
"#;

#[test]
fn typescript_compiles_contracts_of_strangers() {
    let tools = repository().join("sdk-js/node_modules/.bin");
    if !tools.join("tsc").exists() || !tools.join("esbuild").exists() {
        return skip::skip(
            "the SDK for JavaScript",
            "`just setup-js` installs its tools",
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let worlds = generate(Language::Js, str::to_owned);
    worlds.iter().for_each(|it| write_world(dir, it));
    // The declarations of all modules, also those that no project imports.
    let of_all = |module: &str| -> String {
        let imports = worlds
            .iter()
            .map(|it| format!("import \"{}{module}\";\n", it.name));
        imports.collect()
    };
    write(&dir.join("modules.ts"), &(of_all("") + &of_all("/testing")));
    write(&dir.join("tsconfig.json"), TSCONFIG);
    run(
        Command::new(tools.join("tsc"))
            .args(["-p", "."])
            .current_dir(dir),
        true,
    );
    let mut bundle = Command::new(tools.join("esbuild"));
    bundle.args([
        "--bundle",
        "--platform=node",
        "--format=esm",
        "--packages=external",
    ]);
    bundle.args(["--outdir=built", "--outbase=.", "--log-level=warning"]);
    bundle.args(
        worlds
            .iter()
            .map(|it| format!("{}/test/plugin.test.ts", it.name)),
    );
    run(bundle.current_dir(dir), true);
    let tests = worlds.iter();
    let tests = tests.map(|it| format!("import \"./built/{}/test/plugin.test.js\";\n", it.name));
    let all = of_all("/entry") + &tests.collect::<String>();
    write(&dir.join("all.mjs"), &all);
    run(Command::new("node").arg("all.mjs").current_dir(dir), false);
}

fn write_world(dir: &Path, it: &Generated) {
    for file in &it.sdk {
        write(
            &dir.join("node_modules").join(&it.name).join(&file.path),
            &file.text,
        );
    }
    for file in it.project.iter().filter(|file| file.path.ends_with(".ts")) {
        write(&dir.join(&it.name).join(&file.path), &file.text);
    }
}
