//! Globs over the paths of cases: `*` stands for anything within a segment, `**` for any segments.

/// Whether `pattern` matches the whole of `path`, or a folder that holds it.
pub fn matches(pattern: &str, path: &str) -> bool {
    let pattern: Vec<_> = pattern.trim_end_matches('/').split('/').collect();
    let path: Vec<_> = path.split('/').collect();
    segments(&pattern, &path)
}

fn segments(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern.split_first(), path.split_first()) {
        (None, _) => true,
        (Some((&"**", rest)), _) => (0..=path.len()).any(|skip| match path.get(skip..) {
            Some(left) => segments(rest, left),
            None => false,
        }),
        (Some(_), None) => false,
        (Some((first, pattern)), Some((name, path))) => {
            segment(first, name) && segments(pattern, path)
        }
    }
}

fn segment(pattern: &str, name: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(name) = name.strip_prefix(head) else {
        return false;
    };
    name.char_indices()
        .map(|(at, _)| at)
        .chain([name.len()])
        .any(|at| name.get(at..).is_some_and(|left| segment(rest, left)))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stays_within_a_segment() {
        assert!(matches("go/abi/*/u8", "go/abi/integers/u8"));
        assert!(matches("*/abi/*/u*", "go/abi/integers/u64"));
        assert!(!matches("go/*", "rust/abi/integers/u8"));
        assert!(!matches("*/u8", "go/abi/integers/u8"));
    }

    #[test]
    fn two_stars_stand_for_any_segments() {
        assert!(matches("**/u8", "go/abi/integers/u8"));
        assert!(matches("go/**/u8", "go/abi/integers/u8"));
        assert!(!matches("**/u8", "go/abi/integers/s8"));
    }

    #[test]
    fn a_folder_stands_for_what_is_in_it() {
        assert!(matches("go/abi", "go/abi/integers/u8"));
        assert!(matches("go/", "go/abi/integers/u8"));
        assert!(!matches("go/ab", "go/abi/integers/u8"));
    }
}
