//! Builds projects with the real toolchains: `new` then `build`, and mistakes of authors.
//!
//! A test prints SKIPPED if its toolchain is missing. With `CI=true` it fails.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a failed test panics"
)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;

use guesthouse_testing::skip::skip;
use guesthouse_toolchain::{Built, Error, Project, Template};
use tempfile::TempDir;

struct Steps;

impl guesthouse_toolchain::Progress for Steps {
    fn step(&self, what: &str) {
        eprintln!("  {what}");
    }
}

/// Creates a project. All tests and runs share one target folder of cargo.
fn new(template: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut all = Template::all().iter();
    let template = all.find(|it| it.name == template).unwrap();
    template.create(&folder.path().join("my-greeter")).unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guests");
    let config = format!("[build]\ntarget-dir = {:?}\n", target.display().to_string());
    fs::create_dir(folder.path().join(".cargo")).unwrap();
    fs::write(folder.path().join(".cargo/config.toml"), config).unwrap();
    folder
}

/// Builds the project, or returns `None` if a tool is missing.
fn build(folder: &TempDir) -> Option<Result<Built, Error>> {
    let project = Project::open(&folder.path().join("my-greeter")).unwrap();
    match project.build(None, &Steps) {
        Err(Error::MissingTool(missing)) => {
            skip("building a project", &missing.to_string());
            None
        }
        result => Some(result),
    }
}

/// Replaces text in a file of the project.
fn edit(folder: &TempDir, file: &str, from: &str, to: &str) {
    let path = folder.path().join("my-greeter").join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} does not contain {from:?}");
    fs::write(path, text.replace(from, to)).unwrap();
}

/// Adds what folders of people have beside the source: pipes, sockets, links, other names, data.
fn clutter(folder: &TempDir) {
    let at = |name: &str| folder.path().join("my-greeter").join(name);
    fs::create_dir_all(at("spaces and ü/inner")).unwrap();
    for name in ["a pipe", "src.pipe", "spaces and ü/pipe"] {
        let made = std::process::Command::new("mkfifo").arg(at(name)).status();
        assert!(made.unwrap().success());
    }
    // The socket's file stays.
    drop(UnixListener::bind(at("socket")).unwrap());
    for (target, link) in [
        ("nowhere", "dangling"),
        ("itself", "itself"),
        ("..", "up"),
        ("/", "everything"),
        ("..", "spaces and ü/inner/circle"),
        ("/dev/zero", "endless"),
    ] {
        symlink(target, at(link)).unwrap();
    }
    let name = OsStr::from_bytes(b"\xff\xfe.txt");
    fs::write(at("").join(name), "").unwrap();
    let data = fs::File::create(at("data.bin")).unwrap();
    data.set_len(300 << 20).unwrap();
}

fn builds(folder: &TempDir, toolchain: &str) {
    let Some(built) = build(folder) else { return };
    let built = built.unwrap_or_else(|error| panic!("{error}"));
    assert!(built.path.ends_with("my-greeter/my-greeter.wasm"));
    let bytes = fs::read(&built.path).unwrap();
    assert_eq!(bytes.len(), built.size);
    let report = guesthouse_inspect::check(&bytes);
    assert!(report.is_plugin(), "{:#?}", report.diagnostics);
    assert_eq!(report.fits.as_deref(), Some("transform"));
    let component = report.component.unwrap();
    assert_eq!(component.manifest.unwrap().name, "my-greeter");
    let guessed = component.toolchain.unwrap_or_default();
    assert!(guessed.starts_with(toolchain), "{guessed}");
}

/// Builds a project with a mistake, and checks the error for the author.
fn refuses(folder: &TempDir, expected: &[&str]) {
    let Some(built) = build(folder) else { return };
    let shown = built.expect_err("it should not build").to_string();
    for part in expected {
        assert!(shown.contains(part), "{part:?} is missing in:\n{shown}");
    }
    assert!(!folder.path().join("my-greeter/my-greeter.wasm").exists());
}

