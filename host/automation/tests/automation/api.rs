//! `docs/reference/api` lists the public items of each library crate, so that a change of the API is
//! visible in review. `BLESS=1` rewrites the lists.
//!
//! The lint `unreachable_pub` makes sure that every item that says `pub` is part of the API.

use std::fmt::Write;
use std::path::{Path, PathBuf};

const CRATES: [&str; 9] = [
    "diagnostics",
    "contract",
    "generate",
    "dynamic",
    "sandbox",
    "domain",
    "inspect",
    "automation",
    "toolchain",
];

#[test]
fn the_lists_of_public_items_are_fresh() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for name in CRATES {
        let list = list(&root.join("host").join(name).join("src"));
        assert!(list.lines().count() > 10, "{name} has no public items");
        guesthouse_testing::bless::compare_page(&format!("docs/reference/api/{name}.txt"), &list);
    }
}

/// Lists the public items of the files of a folder.
fn list(folder: &Path) -> String {
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    let mut list = String::new();
    for file in files {
        let items = items(&std::fs::read_to_string(&file).unwrap());
        if !items.is_empty() {
            let name = file.strip_prefix(folder).unwrap().display();
            write!(list, "# {name}\n{items}\n").unwrap();
        }
    }
    list
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Returns the public items of a file, and the tables of macros that define public items. Relies on
/// the layout of rustfmt.
fn items(text: &str) -> String {
    let product = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let mut lines = product.lines();
    let mut owner = None;
    let mut items = String::new();
    while let Some(line) = lines.next() {
        if line.starts_with("impl") {
            owner = Some(line.trim_end_matches(" {"));
        } else if line == "}" {
            owner = None;
        } else if has_parts(line) {
            let body: Vec<_> = lines
                .by_ref()
                .take_while(|line| *line != "}")
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect();
            writeln!(items, "{line}\n{}\n}}", body.join("\n")).unwrap();
        } else if line.trim_start().starts_with("pub ") && !line.contains('$') {
            if let Some(owner) = owner.take_if(|_| line.starts_with(' ')) {
                writeln!(items, "{owner}").unwrap();
            }
            writeln!(items, "{}", signature(line, &mut lines)).unwrap();
        }
    }
    items
}

/// Returns whether a line opens an item whose parts are public without `pub`, or a table of a macro.
fn has_parts(line: &str) -> bool {
    let is_private = ["macro_rules", "thread_local"]
        .iter()
        .any(|start| line.starts_with(start));
    let is_table = line.ends_with("! {") && !line.starts_with([' ', '/']) && !is_private;
    let is_item = ["pub enum ", "pub trait "]
        .iter()
        .any(|start| line.starts_with(start));
    line.ends_with('{') && (is_table || is_item)
}

fn signature<'a>(first: &str, rest: &mut impl Iterator<Item = &'a str>) -> String {
    let ends: &[char] = if first.contains("pub use ") {
        &[';']
    } else if first.contains("fn ") {
        &['{', ';', '}']
    } else {
        let name = first.split(" = ").next().unwrap();
        return name.trim_end_matches([' ', '{', ';', ',']).to_owned();
    };
    let mut item = first.to_owned();
    while !item.ends_with(ends) {
        let Some(more) = rest.next() else { break };
        item.push(' ');
        item.push_str(more.trim());
    }
    item.trim_end_matches([' ', '{', ';']).to_owned()
}
