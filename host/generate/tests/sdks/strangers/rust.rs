use std::path::Path;
use std::process::Command;

use guesthouse_diagnostics::Language;

use super::{Generated, generate, run, write};

#[test]
fn rust_compiles_contracts_of_strangers() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let worlds = generate(Language::Rust, str::to_owned);
    worlds.iter().for_each(|it| write_world(dir, it));
    let members = worlds.iter();
    let members = members.map(|it| format!("\"{0}\", \"{0}/.guesthouse/sdk\"", it.name));
    let members = members.collect::<Vec<_>>().join(", ");
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n");
    write(&dir.join("Cargo.toml"), &workspace);
    // The profile is that of plugins, whose dependencies may be compiled already.
    let check = |args: &[&str]| {
        let mut command = Command::new("cargo");
        command
            .args(["check", "--quiet", "--workspace", "--keep-going"])
            .args(args);
        run(command.current_dir(dir), true);
    };
    check(&["--tests"]);
    check(&["--release", "--target", "wasm32-wasip2"]);
}

fn write_world(dir: &Path, it: &Generated) {
    let own = dir.join(&it.name);
    for file in &it.sdk {
        write(&own.join(".guesthouse/sdk").join(&file.path), &file.text);
    }
    write(&own.join(".guesthouse/wit/contract.wit"), &it.wit);
    for file in &it.project {
        // They are members of one workspace.
        let (text, _) = file
            .text
            .split_once("\n# A plugin is a workspace")
            .unwrap_or((&file.text, ""));
        let text = text.replace("\"stranger\"", &format!("\"stranger-{}\"", it.name));
        let (text, _) = text.split_once("\n# Small, but").unwrap_or((&text, ""));
        write(&own.join(&file.path), text);
    }
}