#[test]
fn rust() {
    let project = new("rust");
    clutter(&project);
    builds(&project, "rustc");
    fs::remove_file(project.path().join("my-greeter/my-greeter.wasm")).unwrap();
    edit(
        &project,
        "src/lib.rs",
        "plugin!(Greeter);",
        "plugin!(Greeting);",
    );
    refuses(
        &project,
        &["error[compile]: cargo cannot compile the plugin\n  --> src/lib.rs:27:9\n  | error[E0"],
    );
    edit(&project, "src/lib.rs", "plugin!(Greeting);", "// no call");
    refuses(
        &project,
        &[
            "error[no-handle]: the plugin has no handler: it does not call `plugin!`",
            "guesthouse_sdk::plugin!(MyPlugin);",
        ],
    );
    edit(&project, "Cargo.toml", "crate-type = [\"cdylib\"]", "");
    edit(&project, "src/lib.rs", "// no call", "plugin!(Greeter);");
    refuses(&project, &["error[no-cdylib]", "crate-type = [\"cdylib\"]"]);
    warns_of_a_browser(&project);
    let config = project.path().join("my-greeter/.cargo/config.toml");
    fs::create_dir(project.path().join("my-greeter/.cargo")).unwrap();
    for (setting, told) in [
        (
            "[build]\nrustc-wrapper = \"no-wrapper\"",
            "error[cargo-setting]: cargo cannot start `no-wrapper`",
        ),
        (
            "[target.wasm32-wasip2]\nlinker = \"no-linker\"",
            "error[link]: `no-linker` cannot link the plugin",
        ),
    ] {
        fs::write(&config, setting).unwrap();
        refuses(&project, &[told, ".cargo/config.toml"]);
    }
    fs::remove_file(&config).unwrap();
    let call = "{ unsafe extern \"C\" { fn browser_now() -> f64; } println!(\"{}\", unsafe { browser_now() }) }";
    edit(&project, "src/lib.rs", "wasm_bindgen::now()", call);
    let unknown = "error[unknown-import]: a crate calls the function `env::browser_now`";
    refuses(&project, &[unknown]);
    let tokio = "[dependencies]\ntokio = { version = \"1\", features = [\"full\"] }";
    edit(&project, "Cargo.toml", "[dependencies]", tokio);
    refuses(
        &project,
        &[
            "error[unsupported-crate]: the crate `tokio` does not compile for a plugin (my-greeter → tokio)\n  | error: Only features sync,macros,io-util,rt,time are supported on wasm.\n",
            "hint: a plugin has no sockets",
        ],
    );
    edit(&project, "Cargo.toml", tokio, "[dependencies]");
    add_c_crate(&project);
    refuses(
        &project,
        &[
            "error[c-dependency]: the crate `native-sys` needs a C compiler or a C library (my-greeter → native-sys)",
            "hint: a plugin is built for WebAssembly, for which there is no C compiler",
        ],
    );
}

/// Uses a crate that behaves like wasm-bindgen on a target without JavaScript.
fn warns_of_a_browser(folder: &TempDir) {
    let dir = folder.path().join("my-greeter/bindgen");
    fs::create_dir_all(dir.join("src")).unwrap();
    let manifest =
        "[package]\nname = \"wasm-bindgen\"\nversion = \"0.2.100\"\nedition = \"2024\"\n";
    fs::write(dir.join("Cargo.toml"), manifest).unwrap();
    let code = "pub fn now() { panic!(\"cannot call wasm-bindgen imported functions on non-wasm targets\") }";
    fs::write(dir.join("src/lib.rs"), code).unwrap();
    let dependency = "[dependencies]\nwasm-bindgen = { path = \"bindgen\" }";
    edit(folder, "Cargo.toml", "[dependencies]", dependency);
    edit(
        folder,
        "Cargo.toml",
        "[lib]",
        "[lib]\ncrate-type = [\"cdylib\"]",
    );
    edit(
        folder,
        "src/lib.rs",
        "println!(\"greeting {author}\")",
        "wasm_bindgen::now()",
    );
    let Some(built) = build(folder) else { return };
    let shown = built.unwrap().diagnostics.remove(0).to_string();
    let expected = "warning[browser-dependency]: a crate calls functions of a browser (my-greeter → wasm-bindgen)";
    assert!(shown.starts_with(expected), "{shown}");
    fs::remove_file(folder.path().join("my-greeter/my-greeter.wasm")).unwrap();
}

