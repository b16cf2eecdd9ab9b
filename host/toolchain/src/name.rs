//! Names of plugins: words that are valid names in every language and file system.

/// Returns the hint for an invalid name: a similar one that is valid.
pub(crate) fn hint(name: &str) -> String {
    let similar: String = name
        .chars()
        .map(|c| match c.to_ascii_lowercase() {
            '_' | ' ' | '.' => '-',
            c => c,
        })
        .collect();
    let example = if check(&similar).is_ok() {
        &similar
    } else {
        "my-plugin"
    };
    format!("choose a name such as `{example}`")
}

/// Checks a plugin's name.
///
/// # Errors
/// Returns a message that says what is wrong with it.
pub(crate) fn check(name: &str) -> Result<(), String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let problem = if name.is_empty() {
        "it is empty"
    } else if name.len() > 64 {
        "it is longer than 64 characters"
    } else if !name.chars().all(plain) {
        "only a-z, 0-9 and - are allowed"
    } else if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        "it must start with a letter"
    } else if name.ends_with('-') || name.contains("--") {
        "a hyphen must be between two letters or digits"
    } else {
        return Ok(());
    };
    Err(format!("invalid plugin name `{name}`: {problem}"))
}

#[cfg(test)]
mod tests {
    use super::{check, hint};

    #[test]
    fn a_similar_name_is_suggested() {
        for (name, similar) in [
            ("stale_issues", "stale-issues"),
            ("My Plugin", "my-plugin"),
            ("a.b", "a-b"),
            ("1a", "my-plugin"),
            ("_", "my-plugin"),
        ] {
            assert_eq!(hint(name), format!("choose a name such as `{similar}`"));
        }
    }

    #[test]
    fn plain_words_are_valid() {
        for name in ["welcome", "a", "count-2-pushes", "x1"] {
            assert_eq!(check(name), Ok(()));
        }
    }

    #[test]
    fn other_names_are_refused() {
        let long = "a".repeat(65);
        for name in [
            "", "Welcome", "1a", "a_b", "a--b", "a-", "-a", "../x", "a b", "é", &long,
        ] {
            assert!(check(name).is_err(), "{name}");
        }
    }
}
