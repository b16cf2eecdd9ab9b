//! What each code of a diagnostic means. The files in `codes/` are the source of `guesthouse explain`
//! and of `docs/reference/errors.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use guesthouse_diagnostics::{Language, nearest};
use serde::{Deserialize, Serialize};

const FILES: [&str; 8] = [
    include_str!("../codes/build.toml"),
    include_str!("../codes/calls.toml"),
    include_str!("../codes/command.toml"),
    include_str!("../codes/contract.toml"),
    include_str!("../codes/file.toml"),
    include_str!("../codes/outcome.toml"),
    include_str!("../codes/policy.toml"),
    include_str!("../codes/state.toml"),
];

static PAGES: LazyLock<BTreeMap<String, Page>> = LazyLock::new(|| {
    let files = FILES.iter().map(|text| read(text).unwrap_or_default());
    files.flatten().collect()
});

/// Codes whose messages already say what their pages say.
const SAYS_ALL: [&str; 2] = ["command-line", "unknown-code"];

/// Codes that the last line of a command names.
const MAX_CODES: usize = 5;

/// The classes of outcomes whose codes a plugin may choose.
const CHOSEN_BY_PLUGINS: [&str; 3] = ["rejected", "failed", "unavailable"];

/// What a code means, and what to do.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Page {
    /// The commands that print the code; `any` stands for all of them.
    pub(crate) verbs: Vec<String>,
    pub(crate) cause: String,
    /// What is printed.
    pub(crate) example: String,
    pub(crate) mend: String,
    /// What to do in one language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) languages: BTreeMap<Language, String>,
}

fn read(text: &str) -> Result<BTreeMap<String, Page>, toml::de::Error> {
    toml::from_str(text)
}

/// Returns every code with its page, in alphabetical order.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static Page)> {
    PAGES.iter().map(|(code, page)| (code.as_str(), page))
}

/// Returns the page of a code, and the code that it is about. A code that a plugin chose has the page of
/// its class.
pub(crate) fn find(code: &str) -> Option<(&'static str, &'static Page)> {
    let exact = |code: &str| PAGES.get_key_value(code);
    let of_class = || {
        let (class, _) = code.split_once('/')?;
        CHOSEN_BY_PLUGINS.contains(&class).then(|| exact(class))?
    };
    let (code, page) = exact(code).or_else(of_class)?;
    Some((code.as_str(), page))
}

/// Returns the codes of a class of outcomes, as messages show them.
pub(crate) fn of_class(class: &str) -> Vec<String> {
    let is_inside = |code: &&str| code.split_once('/').is_some_and(|(of, _)| of == class);
    let codes = PAGES.keys().map(String::as_str).filter(is_inside);
    codes.map(|code| format!("`{code}`")).collect()
}

/// Returns the code that `text` was probably meant to be.
pub(crate) fn meant(text: &str) -> Option<&'static str> {
    let codes = || PAGES.keys().map(String::as_str);
    let without_class = |code: &&str| code.split_once('/').is_some_and(|(_, code)| code == text);
    codes()
        .find(without_class)
        .or_else(|| nearest(text, codes()))
}

/// Returns the line that says how to read more about these errors.
pub(crate) fn reference(errors: &BTreeSet<&'static str>) -> Option<String> {
    let codes: Vec<_> = errors
        .iter()
        .filter(|code| !SAYS_ALL.contains(code))
        .collect();
    match codes.as_slice() {
        [] => None,
        [code] => Some(format!(
            "For more about this error, run `guesthouse explain {code}`"
        )),
        codes => {
            let named = codes.iter().take(MAX_CODES).map(|code| format!("`{code}`"));
            Some(format!(
                "For more about an error, run `guesthouse explain CODE`, for example with {}",
                named.collect::<Vec<_>>().join(", ")
            ))
        }
    }
}

/// Returns how a language is called in a page.
pub(crate) fn title(language: Language) -> &'static str {
    match language {
        Language::Rust => "Rust",
        Language::Js => "JavaScript and TypeScript",
        Language::Python => "Python",
        Language::Go => "Go",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_pages_is_valid() {
        let files = FILES.map(|text| read(text).unwrap());
        let pages: usize = files.iter().map(BTreeMap::len).sum();
        assert_eq!(pages, PAGES.len(), "a code has two pages");
    }

    #[test]
    fn a_page_is_short_and_has_an_example_of_its_code() {
        for (code, page) in all() {
            let starts = ["error", "warning", "note"].map(|word| format!("{word}[{code}]: "));
            let fits = |line: &str| {
                let line = line.trim_start_matches("  | ");
                starts.iter().any(|start| line.starts_with(start))
            };
            assert!(page.example.lines().any(fits), "{code}: {}", page.example);
            for text in [&page.cause, &page.mend] {
                assert!(
                    text.ends_with('.') && !text.contains('\n'),
                    "{code}: {text}"
                );
            }
            assert!(page.cause.len() <= 200, "{code}: {}", page.cause);
            assert!(!page.verbs.is_empty(), "{code}");
        }
    }

    #[test]
    fn a_code_of_a_plugin_has_the_page_of_its_class() {
        assert_eq!(find("failed/out-of-tea").unwrap().0, "failed");
        assert_eq!(find("crashed/panic").unwrap().0, "crashed/panic");
        assert!(find("crashed/out-of-tea").is_none());
    }

    #[test]
    fn a_wrong_code_has_a_near_one() {
        assert_eq!(meant("no-polcy"), Some("no-policy"));
        assert_eq!(meant("panic"), Some("crashed/panic"));
        assert_eq!(meant("xyzzy"), None);
    }

    #[test]
    fn the_reference_names_each_page() {
        let line = |codes: &[&'static str]| reference(&codes.iter().copied().collect());
        assert_eq!(
            line(&["failed", "command-line"]).unwrap(),
            "For more about this error, run `guesthouse explain failed`"
        );
        let several = line(&["failed", "crashed/panic"]).unwrap();
        assert!(
            several.ends_with("for example with `crashed/panic`, `failed`"),
            "{several}"
        );
        assert_eq!(line(&["unknown-code"]), None);
    }
}
