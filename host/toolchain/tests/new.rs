//! What `new` makes, and what it refuses to touch.

#![allow(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]

use std::fs;

use guesthouse_toolchain::{Template, manifest};

#[test]
fn every_template_is_complete() {
    for template in Template::ALL {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("my-greeter");
        let created = template.create(&dir).unwrap();
        assert_eq!(created.name, "my-greeter");
        let source = manifest::read(&dir).unwrap();
        assert_eq!(source.manifest.name, "my-greeter");
        for file in [created.source, "plugin.toml", "events.jsonl", ".gitignore"] {
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
        let carried = ["wit/worlds.wit", "sdk"].map(|name| dir.join(".guesthouse").join(name));
        assert!(carried.iter().all(|path| path.exists()));
    }
}

#[test]
fn an_empty_folder_is_fine_and_a_used_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("used");
    fs::create_dir(&dir).unwrap();
    Template::Go.create(&dir).unwrap();
    let shown = Template::Go.create(&dir).unwrap_err().to_string();
    assert!(shown.starts_with("error[exists]:"), "{shown}");
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let shown = Template::Go.create(&file).unwrap_err().to_string();
    assert!(shown.starts_with("error[exists]:"), "{shown}");
}

#[test]
fn a_name_that_cannot_be_one_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    for (template, name) in [
        (Template::Ts, "My Plugin"),
        (Template::Rust, "fn"),
        (Template::Go, "a_b"),
    ] {
        let dir = folder.path().join(name);
        let shown = template.create(&dir).unwrap_err().to_string();
        assert!(shown.starts_with("error[invalid-name]:"), "{shown}");
        assert!(!dir.exists());
    }
}
