//! Projects of `guesthouse new`, and folders that it refuses to change.

#![allow(clippy::unwrap_used, reason = "a failed test panics")]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;

use guesthouse_toolchain::{Project, Template, manifest};

fn template(name: &str) -> Template {
    let mut all = Template::all().iter();
    *all.find(|template| template.name == name).unwrap()
}

#[test]
fn every_template_is_complete() {
    for template in Template::all() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("my-greeter");
        let created = template.create(&dir).unwrap();
        assert_eq!(created.name, "my-greeter");
        let source = manifest::read(&dir).unwrap();
        assert_eq!(source.manifest.name, "my-greeter");
        for file in [
            created.source.as_str(),
            "plugin.toml",
            "events.jsonl",
            ".gitignore",
        ] {
            assert!(
                created.files.iter().any(|made| made == file),
                "{file}: {:?}",
                created.files
            );
        }
        for file in &created.files {
            let text = fs::read_to_string(dir.join(file)).unwrap();
            assert!(!text.contains("{{"), "{file}");
        }
        for unpacked in ["wit/worlds.wit", "sdk"] {
            assert!(dir.join(".guesthouse").join(unpacked).exists());
        }
    }
}

#[test]
fn an_empty_folder_is_used_and_any_other_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("used");
    fs::create_dir(&dir).unwrap();
    template("go").create(&dir).unwrap();
    let shown = template("go").create(&dir).unwrap_err().to_string();
    assert!(shown.starts_with("error[exists]:"), "{shown}");
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let shown = template("go").create(&file).unwrap_err().to_string();
    assert!(shown.starts_with("error[exists]:"), "{shown}");
}

#[test]
fn an_invalid_name_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    for (template, name) in [
        (template("ts"), "My Plugin"),
        (template("rust"), "fn"),
        (template("go"), "a_b"),
    ] {
        let dir = folder.path().join(name);
        let shown = template.create(&dir).unwrap_err().to_string();
        assert!(shown.starts_with("error[invalid-name]:"), "{shown}");
        assert!(!dir.exists());
    }
}

#[test]
fn a_pipe_in_the_place_of_a_source_is_refused() {
    for (name, file) in [
        ("rust", "plugin.toml"),
        ("rust", "Cargo.toml"),
        ("rust", "src/lib.rs"),
        ("ts", "package.json"),
        ("ts", "src/plugin.ts"),
        ("python", "pyproject.toml"),
        ("python", "requirements.txt"),
        ("python", "plugin.py"),
        ("go", "go.mod"),
        ("go", "plugin.go"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("my-greeter");
        template(name).create(&dir).unwrap();
        let pipe = dir.join(file);
        // No template has a requirements.txt.
        fs::remove_file(&pipe).ok();
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let shown = Project::open(&dir).unwrap_err().to_string();
        let expected = format!("{file}` is a named pipe, not a regular file");
        assert!(shown.starts_with("error[irregular-file]: "), "{shown}");
        assert!(shown.contains(&expected), "{shown}");
    }
}

#[test]
fn a_folder_that_no_tool_could_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let renamed = folder.path().join(OsStr::from_bytes(b"\xff"));
    let made = folder.path().join("my-greeter");
    template("ts").create(&made).unwrap();
    fs::rename(made, &renamed).unwrap();
    let shown = Project::open(&renamed).unwrap_err().to_string();
    assert!(shown.starts_with("error[path-not-utf8]: "), "{shown}");
}
