//! The pages for authors' first plugins: their commands print what the pages show.

use guesthouse_testing::skip::skip;

use crate::page::Page;
use crate::workdir::new_workdir;

fn first_plugin(language: &str) {
    let workdir = new_workdir();
    let page = format!("docs/guide/first-plugin-{language}.md");
    if let Err(missing) = Page::open(&workdir, &page).execute() {
        skip(&page, &missing);
    }
}

#[test]
fn a_first_plugin_in_rust() {
    first_plugin("rust");
}

#[test]
fn a_first_plugin_in_typescript() {
    first_plugin("typescript");
}

#[test]
fn a_first_plugin_in_python() {
    first_plugin("python");
}

#[test]
fn a_first_plugin_in_go() {
    first_plugin("go");
}