/// Adds a dependency that compiles C, as crates do whose names end in `-sys`.
fn add_c_crate(folder: &TempDir) {
    let dir = folder.path().join("my-greeter/native-sys");
    fs::create_dir_all(dir.join("src")).unwrap();
    let manifest =
        "[package]\nname = \"native-sys\"\nedition = \"2024\"\n[build-dependencies]\ncc = \"1\"\n";
    let build = "fn main() { cc::Build::new().file(\"native.c\").compile(\"native\"); }\n";
    let code = "#include <stdlib.h>\nint two(void) { return 2; }\n";
    for (file, text) in [
        ("Cargo.toml", manifest),
        ("build.rs", build),
        ("native.c", code),
        ("src/lib.rs", ""),
    ] {
        fs::write(dir.join(file), text).unwrap();
    }
    edit(
        folder,
        "Cargo.toml",
        "[dependencies]",
        "[dependencies]\nnative-sys = { path = \"native-sys\" }",
    );
}

#[test]
fn typescript() {
    let project = new("ts");
    // Settings for other programs, and a test that Node runs.
    edit(
        &project,
        "tsconfig.json",
        "\"noEmit\": true,",
        "\"composite\": true, \"isolatedDeclarations\": true, \"rootDir\": \"src\", \"lib\": [\"ES2022\"],",
    );
    edit(
        &project,
        "tsconfig.json",
        "\"include\": [\"src\"]",
        "\"include\": [\"src\"], \"references\": [{ \"path\": \"../absent\" }]",
    );
    let test = project.path().join("my-greeter/src/plugin.test.ts");
    fs::write(test, "import test from \"node:test\";\ntest(1);\n").unwrap();
    builds(&project, "componentize-qjs");
    fs::remove_file(project.path().join("my-greeter/my-greeter.wasm")).unwrap();
    edit(
        &project,
        "src/plugin.ts",
        "return [Output",
        "return [1 + Output",
    );
    refuses(
        &project,
        &["error[typescript]: TS", "--> src/plugin.ts:18:11"],
    );
    edit(
        &project,
        "src/plugin.ts",
        "return [1 + Output",
        "return [Output",
    );
    edit(
        &project,
        "src/plugin.ts",
        "handle(event: Event)",
        "handle(event: Event, context: string)",
    );
    refuses(
        &project,
        &[
            "error[typescript]: TS1360: Type '(event: Event, context: string) => Output[]'",
            "--> src/plugin.ts:7:17",
            "hint: `handle` takes one event",
        ],
    );
    edit(
        &project,
        "src/plugin.ts",
        "handle(event: Event, context: string)",
        "handle(event: Event)",
    );
    edit(
        &project,
        "src/plugin.ts",
        "export function handle",
        "export function handel",
    );
    let missing =
        "error[no-handle]: `src/plugin.ts` does not export `handle`\n  --> src/plugin.ts:1:1";
    refuses(&project, &[missing]);
}

#[test]
fn javascript() {
    let project = new("js");
    clutter(&project);
    builds(&project, "componentize-qjs");
    // A snapshot has the state of the engine, such as the seeds of its random numbers.
    let component = project.path().join("my-greeter/my-greeter.wasm");
    let first = fs::read(&component).unwrap();
    builds(&project, "componentize-qjs");
    assert_ne!(first, fs::read(&component).unwrap(), "the builds are equal");
    fs::remove_file(component).unwrap();
    edit(
        &project,
        "src/plugin.js",
        "import {",
        "import fs from \"node:fs\";\nimport {",
    );
    let expected = [
        "error[javascript]: `node:fs` is a module of Node.js, which a plugin does not have: src/plugin.js -> node:fs",
        "--> src/plugin.js:1:16",
    ];
    refuses(
        &project,
        &[expected[0], expected[1], "hint: a plugin has no files"],
    );
    edit(
        &project,
        "src/plugin.js",
        "import fs from \"node:fs\";",
        "import { state } from \"@guesthouse/sdk\";",
    );
    edit(
        &project,
        "src/plugin.js",
        "const data",
        "state.open(\"a\");\n  const data",
    );
    refuses(
        &project,
        &["error[beyond-world]: the plugin uses `guesthouse:automation/state@0.1.0`"],
    );
}

