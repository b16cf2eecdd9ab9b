//! The pinned versions of everything that builds plugins.

use std::sync::LazyLock;

use serde::Deserialize;

/// The file they are written in.
pub(crate) const TEXT: &str = include_str!("../pinned/toolchains.toml");

/// The versions of `pinned/toolchains.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pins {
    pub(crate) rust: Rust,
    pub(crate) js: Js,
    pub(crate) python: Python,
    pub(crate) go: Go,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rust {
    pub(crate) target: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Js {
    pub(crate) node: String,
    pub(crate) esbuild: String,
    pub(crate) typescript: String,
    pub(crate) componentize_qjs: String,
    pub(crate) componentize_js: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Python {
    pub(crate) python: String,
    pub(crate) componentize_py: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Go {
    pub(crate) go: String,
    pub(crate) toolchain: String,
}

#[expect(
    clippy::expect_used,
    reason = "the text is part of this build and every test reads it"
)]
pub(crate) static PINS: LazyLock<Pins> =
    LazyLock::new(|| toml::from_str(TEXT).expect("the pinned toolchains parse"));

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

    #[test]
    fn the_packages_files_pin_the_same_versions() {
        let pinned = |name: &str| {
            let path = format!("{}/pinned/{name}", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_to_string(path).unwrap()
        };
        let js = pinned("js/package.json");
        assert!(js.contains(&format!("\"esbuild\": \"{}\"", PINS.js.esbuild)));
        assert!(js.contains(&format!("\"typescript\": \"{}\"", PINS.js.typescript)));
        assert!(js.contains(&format!(
            "\"componentize-qjs\": \"{}\"",
            PINS.js.componentize_qjs
        )));
        let starlingmonkey = pinned("starlingmonkey/package.json");
        let version = format!("componentize-js\": \"{}\"", PINS.js.componentize_js);
        assert!(starlingmonkey.contains(&version));
        let python = pinned("python/requirements.txt");
        assert!(python.starts_with(&format!(
            "componentize-py=={} ",
            PINS.python.componentize_py
        )));
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
