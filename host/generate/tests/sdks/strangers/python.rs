use std::path::Path;
use std::process::Command;

use guesthouse_diagnostics::Language;
use guesthouse_testing::skip;

use super::{Generated, generate, run, write};

#[test]
fn python_accepts_contracts_of_strangers() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let worlds = generate(Language::Python, str::to_owned);
    worlds.iter().for_each(|it| write_world(dir, it));
    let tools = [
        ("mypy", "--strict --no-incremental --cache-dir=/dev/null ."),
        (
            "ruff",
            "check --isolated --no-cache --select E4,E7,E9,F --ignore E741 sdk",
        ),
        ("ruff", "check --isolated --no-cache --ignore E741 plugins"),
        (
            "ruff",
            "format --isolated --no-cache --check --diff plugins tests",
        ),
        // ruff does not know that the plugins are modules of the projects.
        (
            "ruff",
            "check --isolated --no-cache --ignore E741,I001 tests",
        ),
        ("pytest", "-q -p no:cacheprovider tests"),
    ];
    for (tool, args) in tools {
        let installed = Command::new("python3")
            .args(["-c", &format!("import {tool}")])
            .output();
        if !installed.unwrap().status.success() {
            return skip::skip(tool, "`just setup-python` installs it");
        }
        let mut command = Command::new("python3");
        command
            .args(["-B", "-m", tool])
            .args(args.split(' '))
            .current_dir(dir);
        let sdk = dir.join("sdk");
        let known = std::env::var_os("PYTHONPATH").unwrap_or_default();
        let paths = [known, dir.join("plugins").into(), sdk.clone().into()];
        let paths = std::env::join_paths(paths.iter().filter(|it| !it.is_empty())).unwrap();
        run(command.env("PYTHONPATH", paths).env("MYPYPATH", sdk), false);
    }
}

/// The modules of all projects are in one folder.
fn write_world(dir: &Path, it: &Generated) {
    for file in &it.sdk {
        write(&dir.join("sdk").join(&file.path), &file.text);
    }
    for file in it.project.iter().filter(|file| file.path.ends_with(".py")) {
        let own = format!("import plugin_{} as plugin\n", it.name);
        let text = file.text.replace("import plugin\n", &own);
        let path = file.path.replace("plugin", &format!("plugin_{}", it.name));
        let folder = if path.starts_with("test_") {
            "tests"
        } else {
            "plugins"
        };
        write(&dir.join(folder).join(path), &text);
    }
}