#[test]
fn a_javascript_export_that_cannot_be_called_is_at_its_line() {
    let project = new("js");
    let source = project.path().join("my-greeter/src/plugin.js");
    for (text, kind, place) in [
        (
            "\nexport let handle = {};\n",
            "an object of class Object",
            "2:12",
        ),
        ("class A {}\nexport { A as handle };\n", "a class", "1:7"),
    ] {
        fs::write(&source, text).unwrap();
        let told = format!(
            "error[handle-shape]: `handle` is exported, but it is not a function: it is {kind}\n  --> src/plugin.js:{place}\n"
        );
        refuses(&project, &[&told]);
    }
}

#[test]
fn starlingmonkey() {
    let engine = "language = \"js\"\n[build]\nengine = \"starlingmonkey\"";
    let project = new("ts");
    edit(&project, "plugin.toml", "language = \"js\"", engine);
    builds(&project, "componentize-js (StarlingMonkey)");
    let project = new("js");
    edit(&project, "plugin.toml", "language = \"js\"", engine);
    let source = project.path().join("my-greeter/src/plugin.js");
    fs::write(
        source,
        "export const none = /\\p{None}/u;\nexport const handle = () => [none];\n",
    )
    .unwrap();
    let told = "error[javascript]: SyntaxError: invalid property name in regular expression: \\p{None}\n  --> src/plugin.js:1:";
    refuses(&project, &[told]);
}

#[test]
fn python() {
    let project = new("python");
    let at = |name: &str| project.path().join("my-greeter").join(name);
    fs::create_dir(at("src")).unwrap();
    fs::rename(at("plugin.py"), at("src/plugin.py")).unwrap();
    refuses(
        &project,
        &["error[no-source]: ", "hint: move src/plugin.py and"],
    );
    fs::rename(at("src/plugin.py"), at("plugin.py")).unwrap();
    clutter(&project);
    builds(&project, "componentize-py");
    fs::remove_file(project.path().join("my-greeter/my-greeter.wasm")).unwrap();
    for (wrong, expected) in [
        (
            "def handel(",
            "error[no-handle]: plugin.py has no function `handle`\n  --> plugin.py:1:1",
        ),
        (
            "async def handle(",
            "error[invalid-handle]: `handle` is `async`, but plugins are synchronous\n  --> \
             plugin.py:6:1",
        ),
        (
            "def handle(context, ",
            "error[invalid-handle]: `handle` must accept one argument, the event\n  --> \
             plugin.py:6:1",
        ),
        ("def handle(]", "error[python-syntax]: SyntaxError: "),
        (
            "def handle(event):\n    yield event\n\n\ndef handel(",
            "error[invalid-handle]: `handle` is a generator, because it contains `yield`, but it \
             must return its outputs\n  --> plugin.py:6:1",
        ),
        (
            "handle = {}\ndef handel(",
            "error[invalid-handle]: `handle` is not a function\n  --> plugin.py:6:1",
        ),
    ] {
        edit(&project, "plugin.py", "def handle(", wrong);
        refuses(&project, &[expected]);
        edit(&project, "plugin.py", wrong, "def handle(");
    }
    let requirements = project.path().join("my-greeter/requirements.txt");
    fs::write(&requirements, "guesthouse-has-no-such-package\n").unwrap();
    refuses(
        &project,
        &[
            "error[packages]: the package index has no package `guesthouse-has-no-such-package`\n  --> \
             requirements.txt",
        ],
    );
    fs::write(&requirements, "-r requirements.txt\n").unwrap();
    refuses(
        &project,
        &["error[packages]: `requirements.txt` includes itself\n  --> requirements.txt\n"],
    );
    fs::remove_file(requirements).unwrap();
    for module in ["guesthouse_sdk.py", "wit_world.py"] {
        fs::write(at(module), "").unwrap();
        let told = format!("error[hiding-module]: `{module}` hides a module that the build needs");
        refuses(&project, &[&told]);
        fs::remove_file(at(module)).unwrap();
    }
    edit(
        &project,
        "plugin.py",
        "def handle(",
        "print('printed')\nimport numpy\ndef handle(",
    );
    refuses(
        &project,
        &[
            "printed\n",
            "Traceback (most recent call last):",
            "plugin.py\", line 7",
            "No module named 'numpy'",
            "hint: add `numpy` to requirements.txt, or put the module beside plugin.py",
        ],
    );
    fs::write(at("requirements.txt"), "cryptography\n").unwrap();
    edit(
        &project,
        "plugin.py",
        "import numpy",
        "from cryptography import x509",
    );
    refuses(
        &project,
        &[
            "plugin.py:7: the package `cryptography` needs its native modules, but a plugin runs \
             only pure Python\n",
            "hint: use a package in pure Python instead\n",
        ],
    );
    edit(
        &project,
        "plugin.py",
        "from cryptography",
        "def late():\n    from cryptography",
    );
    let Some(built) = build(&project) else { return };
    let warnings = built.unwrap().warnings;
    let told =
        "`import cryptography.x509` in a function will fail: the package `cryptography` needs";
    assert!(warnings.contains(told), "{warnings}");
}

