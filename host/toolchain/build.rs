//! Writes a table of everything the tool carries: SDKs, templates and pinned toolchains.
//!
//! Tests, caches and build output of the SDKs stay out, so the table is a list of what a plugin
//! project needs and nothing else.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Folders of this crate that are carried; the SDKs are links to the neighbouring rooms. Names that
/// cargo or git would take for their own files end in `.in` here, which is cut off.
const ROOTS: [&str; 6] = [
    "sdk-rust",
    "sdk-js",
    "sdk-python",
    "sdk-go",
    "templates",
    "pinned",
];

/// What is never carried, by file or folder name.
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
    for root in ROOTS {
        let folder = here.join(root);
        println!("cargo::rerun-if-changed={}", folder.display());
        if folder.is_dir() {
            add_folder(&folder, root, &mut table)?;
        }
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    fs::write(out.join("carried.rs"), table)
}

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
            let name = name.strip_suffix(".in").unwrap_or(&name);
            let path = path.display().to_string();
            let _ = writeln!(table, "    ({name:?}, include_bytes!({path:?})),");
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
