//! Names that nearly match: another version, a typo, or a component of another kind.

use crate::imports::split;
use crate::walk::Found;
use crate::{Diagnostic, nearest};

/// Whether two versioned names mean the same interface: equal up to a compatible version.
pub(crate) fn compatible(name: &str, other: &str) -> bool {
    let ((name, version), (other, other_version)) = (split(name), split(other));
    let track = |version: Option<&str>| version.and_then(track);
    name == other
        && (version == other_version
            || (version.is_some() && track(version) == track(other_version)))
}

/// The part of a version that must be equal: `1` of 1.2.3, `0.1` of 0.1.2, all of a draft.
fn track(version: &str) -> Option<String> {
    if version.contains(['-', '+']) {
        return Some(version.to_owned());
    }
    let mut parts = version.split('.');
    let (major, minor) = (parts.next()?, parts.next()?);
    Some(if major == "0" {
        format!("0.{minor}")
    } else {
        major.to_owned()
    })
}

/// Says that an interface is there, but of an incompatible version.
pub(crate) fn skew(name: &str, ours: &str) -> Diagnostic {
    let message = format!("the plugin wants `{name}`, this host has `{ours}`");
    let hint =
        "build the plugin with a guesthouse of the host's version, or use a host of the plugin's";
    Diagnostic::error("version-skew", message).hint(hint)
}

/// Says that a wanted export is not there, and what seems to stand in its place.
pub(crate) fn missing_export(wanted: &str, there: &[String], found: &Found) -> Diagnostic {
    let plain = split(wanted).0;
    if let Some(other) = there.iter().find(|name| split(name).0 == plain) {
        let message = format!("the plugin exports `{other}`, this host calls `{wanted}`");
        let hint = "build the plugin with a guesthouse of the host's version";
        return Diagnostic::error("version-skew", message).hint(hint);
    }
    let has = |start: &str| there.iter().any(|name| name.starts_with(start));
    let meant = nearest(plain, there.iter().map(|name| split(name).0));
    let (message, hint) = if has("wasi:cli/run") {
        (
            format!("this is a command, not a plugin: it exports `wasi:cli/run`, not `{wanted}`"),
            "a plugin is a library without `main`; see: guesthouse new".to_owned(),
        )
    } else if has("wasi:http/incoming-handler") {
        (
            format!("this is an HTTP handler, not a plugin: `{wanted}` is not exported"),
            "handle events instead of requests; see: guesthouse new".to_owned(),
        )
    } else if let Some(meant) = meant {
        (
            format!("`{wanted}` is not exported"),
            format!("`{meant}` is; it must have the contract's name"),
        )
    } else if there.is_empty() && found.core_exports.iter().any(|name| name.contains('#')) {
        (
            "the component exports nothing, though the module inside it does".to_owned(),
            "the section with its interface was stripped too early: strip the component, not the module".to_owned(),
        )
    } else {
        (
            format!("`{wanted}` is not exported"),
            format!("it exports {}", list(there)),
        )
    };
    Diagnostic::error("missing-export", message).hint(hint)
}

fn list(names: &[String]) -> String {
    let shown: Vec<_> = names
        .iter()
        .take(5)
        .map(|name| format!("`{name}`"))
        .collect();
    match names.len() {
        0 => "nothing; see: guesthouse new".to_owned(),
        count if count > shown.len() => {
            format!("{} and {} more", shown.join(", "), count - shown.len())
        }
        _ => format!("only {}", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::compatible;

    #[test]
    fn versions_are_compatible_within_a_track() {
        assert!(compatible("a:b/c@0.1.0", "a:b/c@0.1.7"));
        assert!(compatible("a:b/c@1.0.0", "a:b/c@1.9.0"));
        assert!(compatible("c", "c"));
        assert!(!compatible("a:b/c@0.1.0", "a:b/c@0.2.0"));
        assert!(!compatible("a:b/c@0.1.0-rc1", "a:b/c@0.1.0"));
        assert!(!compatible("a:b/c", "a:b/c@0.1.0"));
        assert!(!compatible("a:b/c@0.1.0", "a:b/d@0.1.0"));
    }
}