#[test]
fn go() {
    let project = new("go");
    clutter(&project);
    builds(&project, "Go go1.27");
    fs::remove_file(project.path().join("my-greeter/my-greeter.wasm")).unwrap();
    edit(&project, "plugin.go", "return nil, nil", "return nil");
    refuses(
        &project,
        &[
            "error[compile]: go cannot compile the plugin\n  --> plugin.go:19:10\n",
            "plugin.go:19:10: not enough return values",
        ],
    );
    edit(&project, "plugin.go", "return nil\n", "return nil, nil\n");
    edit(
        &project,
        "plugin.go",
        "\"guesthouse.dev/sdk/config\"",
        "\"guesthouse.dev/sdk/config\"\n\t\"guesthouse.dev/sdk/state\"",
    );
    edit(
        &project,
        "plugin.go",
        "payload, err :=",
        "_, _ = state.Open(\"a\")\n\tpayload, err :=",
    );
    refuses(
        &project,
        &["error[beyond-world]: the plugin uses `guesthouse:automation/"],
    );
    edit(&project, "plugin.go", "sdk.Handle(handle)", "_ = handle");
    refuses(&project, &["error[no-handle]: the plugin has no handler"]);
    let dir = project.path().join("my-greeter");
    let code = "package main\n\n// int two(void) { return 2; }\nimport \"C\"\n\nfunc two() int { return int(C.two()) }\n";
    fs::write(dir.join("native.go"), code).unwrap();
    edit(&project, "plugin.go", "_ = handle", "_, _ = handle, two()");
    refuses(
        &project,
        &["error[c-dependency]: the plugin contains C: native.go"],
    );
    edit(&project, "plugin.go", "package main", "package plugin");
    fs::rename(dir.join("native.go"), dir.join("native.off")).unwrap();
    let told = "error[not-main]: the plugin's package is `plugin`, but a plugin is a package `main`\n  --> plugin.go:2:1";
    refuses(&project, &[told]);
    fs::rename(dir.join("native.off"), dir.join("native.go")).unwrap();
    edit(&project, "plugin.go", "package plugin", "package main");
    edit(
        &project,
        "plugin.go",
        "_, _ = handle, two()",
        "sdk.Handle(handle)",
    );
    add_optional_c(&project);
    edit(&project, "plugin.go", "_, _ = state.Open(\"a\")", "");
    edit(&project, "plugin.go", "\"guesthouse.dev/sdk/state\"", "");
    let Some(built) = build(&project) else { return };
    let warning = built.unwrap().diagnostics.remove(0).to_string();
    assert!(
        warning.starts_with("warning[c-dependency]: the plugin is built without 2 files of example.com/lite, native.go\n"),
        "{warning}"
    );
}

