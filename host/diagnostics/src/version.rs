//! Names of interfaces and packages with a version: `wasi:io/poll@0.2.6`.

/// Splits a name into path and version: `wasi:io/poll` and `0.2.6`.
#[must_use]
pub fn split(name: &str) -> (&str, Option<&str>) {
    name.split_once('@')
        .map_or((name, None), |(path, version)| (path, Some(version)))
}

/// Returns the part of a version that changes when it becomes incompatible, by the rule of the
/// engine's linker: `1` or `0.2`. A pre-release, and a version `0.0.3`, is compatible only with
/// itself. Build metadata after `+` says nothing about compatibility.
#[must_use]
pub fn track(version: &str) -> Option<&str> {
    let (release, _build) = version.split_once('+').unwrap_or((version, ""));
    let is_release = release
        .bytes()
        .all(|byte| byte == b'.' || byte.is_ascii_digit());
    if !is_release {
        return None;
    }
    let mut dots = release.match_indices('.').map(|(at, _)| at);
    let major = dots.next()?;
    let minor = dots.next()?;
    match (release.get(..major)?, release.get(major + 1..minor)?) {
        ("0", "0") => None,
        ("0", _) => release.get(..minor),
        _ => release.get(..major),
    }
}

/// Whether two names mean the same interface, in the same or a compatible version.
#[must_use]
pub fn compatible(name: &str, other: &str) -> bool {
    if name == other {
        return true;
    }
    let (path, version) = split(name);
    let (other_path, other_version) = split(other);
    let ours = version.and_then(track);
    path == other_path && ours.is_some() && ours == other_version.and_then(track)
}

#[cfg(test)]
mod tests {
    use super::{compatible, track};

    #[test]
    fn versions_on_one_track_are_compatible() {
        assert!(compatible("a:b/c@0.2.0", "a:b/c@0.2.12"));
        assert!(compatible("a:b/c@1.0.0", "a:b/c@1.9.0"));
        assert!(compatible("a:b/c", "a:b/c"));
        assert!(compatible("a:b/c@0.2.0", "a:b/c@0.2.1+build"));
        assert!(compatible("a:b/c@0.0.3", "a:b/c@0.0.3"));
        assert!(!compatible("a:b/c@0.0.3", "a:b/c@0.0.3+build"));
        assert!(compatible("a:b/c@0.1.0-rc1", "a:b/c@0.1.0-rc1"));
        assert!(!compatible("a:b/c@0.2.0", "a:b/c@0.3.0"));
        assert!(!compatible("a:b/c@0.2.0", "a:b/c@0.2.0-rc-1"));
        assert!(!compatible("a:b/c@0.2.0", "a:b/d@0.2.0"));
        assert!(!compatible("a:b/c", "a:b/c@0.1.0"));
        assert!(!compatible("a:b/c@", "a:b/c"));
    }

    #[test]
    fn tracks_are_those_of_the_linker() {
        assert_eq!(track("1.2.3"), Some("1"));
        assert_eq!(track("0.2.3"), Some("0.2"));
        assert_eq!(track("0.2.3+build"), Some("0.2"));
        assert_eq!(track("0.0.3"), None);
        assert_eq!(track("0.2.0-rc-2"), None);
        assert_eq!(track(""), None);
    }
}
