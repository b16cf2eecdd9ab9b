//! Hides known secrets from people and guests.
//!
//! The redactor finds a secret in one piece: literal, in letters of any case, percent-encoded, with the
//! escapes of JSON strings, in hexadecimal, and in base64 of both alphabets at any offset. It does not
//! find a secret that is split, reversed, compressed or encrypted. So it is the second line of defence.
//! The first is that a guest never gets a secret.

mod forms;
mod secrets;

pub(crate) use secrets::{is_secret, secrets_of};

use forms::Form;
use guesthouse_sandbox::LogLine;
use std::collections::BTreeMap;
use std::ops::Range;

const HIDDEN: &str = "[redacted]";
/// The mark at the end of truncated text.
const CUT: &str = "…";

/// Finds known secrets and hides them.
#[derive(Default)]
pub(crate) struct Redactor {
    /// Forms by their first byte, the longest first: when one secret contains another, the whole is
    /// hidden.
    forms: BTreeMap<u8, Vec<Form>>,
}

impl Redactor {
    pub(crate) fn new(secrets: impl IntoIterator<Item = String>) -> Self {
        let all = secrets.into_iter().flat_map(|secret| Form::all(&secret));
        let mut forms = BTreeMap::<u8, Vec<Form>>::new();
        for form in all {
            if let Some(first) = form.text.first() {
                forms.entry(*first).or_default().push(form);
            }
        }
        for forms in forms.values_mut() {
            forms.sort_by(|a, b| (b.text.len(), &b.text).cmp(&(a.text.len(), &a.text)));
            forms.dedup_by(|a, b| a.text == b.text);
        }
        Self { forms }
    }

    /// Hides secrets in text for the operator.
    pub(crate) fn text(&self, text: &mut String) {
        let whole = text.strip_suffix(CUT);
        let spans = self.spans(whole.unwrap_or(text).as_bytes(), whole.is_some());
        if !spans.is_empty() {
            *text = String::from_utf8_lossy(&hidden(text.as_bytes(), &spans)).into_owned();
        }
    }

    /// Hides secrets in a log line.
    pub(crate) fn line(&self, line: &mut LogLine) {
        self.text(&mut line.message);
        for (name, value) in &mut line.fields {
            self.text(name);
            self.text(value);
        }
    }

    /// Hides secrets in bytes for the guest. Returns whether there were any.
    pub(crate) fn bytes(&self, bytes: &mut Vec<u8>) -> bool {
        let spans = self.spans(bytes, false);
        if !spans.is_empty() {
            *bytes = hidden(bytes, &spans);
        }
        !spans.is_empty()
    }

    /// Returns whether the bytes contain a secret.
    pub(crate) fn finds(&self, bytes: &[u8]) -> bool {
        !self.spans(bytes, false).is_empty()
    }

    /// Returns the places of secrets, in order. Overlapping secrets are one place. At the end of
    /// truncated text, the beginning of a secret counts.
    fn spans(&self, bytes: &[u8], is_cut: bool) -> Vec<Range<usize>> {
        let mut spans = Vec::<Range<usize>>::new();
        for at in 0..bytes.len() {
            let found = bytes.get(at..).and_then(|rest| self.at(rest, is_cut));
            let Some(end) = found.map(|length| at + length) else {
                continue;
            };
            match spans.last_mut().filter(|last| last.end >= at) {
                Some(last) => last.end = last.end.max(end),
                None => spans.push(at..end),
            }
        }
        spans
    }

    /// Returns the length of the secret at the beginning of `bytes`.
    fn at(&self, bytes: &[u8], is_cut: bool) -> Option<usize> {
        let raw = *bytes.first()?;
        let (read, _) = forms::read(bytes);
        let beginning_with = |byte: u8| self.forms.get(&byte.to_ascii_lowercase());
        [beginning_with(raw), beginning_with(read)]
            .into_iter()
            .flatten()
            .flatten()
            .find_map(|form| form.length_in(bytes, is_cut))
    }
}

fn hidden(bytes: &[u8], spans: &[Range<usize>]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for span in spans {
        out.extend_from_slice(bytes.get(from..span.start).unwrap_or_default());
        out.extend_from_slice(HIDDEN.as_bytes());
        from = span.end;
    }
    out.extend_from_slice(bytes.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "s3cret/Token\"42";

    fn shown(text: &str) -> String {
        let mut text = text.to_owned();
        Redactor::new([SECRET.to_owned(), "s3cret".to_owned()]).text(&mut text);
        text
    }

    #[test]
    fn a_secret_is_found_in_the_forms_that_are_promised() {
        for form in [
            SECRET,
            "S3CRET/TOKEN\"42",
            "s3cret%2FToken%2242",
            "%73%33%63%72%65%74%2f%54%6F%6b%65%6e%22%34%32",
            "s3cret\\/Token\\\"42",
            "s3cret\\u002FToken\\u002242",
            "\\x733cret/Token\\x2242",
            "7333637265742f546f6b656e223432",
            "7333637265742F546F6B656E223432",
        ] {
            assert_eq!(shown(&format!("<{form}>")), "<[redacted]>", "{form}");
        }
    }

    #[test]
    fn a_secret_with_accents_is_found_in_ascii_too() {
        let secret = "p\u{e4}ssw\u{f6}rt-\u{1f511}";
        for form in [secret, "p\\u00e4ssw\\u00F6rt-\\ud83d\\udd11"] {
            let mut text = format!("<{form}>");
            Redactor::new([secret.to_owned()]).text(&mut text);
            assert_eq!(text, "<[redacted]>", "{form}");
        }
    }

    #[test]
    fn base64_is_found_wherever_the_secret_begins() {
        use data_encoding::{BASE64, BASE64URL_NOPAD};
        for before in ["", "a", "ab", "abc", "user:"] {
            for after in ["", "z", "zz"] {
                let text = format!("{before}{SECRET}{after}");
                for encoded in [
                    BASE64.encode(text.as_bytes()),
                    BASE64URL_NOPAD.encode(text.as_bytes()),
                ] {
                    let shown = shown(&encoded);
                    assert!(shown.contains(HIDDEN), "{text} {encoded} {shown}");
                    assert!(shown.len() <= HIDDEN.len() + 20, "{shown}");
                }
            }
        }
    }

    #[test]
    fn other_text_stays_as_it_is() {
        for text in [
            "", "s3cre", "%", "%7", "\\u00", "\\", "s3cre%", "é…", "Token 42",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn the_beginning_of_a_secret_is_hidden_where_text_was_cut() {
        assert_eq!(shown("got s3cret/Tok…"), "got [redacted]…");
        assert_eq!(shown("got s3cr…"), "got s3cr…");
        let mut text = "got 0123456…".to_owned();
        Redactor::new(["0123456789".to_owned()]).text(&mut text);
        assert_eq!(text, "got [redacted]…");
    }

    #[test]
    fn secrets_that_overlap_are_hidden_as_one() {
        let mut text = "xabcdefghix".to_owned();
        Redactor::new(["abcdef", "defghi"].map(str::to_owned)).text(&mut text);
        assert_eq!(text, "x[redacted]x");
    }

    #[test]
    fn bytes_that_are_not_utf8_are_searched() {
        let mut bytes = b"\xff\0s3cret\xfe".to_vec();
        assert!(Redactor::new(["s3cret".to_owned()]).bytes(&mut bytes));
        assert_eq!(bytes, b"\xff\0[redacted]\xfe");
        assert!(!Redactor::default().bytes(&mut bytes));
    }
}
