//! Whether the names a component imports and exports are those of the domain. Their types are
//! checked when it is linked.

use crate::refused::RefusalCode;
use crate::wasi::INTERFACES;
use crate::{Diagnostic, Domain, static_limits};

/// Returns every import that nobody provides and every export that is missing.
pub(super) fn check<D: Domain>(imports: &[String], exports: &[String]) -> Vec<Diagnostic> {
    let unknown = imports.iter().filter(|name| !is_known::<D>(name));
    let missing = D::exports()
        .iter()
        .filter(|wanted| !exports.iter().any(|name| fits(wanted, name)));
    let unknown = unknown.map(|name| unknown_import::<D>(name));
    unknown
        .chain(missing.map(|wanted| missing_export(wanted, exports)))
        .collect()
}

fn is_known<D: Domain>(name: &str) -> bool {
    D::imports().iter().any(|provided| fits(provided, name)) || is_wasi(name)
}

fn is_wasi(name: &str) -> bool {
    let (path, version) = split(name);
    let Some((package, interface)) = path.split_once('/') else {
        return false;
    };
    version.starts_with("0.2.")
        && INTERFACES
            .iter()
            .any(|(known, interfaces)| *known == package && interfaces.contains(&interface))
}

fn unknown_import<D: Domain>(name: &str) -> Diagnostic {
    let shown = crate::text::clean(name, static_limits::NAME_BYTES, false);
    let diagnostic = Diagnostic::new(
        RefusalCode::UnknownImport,
        format!("the component imports `{shown}`, which does not exist here"),
    );
    let (path, _) = split(name);
    if let Some(hint) = D::hint_for_import(path) {
        return diagnostic.hint(hint);
    }
    if let Some(provided) = D::imports()
        .iter()
        .find(|provided| split(provided).0 == path)
    {
        return diagnostic.hint(format!(
            "this host has `{provided}`: build against that version"
        ));
    }
    match path.starts_with("wasi:") {
        true => diagnostic.hint(
            "of WASI there is only version 0.2 of io, clocks, random, cli, filesystem and sockets",
        ),
        false => diagnostic.hint("build against the contract of this host"),
    }
}

fn missing_export(wanted: &str, exports: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        RefusalCode::MissingExport,
        format!("the component does not export `{wanted}`"),
    );
    let near = exports.iter().find(|name| split(name).0 == split(wanted).0);
    match near {
        Some(name) => {
            let shown = crate::text::clean(name, static_limits::NAME_BYTES, false);
            diagnostic.hint(format!(
                "it exports `{shown}`: build against the host's version"
            ))
        }
        None if exports.iter().any(|name| name.starts_with("wasi:cli/run@")) => {
            diagnostic.hint("this is a command with a `main` of its own, not a plugin")
        }
        None if exports.is_empty() => diagnostic.hint("it exports nothing at all"),
        None => diagnostic,
    }
}

/// Whether `name` is `provided` in a version that is compatible with it.
fn fits(provided: &str, name: &str) -> bool {
    if provided == name {
        return true;
    }
    let ((path, version), (other, wanted)) = (split(provided), split(name));
    path == other && track(version).is_some_and(|track_of| Some(track_of) == track(wanted))
}

/// Returns the part of a version that changes when it becomes incompatible, as the linker sees it:
/// `1`, `0.2`, `0.0.3`. A pre-release is compatible with nothing but itself.
fn track(version: &str) -> Option<&str> {
    if version.contains(['-', '+']) {
        return None;
    }
    let digits = version
        .bytes()
        .filter(|byte| *byte != b'.' && !byte.is_ascii_digit());
    if digits.count() > 0 {
        return None;
    }
    let mut dots = version.match_indices('.').map(|(at, _)| at);
    let (major, minor) = (dots.next()?, dots.next()?);
    match (version.get(..major)?, version.get(major + 1..minor)?) {
        ("0", "0") => Some(version),
        ("0", _) => version.get(..minor),
        _ => version.get(..major),
    }
}

fn split(name: &str) -> (&str, &str) {
    name.split_once('@').unwrap_or((name, ""))
}

#[cfg(test)]
mod tests {
    use super::{fits, track};

    #[test]
    fn versions_on_one_track_fit() {
        assert!(fits("a:b/c@0.2.0", "a:b/c@0.2.12"));
        assert!(fits("a:b/c@1.0.0", "a:b/c@1.9.0"));
        assert!(!fits("a:b/c@0.2.0", "a:b/c@0.3.0"));
        assert!(!fits("a:b/c@0.2.0", "a:b/c@0.2.0-rc-1"));
        assert!(!fits("a:b/c@0.2.0", "a:b/d@0.2.0"));
        assert!(fits("a:b/c", "a:b/c"));
    }

    #[test]
    fn tracks_are_those_of_the_linker() {
        assert_eq!(track("1.2.3"), Some("1"));
        assert_eq!(track("0.2.3"), Some("0.2"));
        assert_eq!(track("0.0.3"), Some("0.0.3"));
        assert_eq!(track("0.2.0-rc-2"), None);
        assert_eq!(track(""), None);
    }
}
