//! What a plugin may be called: a word that is a name in every language and file system.

/// Checks a plugin's name.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub(crate) fn check(name: &str) -> Result<(), String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let wrong = if name.is_empty() {
        "it is empty"
    } else if name.len() > 64 {
        "it is longer than 64 characters"
    } else if !name.chars().all(plain) {
        "only a-z, 0-9 and - are allowed"
    } else if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        "it must start with a letter"
    } else if name.ends_with('-') || name.contains("--") {
        "a hyphen stands between two other characters"
    } else {
        return Ok(());
    };
    Err(format!("`{name}` cannot be a plugin's name: {wrong}"))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn plain_words_are_names() {
        for name in ["welcome", "a", "count-2-pushes", "x1"] {
            assert_eq!(check(name), Ok(()));
        }
    }

    #[test]
    fn everything_else_is_refused_with_a_reason() {
        let long = "a".repeat(65);
        for name in [
            "", "Welcome", "1a", "a_b", "a--b", "a-", "-a", "../x", "a b", "é", &long,
        ] {
            assert!(check(name).is_err(), "{name}");
        }
    }
}
