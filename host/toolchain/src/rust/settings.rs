//! Cargo's settings for a build. Those for programs of this machine do not reach the plugin.

use std::env;
use std::path::Path;
use std::process::Command;

use guesthouse_inspect::Diagnostic;
use toml::{Table, Value};

use super::workspace;

/// What the Cargo.toml of a plugin needs beside the dependencies, if it is no member of another
/// workspace. Cargo takes profiles only from the root of a workspace.
pub(super) const ROOT: &str = include_str!("root.toml");

/// What the Cargo.toml of a member says instead.
pub(super) const MEMBER: &str = "
# This plugin is a member of the workspace above. Cargo takes profiles only from the workspace's own
# Cargo.toml, so `guesthouse build` sets the release profile of the plugin.
";

/// Cargo's own values for the rest of the profile, which a setting of the machine may change.
const OTHERS: &str =
    "debug = false\ndebug-assertions = false\noverflow-checks = false\nincremental = false\n";

/// Flags for all targets. Most often they select a linker or a processor of this machine.
const FLAGS: [&str; 3] = [
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_BUILD_RUSTFLAGS",
];

/// Gives a command of cargo the settings of a plugin's build for the target `target`.
pub(super) fn apply(command: &mut Command, dir: &Path, target: &str) {
    for flags in FLAGS {
        command.env_remove(flags);
    }
    // Cargo reads `build.rustflags` of its configuration only if the target has no flags. Aborting
    // is what a panic does on this target anyway.
    let name = format!("CARGO_TARGET_{}_RUSTFLAGS", screaming(target));
    let own = env::var(&name).unwrap_or_default();
    command.env(name, format!("{own} -Cpanic=abort"));
    command.env("CARGO_TERM_COLOR", "never");
    for (key, value) in profile(dir) {
        command.arg("--config");
        command.arg(format!("profile.release.{key}={value}"));
    }
}

/// Returns a warning if flags of this machine are set and do not reach the plugin.
pub(super) fn overridden(target: &str) -> Vec<Diagnostic> {
    let is_set = |name: &&str| env::var_os(name).is_some_and(|flags| !flags.is_empty());
    let set: Vec<_> = FLAGS.into_iter().filter(is_set).collect();
    if set.is_empty() {
        return Vec::new();
    }
    let message = format!(
        "the plugin is built without the flags in {}",
        set.join(" and ")
    );
    let hint = format!(
        "they are for programs of this machine; set flags for plugins in CARGO_TARGET_{}_RUSTFLAGS, or under [target.{target}] in .cargo/config.toml",
        screaming(target)
    );
    vec![Diagnostic::warning("machine-flags", message).hint(hint)]
}

fn screaming(target: &str) -> String {
    target.replace('-', "_").to_uppercase()
}

/// Returns the release profile: the project's own, if it is the root of its workspace, and
/// Guesthouse's for the rest.
fn profile(dir: &Path) -> Table {
    let parse = |text: &str| toml::from_str::<Table>(text).unwrap_or_default();
    let mut profile = parse(OTHERS);
    profile.extend(release(&parse(ROOT)));
    if workspace::workspace_of(dir).is_none() {
        let own = workspace::read(dir).unwrap_or_default();
        profile.extend(release(&own));
    }
    profile
}

/// Returns the release profile of a Cargo.toml, without the tables for single packages.
fn release(manifest: &Table) -> Table {
    let release = manifest
        .get("profile")
        .and_then(|profile| profile.get("release")?.as_table());
    let keys = release.into_iter().flatten();
    keys.filter(|(_, value)| !matches!(value, Value::Table(_) | Value::Array(_)))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn only_the_root_of_a_workspace_changes_the_profile() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("plugin");
        fs::create_dir(&dir).unwrap();
        let own = "[profile.release]\nopt-level = 3\ndebug = true\n\
                   [profile.release.package.regex]\nopt-level = 1\n";
        fs::write(dir.join("Cargo.toml"), own).unwrap();
        let shown = |key: &str| profile(&dir).get(key).map(ToString::to_string).unwrap();
        assert_eq!(
            [shown("opt-level"), shown("debug"), shown("lto")],
            ["3", "true", "true"]
        );
        assert!(!profile(&dir).contains_key("package"));
        let members = "[workspace]\nmembers = [\"*\"]\n[profile.release]\nlto = \"off\"\n";
        fs::write(folder.path().join("Cargo.toml"), members).unwrap();
        assert_eq!(
            [shown("opt-level"), shown("debug"), shown("lto")],
            ["\"s\"", "false", "true"]
        );
    }
}
