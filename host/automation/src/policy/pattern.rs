//! Patterns for event types and sources.

use std::fmt;

/// A pattern in which `*` stands for any text, including none and including dots and slashes:
/// `com.github.*`, `*`, `https://plugins.example/*`. Every other character stands for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// Makes a pattern. Every text is valid.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The pattern `*`.
    #[must_use]
    pub fn any() -> Self {
        Self::new("*")
    }

    /// Returns whether the pattern matches the whole text.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let Some((head, rest)) = self.0.split_once('*') else {
            return self.0 == text;
        };
        let Some(mut text) = text.strip_prefix(head) else {
            return false;
        };
        let (middle, tail) = rest.rsplit_once('*').unwrap_or(("", rest));
        let Some(before_tail) = text.strip_suffix(tail) else {
            return false;
        };
        text = before_tail;
        // The first match of each part leaves the longest rest for the next part.
        middle.split('*').all(|part| match text.find(part) {
            Some(at) => {
                text = text.get(at + part.len()..).unwrap_or_default();
                true
            }
            None => false,
        })
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn matching() {
        for (pattern, text, fits) in [
            ("*", "", true),
            ("*", "a.b", true),
            ("a", "a", true),
            ("a", "ab", false),
            ("", "", true),
            ("com.github.*", "com.github.issues.opened", true),
            ("com.github.*", "com.github.", true),
            ("com.github.*", "com.githubx", false),
            ("com.github.*", "evil.com.github.x", false),
            ("*.opened", "com.github.issues.opened", true),
            ("*.opened", "com.github.issues.opened.not", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("aa*aa", "aaa", false),
            ("a*b*b", "ab", false),
            ("a**b", "ab", true),
        ] {
            assert_eq!(
                Pattern::new(pattern).matches(text),
                fits,
                "{pattern} {text}"
            );
        }
    }
}
