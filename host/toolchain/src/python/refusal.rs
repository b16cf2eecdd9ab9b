//! Explains why pip does not install what a project declares.

use std::path::Path;

use guesthouse_inspect::{Diagnostic, Place};

use super::isolated;
use super::requirements::SCRIPT;
use crate::process;

/// Returns the error for the author. `source` is the file that declares the packages, and `output` is pip's.
pub(super) fn explain(project: &Path, source: &str, output: &str) -> Diagnostic {
    let (message, hint) = if is_unreachable(output) {
        (
                "pip cannot reach the package index".to_owned(),
                "check the connection, and `index-url` and `proxy` in the settings of pip: `python3 -m pip config list`".to_owned(),
            )
    } else if let Some(requirement) = unmatched(output) {
        missing(
            source,
            requirement,
            &versions(project, name_of(requirement)),
        )
    } else {
        (
            format!("pip cannot install the packages of {source}"),
            "correct the lines that pip names above; `python3 -m ensurepip` installs pip"
                .to_owned(),
        )
    };
    let place = Place {
        file: source.to_owned(),
        position: None,
    };
    Diagnostic::error("packages", message)
        .at(place)
        .detail(output)
        .hint(hint)
}

/// What pip says when it tries again to connect.
const UNREACHABLE: &str = "WARNING: Retrying (Retry(";

/// What pip says if it got no list of versions.
const NO_VERSIONS: &str = "(from versions: none)";

fn is_unreachable(output: &str) -> bool {
    output.contains(UNREACHABLE) && output.contains(NO_VERSIONS)
}

/// What pip says about a requirement that nothing fulfils.
const UNMATCHED: &str = "No matching distribution found for ";

fn unmatched(output: &str) -> Option<&str> {
    let (_, rest) = output.split_once(UNMATCHED)?;
    rest.split_whitespace().next()
}

/// Returns the name in a requirement such as `jinja2>=3`.
fn name_of(requirement: &str) -> &str {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let end = requirement.find(|c| !is_of_name(c));
    end.and_then(|end| requirement.get(..end))
        .unwrap_or(requirement)
}

/// What pip says about the versions of a package, in any form, for any Python.
fn versions(project: &Path, name: &str) -> String {
    let mut command = isolated(SCRIPT);
    command
        .args(["versions", name, "--ignore-requires-python", "--pre"])
        .current_dir(project);
    process::run(&mut command, |_| ()).map_or_else(|_| String::new(), |done| done.output())
}

/// Returns the message and the hint about a requirement that nothing fulfils. `versions` is what pip says about
/// the versions of its package.
fn missing(source: &str, requirement: &str, versions: &str) -> (String, String) {
    let name = name_of(requirement);
    if versions.contains(UNMATCHED) {
        return (
            format!("the package index has no package `{name}`"),
            format!(
                "correct the name in {source}: the name of a package can differ from the name of the module that is imported. A module of your own belongs beside plugin.py, and not in {source}"
            ),
        );
    }
    let listed = versions
        .lines()
        .find_map(|line| line.split_once("Available versions: "));
    let newest: Vec<_> = listed.map_or_else(Vec::new, |(_, all)| all.split(", ").take(5).collect());
    let known = if newest.is_empty() {
        String::new()
    } else {
        format!(" (the newest are {})", newest.join(", "))
    };
    (
        format!("no wheel of `{requirement}` fits a plugin"),
        format!(
            "check the version in {source}{known}. If the package is published only as source, build its wheel with `python3 -m pip wheel --no-deps --wheel-dir wheels {name}`, and add the line `--find-links wheels`"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_requirement_that_nothing_fulfils_is_explained_by_the_versions_there_are() {
        let output = "ERROR: No matching distribution found for jinja2>=99 (from a)\n";
        let requirement = unmatched(output).unwrap();
        assert_eq!(
            (requirement, name_of(requirement)),
            ("jinja2>=99", "jinja2")
        );
        for (versions, message, hint) in [
            (
                "ERROR: No matching distribution found for jinja2",
                "the package index has no package `jinja2`",
                "correct the name in pyproject.toml",
            ),
            (
                "jinja2 (3.1.6)\nAvailable versions: 3.1.6, 3.1.5\n",
                "no wheel of `jinja2>=99` fits a plugin",
                "pyproject.toml (the newest are 3.1.6, 3.1.5). If",
            ),
            ("", "no wheel of `jinja2>=99` fits", "pyproject.toml. If"),
        ] {
            let told = missing("pyproject.toml", requirement, versions);
            assert!(told.0.starts_with(message), "{told:?}");
            assert!(told.1.contains(hint), "{told:?}");
        }
    }
}
