//! Writes the table of embedded files: SDKs, templates and pinned toolchains.
//!
//! Tests, caches and build output of the SDKs are left out, so the table lists exactly what a plugin
//! project needs.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Files and folders that are never embedded, by name.
const LEFT_OUT: [&str; 11] = [
    "node_modules",
    "target",
    "test",
    "tests",
    "testdata",
    "dist",
    "__pycache__",
    "coverage",
    "examples",
    "benches",
    "uv.lock",
];

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
    let mut table = String::from("&[\n");
    for root in roots(&here)? {
        let folder = here.join(&root);
        // Cargo watches a folder with all that is in it, and package managers and linters write into
        // the root of an SDK. Its files and subfolders are watched one by one.
        if !root.starts_with("sdk-") {
            println!("cargo::rerun-if-changed={}", folder.display());
        }
        add_folder(&folder, &root, &mut table)?;
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    fs::write(out.join("embedded.rs"), table)
}

/// The embedded folders of this crate. Those of SDKs are links to the top of the repository.
fn roots(here: &Path) -> io::Result<Vec<String>> {
    let mut roots = vec!["pinned".to_owned(), "templates".to_owned()];
    for entry in fs::read_dir(here)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with("sdk-") {
            roots.push(name);
        }
    }
    roots.sort();
    Ok(roots)
}

/// Adds the files of a folder. Names that cargo or git would apply here end in `.in`, which is cut
/// off.
fn add_folder(folder: &Path, name: &str, table: &mut String) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let file_name = entry.file_name().to_string_lossy().into_owned();
        if is_left_out(&file_name) {
            continue;
        }
        let path = entry.path();
        let name = format!("{name}/{file_name}");
        println!("cargo::rerun-if-changed={}", path.display());
        if path.is_dir() {
            add_folder(&path, &name, table)?;
        } else {
            let target = name.strip_suffix(".in").unwrap_or(&name);
            let source = path.display().to_string();
            let _ = writeln!(table, "    ({target:?}, include_bytes!({source:?})),");
        }
    }
    Ok(())
}

fn is_left_out(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with("_test.go")
        || name.ends_with(".egg-info")
        || LEFT_OUT.contains(&name)
}
