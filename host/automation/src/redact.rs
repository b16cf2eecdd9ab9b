//! Keeps known secrets out of text that people see.

use guesthouse_sandbox::LogLine;

const HIDDEN: &str = "[redacted]";
/// Shorter ones are no secrets, and hiding them would only make text unreadable.
const SHORTEST: usize = 6;

/// Replaces known secrets.
#[derive(Default)]
pub(crate) struct Redactor(Vec<String>);

impl Redactor {
    pub(crate) fn new(secrets: impl Iterator<Item = String>) -> Self {
        let mut secrets: Vec<String> = secrets.collect();
        // Longest first, so that a secret within a secret leaves no rest behind.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self(secrets)
    }

    pub(crate) fn text(&self, text: &mut String) {
        for secret in &self.0 {
            if text.contains(secret.as_str()) {
                *text = text.replace(secret.as_str(), HIDDEN);
            }
        }
    }

    pub(crate) fn line(&self, line: &mut LogLine) {
        self.text(&mut line.message);
        for (name, value) in &mut line.fields {
            self.text(name);
            self.text(value);
        }
    }
}

/// Returns what must not be shown of header values: each as a whole, and the credential behind a
/// scheme as in `Bearer <credential>`.
pub(crate) fn parts(values: Vec<String>) -> Vec<String> {
    let credentials: Vec<String> = values
        .iter()
        .filter_map(|value| Some(value.rsplit_once(' ')?.1.to_owned()))
        .collect();
    values
        .into_iter()
        .chain(credentials)
        .filter(|secret| secret.len() >= SHORTEST)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_hidden_whole_and_without_their_scheme() {
        let redactor =
            Redactor::new(parts(vec!["Bearer abcdef".to_owned(), "x".to_owned()]).into_iter());
        let mut text = "got `Bearer abcdef` and abcdef, x".to_owned();
        redactor.text(&mut text);
        assert_eq!(text, "got `[redacted]` and [redacted], x");
    }
}
