//! The pinned versions of everything that builds plugins.

use serde::de::DeserializeOwned;
use toml::Table;

/// The file with the pinned versions, in one table for each language.
pub(crate) const TEXT: &str = include_str!("../pinned/toolchains.toml");

/// Reads the table of a language. Its type names every key of the table.
#[expect(
    clippy::expect_used,
    reason = "the text is part of this build and a test reads every table"
)]
pub(crate) fn read<T: DeserializeOwned>(language: &str) -> T {
    let mut tables: Table = toml::from_str(TEXT).expect("the pins are TOML");
    let table = tables.remove(language).expect("the language has pins");
    table.try_into().expect("the pins have the expected keys")
}

/// Whether a version such as `v20.20.2` or `go1.26.8` is at least `least`.
pub(crate) fn at_least(found: &str, least: &str) -> bool {
    numbers(found) >= numbers(least)
}

fn numbers(version: &str) -> Vec<u32> {
    let digits = version.trim_start_matches(|c: char| !c.is_ascii_digit());
    let plain = digits
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .next()
        .unwrap_or_default();
    plain
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolchain;
    use guesthouse_inspect::Language;

    #[test]
    fn every_pinned_package_has_the_version_that_doctor_names() {
        for language in Language::ALL {
            for packages in toolchain(language).packages() {
                let pins: String = packages
                    .pins()
                    .filter(|(name, _)| *name != "package-lock.json")
                    .map(|(_, bytes)| String::from_utf8_lossy(bytes).replace(['"', ':', '='], " "))
                    .collect();
                let words: Vec<_> = pins.split_whitespace().collect();
                for package in (packages.contents)().split(", ") {
                    let (name, version) = package.split_once(' ').unwrap();
                    let pinned = words.windows(2).any(|pair| {
                        let [word, next] = pair else { return false };
                        word.ends_with(name) && next.trim_end_matches(',') == version
                    });
                    assert!(pinned, "{package} is not in pinned/{}", packages.name);
                }
            }
        }
    }

    #[test]
    fn compares_versions_by_number() {
        assert!(at_least("v20.20.2", "20.0"));
        assert!(at_least("go version go1.26.8 linux/amd64", "1.21"));
        assert!(at_least("Python 3.11.7", "3.10"));
        assert!(at_least("go1.27rc1", "1.27"));
        assert!(!at_least("3.9.18", "3.10"));
        assert!(!at_least("", "1"));
    }
}
