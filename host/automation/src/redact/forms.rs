//! The forms in which a secret is recognised.

use data_encoding::{BASE64, BASE64URL, HEXLOWER};

/// A shorter beginning of a secret gives nothing away where text was cut.
const LEAST_BEGINNING: usize = 6;

/// One form of a secret, in lower case.
pub(super) struct Form {
    pub(super) text: Vec<u8>,
}

impl Form {
    /// Returns every form of a secret. Escapes are no forms: they are undone while reading.
    pub(super) fn all(secret: &str) -> Vec<Self> {
        let form = |text: &str| Self {
            text: text.to_ascii_lowercase().into_bytes(),
        };
        let mut all = vec![form(secret), form(&HEXLOWER.encode(secret.as_bytes()))];
        if !secret.is_ascii() {
            all.push(form(&in_ascii(secret)));
        }
        for before in 0..3 {
            for base64 in [BASE64, BASE64URL] {
                let mut bytes = vec![0; before];
                bytes.extend_from_slice(secret.as_bytes());
                let text = base64.encode(&bytes);
                all.push(form(stable(&text, before, secret.len())));
            }
        }
        all
    }

    /// Returns how many bytes this form takes at the beginning of `bytes`, if it is there. With
    /// `is_cut` its own beginning suffices at the end of them.
    pub(super) fn length_in(&self, bytes: &[u8], is_cut: bool) -> Option<usize> {
        // A secret may itself hold what looks like an escape, so both readings are tried.
        self.matches(bytes, is_cut, true)
            .or_else(|| self.matches(bytes, is_cut, false))
    }

    fn matches(&self, bytes: &[u8], is_cut: bool, raw_first: bool) -> Option<usize> {
        let mut at = 0;
        for (matched, wanted) in self.text.iter().enumerate() {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(raw) = rest.first() else {
                return (is_cut && matched >= LEAST_BEGINNING).then_some(at);
            };
            let (read, length) = read(rest);
            let fits = |byte: u8| byte.to_ascii_lowercase() == *wanted;
            at += match (fits(*raw), fits(read)) {
                (true, false) => 1,
                (true, true) if raw_first => 1,
                (_, true) => length,
                (false, false) => return None,
            };
        }
        Some(at)
    }
}

/// Writes a text as JSON of ASCII characters does.
fn in_ascii(text: &str) -> String {
    let mut units = [0; 2];
    let escape = |c: char| match c.is_ascii() {
        true => c.to_string(),
        false => c
            .encode_utf16(&mut units)
            .iter()
            .map(|unit| format!("\\u{unit:04x}"))
            .collect(),
    };
    text.chars().map(escape).collect()
}

/// Returns the characters of a base64 text that depend on the secret alone, not on the `before`
/// bytes in front of it or on what follows it.
fn stable(text: &str, before: usize, length: usize) -> &str {
    let first = (before * 8).div_ceil(6);
    let end = (before + length) * 8 / 6;
    text.get(first..end).unwrap_or_default()
}

/// Reads one byte as text gives it, `%2F`, `\u002F`, `\x2F` and `\/` included. Returns it with the
/// number of bytes it takes. There is at least one byte.
pub(super) fn read(bytes: &[u8]) -> (u8, usize) {
    let hex = |from: usize| {
        let digits = bytes.get(from..from + 2)?;
        let digits = std::str::from_utf8(digits).ok()?;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)
    };
    let escape = match bytes {
        [b'%', ..] => hex(1).map(|byte| (byte, 3)),
        [b'\\', b'u', b'0', b'0', ..] => hex(4).map(|byte| (byte, 6)),
        [b'\\', b'x', ..] => hex(2).map(|byte| (byte, 4)),
        [b'\\', byte @ (b'"' | b'\\' | b'/'), ..] => Some((*byte, 2)),
        _ => None,
    };
    escape.unwrap_or((bytes.first().copied().unwrap_or_default(), 1))
}
