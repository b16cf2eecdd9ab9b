//! A Python plugin whose libraries use files, packages, clocks and what a plugin does not have.

use std::path::Path;
use std::process::Command;

use crate::plugins;
use crate::workdir::new_workdir;
use guesthouse_testing::skip::skip;
use guesthouse_testing::{Ran, Workdir};

const SOURCE: &[&str] = &[
    "plugin.py",
    "profile.py",
    "requirements.txt",
    "templates/hello.txt",
    "test.py",
    "words/__init__.py",
    "words/late.py",
    "words/list.txt",
];

const EVENTS: &str = r#"{"specversion":"1.0","id":"1","source":"/s","type":"check"}
{"specversion":"1.0","id":"2","source":"/s","type":"environment"}
{"specversion":"1.0","id":"3","source":"/s","type":"check","time":"9999-12-31T23:59:59Z"}
"#;

/// Makes a project, and a module in a folder that only settings of the machine name.
fn project(workdir: &Workdir) {
    workdir
        .run(&["new", "--lang", "python", "libraries"], b"")
        .exited(0);
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/python");
    for file in SOURCE {
        let text = std::fs::read(source.join(file)).unwrap();
        workdir.write(&format!("libraries/{file}"), text);
    }
    workdir.write("machine/lib/site-packages/machine_only.py", "");
    workdir.write("machine/machine_only.py", "");
    let settings =
        "[install]\nuser = true\nno-binary = :all:\n[global]\nrequire-virtualenv = true\n";
    workdir.write("machine/pip.conf", settings);
}

/// Builds the project on a machine whose settings of Python would change the build.
fn build(workdir: &Workdir) -> Command {
    let machine = workdir.path("machine");
    let mut command = Command::new(env!("CARGO_BIN_EXE_guesthouse"));
    command
        .args(["build", "libraries", "-o", "libraries.wasm"])
        .current_dir(workdir.dir())
        .env("PYTHONPATH", &machine)
        .env("PYTHONHOME", &machine)
        .env("VIRTUAL_ENV", &machine)
        .env("PIP_CONFIG_FILE", machine.join("pip.conf"))
        .env("PIP_TARGET", &machine)
        .env("PIP_REQUIRE_HASHES", "1");
    command
}

#[test]
fn libraries_work_in_python() {
    let workdir = new_workdir();
    project(&workdir);
    let built = Ran::wait(build(&workdir), b"");
    if built.stderr.contains("error[missing-tool]") {
        return skip("a Python plugin with packages", &built.stderr);
    }
    let built = built.exited(0);
    let hidden = "warning[hidden-module]: `import profile` finds a module of Python's library, not \
                  `profile.py`";
    // jinja2 needs a package that has only native wheels, and jsonschema still gets a pure one.
    let older =
        "warning[older-package]: the plugin has `jsonschema` 4.17.3, which is not the newest";
    for wanted in ["printed by the module", hidden, older] {
        assert!(built.stderr.contains(wanted), "{}", built.stderr);
    }

    let mut command = plugins::run(&workdir, &workdir.path("libraries.wasm"));
    command.args(["--outcomes", "outcomes.jsonl"]);
    let ran = Ran::wait(command, EVENTS.as_bytes()).exited(1);
    let outputs: Vec<serde_json::Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let texts: Vec<_> = outputs.iter().map(|output| &output["data"]).collect();
    assert_eq!(texts, ["61"], "{}", ran.stderr);
    for wanted in [
        "a sleep does not wait: it only moves the guest's clock",
        "a plugin has no environment variables: read a setting of the policy",
        "plugin.py:",
        "time-out-of-range",
    ] {
        assert!(ran.stderr.contains(wanted), "{wanted}\n{}", ran.stderr);
    }
}
