//! `guesthouse explain`: every code that the product can print has a page, and every page a code.

use std::collections::{BTreeMap, BTreeSet};

use guesthouse_testing::bless::compare;
use guesthouse_testing::repository;
use serde_json::Value;

use crate::codes;
use crate::habits::shell;
use crate::workdir::new_workdir;

/// Returns the pages by code.
fn pages() -> BTreeMap<String, Value> {
    let ran = new_workdir().run(&["explain", "--format", "json"], b"");
    let lines = ran.exited(0).stdout;
    let pages = lines.lines().map(|line| {
        let page: Value = serde_json::from_str(line).unwrap();
        (page["code"].as_str().unwrap().to_owned(), page)
    });
    pages.collect()
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let pages: BTreeSet<_> = pages().into_keys().collect();
    let product = codes::of_the_product();
    let without_page: Vec<_> = product.difference(&pages).collect();
    assert!(
        without_page.is_empty(),
        "write pages in host/cli/codes for {without_page:?}"
    );
    let without_code: Vec<_> = pages.difference(&product).collect();
    assert!(
        without_code.is_empty(),
        "nothing prints {without_code:?}: remove their pages"
    );
}

/// The messages that tests expect have pages, too: this finds codes that no scan of the source finds.
#[test]
fn every_code_in_a_fixture_has_a_page() {
    let pages = pages();
    let is_known = |code: &str| {
        let class = code.split('/').next().unwrap_or_default();
        let is_chosen = ["rejected", "failed", "unavailable"].contains(&class);
        pages.contains_key(code) || is_chosen
    };
    let found = codes::of_fixtures();
    assert!(found.len() > 30, "{found:?}");
    let unknown: Vec<_> = found.iter().filter(|code| !is_known(code)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn the_reference_of_errors_is_fresh() {
    let ran = new_workdir().run(&["generate", "errors"], b"").exited(0);
    compare(&repository().join("docs/reference/errors.md"), &ran.stdout);
}

#[test]
fn a_code_is_explained_for_each_language() {
    let workdir = new_workdir();
    let ran = workdir.run(&["explain", "error[no-handle]"], b"").exited(0);
    for part in [
        "no-handle (build)\n",
        "Example:\n    error[no-handle]: ",
        "\nWhat to do:\n",
        "\n- Rust: ",
        "\n- JavaScript and TypeScript: ",
        "\n- Python: ",
        "\n- Go: ",
    ] {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
    let list = workdir.run(&["explain"], b"").exited(0).stdout;
    for part in [
        "any command:\n",
        "\nbuild:\n",
        "\ncompare:\n",
        "\n  no-handle ",
    ] {
        assert!(list.contains(part), "{part}: {list}");
    }
}

#[test]
fn an_unknown_code_suggests_the_nearest() {
    for (code, meant) in [("no-polcy", "no-policy"), ("panic", "crashed/panic")] {
        let ran = new_workdir().run(&["explain", code], b"").exited(2);
        assert_eq!(
            ran.stderr,
            format!(
                "error[unknown-code]: there is no code `{code}`\nhint: did you mean `{meant}`?\n"
            )
        );
    }
}

#[test]
fn a_class_of_outcomes_names_its_codes() {
    let ran = new_workdir().run(&["explain", "crashed"], b"").exited(2);
    let hint = "hint: its codes are `crashed/exception`, `crashed/exit`, `crashed/";
    assert!(ran.stderr.contains(hint), "{}", ran.stderr);
}

/// A terminal gets the line once, in the place of what a script would get.
#[test]
fn a_person_is_told_how_to_read_more_once() {
    let workdir = new_workdir();
    workdir.write(
        "bad/plugin.toml",
        "name = \"a\"\nworld = \"moon\"\nlanguage = \"cobol\"\n",
    );
    let line = "For more about this error, run `guesthouse explain unknown-value`";
    let script = "timeout 60 script -qec \"$0 build bad\" /dev/null";
    let shown = shell(&workdir, script, b"").stdout;
    assert_eq!(shown.matches(line).count(), 1, "{shown}");
    let ran = workdir.run(&["build", "bad"], b"").exited(2);
    assert_eq!(ran.stderr.matches("error[unknown-value]").count(), 2);
    assert!(!ran.stderr.contains("guesthouse explain"), "{}", ran.stderr);
}
