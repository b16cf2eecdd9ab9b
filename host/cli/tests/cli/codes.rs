//! The codes that the product can print, read from its source, from the source of the SDKs and from the
//! tables of outcomes.

mod outcomes;
mod scan;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use guesthouse_diagnostics::RefusalCode;
use guesthouse_testing::repository;

use scan::Scan;

/// The crates of the product.
const CRATES: [&str; 10] = [
    "automation",
    "cli",
    "contract",
    "diagnostics",
    "domain",
    "dynamic",
    "generate",
    "inspect",
    "sandbox",
    "toolchain",
];

/// Files that pass on a code which comes from elsewhere, and the place where this test finds it.
const FORWARDS: [(&str, &str); 6] = [
    ("cli/src/verbs/component/report.rs", "the outcomes"),
    ("cli/src/verbs/run/advice.rs", "the outcomes"),
    ("cli/src/verbs/run/repeats.rs", "the first diagnostic"),
    ("diagnostics/src/refusal.rs", "the table of refusals"),
    (
        "diagnostics/src/toml_file.rs",
        "the callers of `report_unknown`",
    ),
    ("toolchain/src/python/check.rs", "check.py"),
];

/// Returns every code.
pub(crate) fn of_the_product() -> BTreeSet<String> {
    let mut codes = of_diagnostics();
    codes.extend(RefusalCode::ALL.iter().map(|code| code.code().to_owned()));
    codes.extend(outcomes::codes());
    // The hook of panics writes its message itself.
    assert!(read("host/cli/src/panics.rs").contains("error[host-bug]"));
    codes
}

fn of_diagnostics() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let mut functions = BTreeMap::new();
    let mut called = BTreeSet::new();
    let mut forwards = BTreeSet::new();
    for name in CRATES {
        for path in files(&format!("host/{name}/src"), "rs") {
            let scan = Scan::of(&read(&format!("host/{name}/src/{}", path.display())));
            codes.extend(scan.codes);
            functions.extend(scan.functions);
            called.extend(scan.called);
            if scan.has_unknown {
                forwards.insert(Path::new(name).join("src").join(path));
            }
        }
    }
    let expected: BTreeSet<_> = FORWARDS.iter().map(|(it, _)| PathBuf::from(it)).collect();
    assert_eq!(forwards, expected, "files whose codes are not literals");
    for name in called {
        codes.extend(functions.remove(&name).unwrap_or_default());
    }
    codes.extend(quoted(
        &read("host/toolchain/src/python/check.py"),
        "finding(\"",
    ));
    for script in files("sdk-js/build", "mjs") {
        let text = read(&format!("sdk-js/build/{}", script.display()));
        codes.extend(quoted(&text, "code: \""));
    }
    codes
}

/// Returns the codes in the messages that tests expect.
pub(crate) fn of_fixtures() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for (folder, extension) in [
        ("host/cli/tests/messages", "txt"),
        ("host/automation/tests/policies", "stderr"),
    ] {
        for file in files(folder, extension) {
            let text = read(&format!("{folder}/{}", file.display()));
            codes.extend(text.lines().filter_map(code_of_message));
        }
    }
    codes
}

/// Returns the code of a line like `error[no-policy]: ...`.
fn code_of_message(line: &str) -> Option<String> {
    let (severity, rest) = line.split_once('[')?;
    let (code, _) = rest.split_once("]: ")?;
    let is_message = ["error", "warning", "note"].contains(&severity);
    is_message.then(|| code.to_owned())
}

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).unwrap()
}

/// Returns the paths of the files below a folder, without those for tests.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let root = repository().join(folder);
    let mut waiting = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.is_symlink() {
                waiting.push(path);
            } else if path.extension().is_some_and(|it| it == extension) {
                found.push(path.strip_prefix(&root).unwrap().to_owned());
            }
        }
    }
    found.retain(|path| !path.ends_with("tests.rs"));
    found
}

/// Returns the codes between `start` and the next quote.
fn quoted(text: &str, start: &str) -> Vec<String> {
    let parts = text.split(start).skip(1);
    let codes = parts.filter_map(|part| part.split('"').next());
    codes
        .filter(|code| is_code(code))
        .map(str::to_owned)
        .collect()
}

/// Whether a text looks like a code: words of lower-case letters and digits.
fn is_code(text: &str) -> bool {
    let is_word = |word: &str| {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b':';
        !word.is_empty() && word.bytes().all(plain)
    };
    text.split('-').all(is_word)
}
