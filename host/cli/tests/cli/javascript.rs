//! A JavaScript plugin that uses the language, packages and promises as on other hosts, on both
//! engines.

use std::process::Command;

use serde_json::json;

use crate::plugins;
use crate::workdir::new_workdir;
use guesthouse_testing::skip::skip;
use guesthouse_testing::{Ran, Workdir};

/// Packages that choose code by the host.
const PACKAGES: &[(&str, &str)] = &[
    (
        "dual/package.json",
        r#"{"exports": {"workerd": "./worker.js", "node": "./node.js", "default": "./node.js"}}"#,
    ),
    ("dual/worker.js", "export const form = \"worker\";\n"),
    (
        "dual/node.js",
        "import stream from \"node:stream\";\nexport const form = stream;\n",
    ),
    ("environment/package.json", r#"{"main": "./index.js"}"#),
    (
        "environment/index.js",
        "exports.isProduction = process.env.NODE_ENV === \"production\";\nexports.root = global;\n",
    ),
];

/// A plugin that cannot be built, and what the error names.
const BROKEN: &[(&str, &[&str])] = &[
    (
        "import { deep } from \"./deep.js\";\ndeep(undefined);\nexport const handle = () => [];\n",
        &[
            "error[javascript]: TypeError: ",
            "--> src/deep.js:2:",
            "src/plugin.js:2:",
        ],
    ),
    (
        "export default function handle() {}\n",
        &["error[no-handle]: "],
    ),
    ("export default { handle() {} };\n", &["error[no-handle]: "]),
    (
        "module.exports.handle = () => [];\n",
        &["error[no-handle]: "],
    ),
    (
        "import { value } from \"machine-only\";\nexport const handle = () => value;\n",
        &[
            "error[javascript]: ",
            "machine-only",
            "--> src/plugin.js:1:",
        ],
    ),
];

/// Makes the project, and a module that only settings of the machine name.
fn project(workdir: &Workdir) {
    let project = plugins::project(
        workdir,
        "js",
        "javascript",
        &[("plugin.js", "src/plugin.js")],
    );
    let manifest = workdir.read("javascript/plugin.toml");
    workdir.write(
        "javascript/plugin.toml",
        manifest.replace("transform", "plugin"),
    );
    for (file, text) in PACKAGES {
        std::fs::create_dir_all(project.join("node_modules").join(file).parent().unwrap()).unwrap();
        std::fs::write(project.join("node_modules").join(file), text).unwrap();
    }
    workdir.write("machine/machine-only/index.js", "export const value = 1;\n");
    let hook = "if (process.argv[1]?.endsWith(\"build.mjs\")) process.exit(7);\n";
    workdir.write("machine/hook.cjs", hook);
}

/// Builds the project on a machine whose settings of Node would change the build.
fn build(workdir: &Workdir, engine: &str) -> Option<Ran> {
    let machine = workdir.path("machine");
    let mut command = Command::new(env!("CARGO_BIN_EXE_guesthouse"));
    command
        .args([
            "build",
            "javascript",
            "-o",
            "javascript.wasm",
            "--engine",
            engine,
        ])
        .current_dir(workdir.dir())
        .env(
            "NODE_OPTIONS",
            format!("--require {}", machine.join("hook.cjs").display()),
        )
        .env("NODE_PATH", machine)
        .env("NODE_ENV", "development");
    let ran = Ran::wait(command, b"");
    if ran.stderr.contains("error[missing-tool]") {
        skip("a JavaScript plugin with packages", &ran.stderr);
        return None;
    }
    Some(ran)
}

const POLICY: &str = "[plugin.javascript]\nstores = [\"paid\"]\n";

/// Returns a command that runs the plugin with a store.
fn run(workdir: &Workdir) -> Command {
    workdir.write("guesthouse.toml", POLICY);
    let mut command = plugins::run(workdir, &workdir.path("javascript.wasm"));
    command.args(["--policy", "guesthouse.toml", "--state", "state.redb"]);
    command
}

fn works(engine: &str) -> Option<Workdir> {
    let workdir = new_workdir();
    project(&workdir);
    build(&workdir, engine)?.exited(0);
    let events = [
        ("check", json!({})),
        ("asynchronous", json!({})),
        ("nothing", json!({})),
        ("started", json!({ "amount": 5 })),
        ("started", json!({ "amount": -5 })),
        ("kept", json!({})),
        ("pending", json!({})),
        ("generator", json!({})),
        ("limits", json!({})),
    ];
    let (handled, _) = plugins::handle(run(&workdir), &workdir, &events);
    handled[0].completed(&[json!([])]);
    handled[1].completed(&[json!("asynchronous-1")]);
    handled[2].completed(&[]);
    handled[3].completed(&[json!({ "amount": 5 })]);
    let lost = handled[4].failed("crashed", "exception");
    let line = 1 + workdir
        .read("javascript/src/plugin.js")
        .lines()
        .position(|line| line.contains("`lost`"))
        .unwrap();
    assert!(
        lost.starts_with("RangeError: negative amount -5\n"),
        "{lost}"
    );
    assert!(lost.contains(&format!("src/plugin.js:{line}:")), "{lost}");
    handled[5].completed(&[json!("started-3")]);
    let pending = handled[6].failed("crashed", "exception");
    assert!(pending.starts_with("Error: pending work: "), "{pending}");
    let generator = handled[7].failed("crashed", "exception");
    assert!(
        generator.contains("not a generator: collect its outputs in an array"),
        "{generator}"
    );
    // Neither the class AsyncFunction, nor the rest of asynchronous code from text, nor the engine's
    // own globals.
    handled[8].completed(&[json!(["Function", "before", false, false, false])]);
    Some(workdir)
}

#[test]
fn libraries_work_in_javascript() {
    let Some(workdir) = works("quickjs") else {
        return;
    };
    // Reading many values takes more fuel than is granted by default.
    let mut numbers = vec![1; 500_000];
    // The fast reader refuses this number, because a double would round it.
    numbers[0] = 12_345_678_901_234_567_890_u64;
    let dense = [("dense", json!(numbers))];
    plugins::handle(run(&workdir), &workdir, &dense).0[0].failed("limit", "fuel");
    let file = std::fs::metadata(workdir.path("javascript.wasm")).unwrap();
    assert!(file.len() < 5 << 20, "{}", file.len());
    workdir.write(
        "javascript/src/deep.js",
        "export function deep(value) {\n  return value.missing;\n}\n",
    );
    for (source, expected) in BROKEN {
        workdir.write("javascript/src/plugin.js", source);
        let stderr = build(&workdir, "quickjs").unwrap().exited(1).stderr;
        for part in *expected {
            assert!(stderr.contains(part), "{part} is missing in\n{stderr}");
        }
    }
}

#[test]
fn libraries_work_in_javascript_on_starlingmonkey() {
    let Some(workdir) = works("starlingmonkey") else {
        return;
    };
    let file = std::fs::metadata(workdir.path("javascript.wasm")).unwrap();
    assert!((10 << 20..14 << 20).contains(&file.len()), "{}", file.len());
}