/// The digests of bbolt and of what it uses.
const GO_SUM: &str = "\
go.etcd.io/bbolt v1.4.0 h1:TU77id3TnN/zKr7CO/uk+fBCwF2jGcMuw2B/FMAzYIk=
go.etcd.io/bbolt v1.4.0/go.mod h1:AsD+OCi/qPN1giOX1aiLAha3o1U8rAz65bvN4j0sRuk=
golang.org/x/sys v0.29.0 h1:TPYlXGxvx1MGTn2GiZDhnjPA9wZzZeGKHHmKhHYvgaU=
golang.org/x/sys v0.29.0/go.mod h1:/VUhepiaJMQUp4+oa/7Zr1D23ma6VTLIYjOOTFZPUcA=
";

#[test]
fn a_go_module_that_does_not_compile_is_named_with_its_importers() {
    let project = new("go");
    let dir = project.path().join("my-greeter");
    let path = dir.join("go.mod");
    let module = fs::read_to_string(&path).unwrap();
    let added = "require golang.org/x/sys v0.29.0\nrequire go.etcd.io/bbolt v1.4.0\n";
    fs::write(path, module + added).unwrap();
    fs::write(dir.join("go.sum"), GO_SUM).unwrap();
    fs::create_dir(dir.join("store")).unwrap();
    edit(
        &project,
        "plugin.go",
        "import (",
        "import (\n\t_ \"my-greeter/store\"",
    );
    for (import, message, detail) in [
        (
            "go.etcd.io/bbolt",
            "the module `go.etcd.io/bbolt` v1.4.0 does not compile for a plugin (my-greeter → my-greeter/store → go.etcd.io/bbolt)",
            "undefined",
        ),
        (
            "golang.org/x/sys/windows",
            "the module `golang.org/x/sys` v0.29.0 does not compile for a plugin (my-greeter → my-greeter/store → golang.org/x/sys/windows)",
            "build constraints exclude all Go files",
        ),
    ] {
        let source = format!("package store\n\nimport _ \"{import}\"\n");
        fs::write(dir.join("store/store.go"), source).unwrap();
        let told = format!("error[unsupported-module]: {message}\n");
        refuses(&project, &[&told, detail, "//go:build !wasip1"]);
    }
    // The author's own mistake is not one of the module.
    let source = "package store\n\nimport \"golang.org/x/sys/unix\"\n\nvar _ = unix.Mmap\n";
    fs::write(dir.join("store/store.go"), source).unwrap();
    refuses(
        &project,
        &["error[compile]: go cannot compile the plugin\n  --> store/store.go:5:14"],
    );
}

/// Adds a module that works only with C, and that compiles without: `go-sqlite3` is one.
fn add_optional_c(folder: &TempDir) {
    let dir = folder.path().join("my-greeter/lite");
    fs::create_dir(&dir).unwrap();
    let native = "package lite\n\nimport \"C\"\n";
    for (file, text) in [
        ("go.mod", "module example.com/lite\n"),
        ("a.go", native),
        ("b.go", native),
        ("without.go", "//go:build !cgo\n\npackage lite\n"),
        (
            "windows.go",
            "//go:build windows\n\npackage lite\n\nimport \"C\"\n",
        ),
    ] {
        fs::write(dir.join(file), text).unwrap();
    }
    edit(
        folder,
        "plugin.go",
        "import (",
        "import (\n\t_ \"example.com/lite\"",
    );
    let path = folder.path().join("my-greeter/go.mod");
    let module = fs::read_to_string(&path).unwrap();
    let added = "require example.com/lite v0.0.0\nreplace example.com/lite => ./lite\n";
    fs::write(path, module + added).unwrap();
}
