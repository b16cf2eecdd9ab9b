//! The forms in which the redactor finds a secret.

use data_encoding::{BASE64, BASE64URL, HEXLOWER};

/// The shortest beginning of a secret that is hidden at the end of truncated text. A shorter
/// beginning reveals too little to matter.
const LEAST_BEGINNING: usize = 6;

/// One form of a secret, in lower case.
pub(super) struct Form {
    pub(super) text: Vec<u8>,
}

impl Form {
    /// Returns every form of a secret. Escapes need no forms, because the search undoes them.
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

    /// Returns the length of this form at the beginning of `bytes`, if it is there. With `is_cut`, the
    /// beginning of the form suffices at the end of `bytes`.
    pub(super) fn length_in(&self, bytes: &[u8], is_cut: bool) -> Option<usize> {
        // The secret itself may contain text that looks like an escape, so the search tries the
        // escaped and the literal reading.
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

/// Escapes the characters that are not ASCII, as in JSON.
fn in_ascii(text: &str) -> String {
    let mut units = [0; 2];
    let escape = |c: char| {
        if c.is_ascii() {
            return c.to_string();
        }
        let units = c.encode_utf16(&mut units).iter();
        units.map(|unit| format!("\\u{unit:04x}")).collect()
    };
    text.chars().map(escape).collect()
}

/// Returns the characters of a base64 text that depend only on the secret, not on the `before` bytes in
/// front of it or on the bytes after it.
fn stable(text: &str, before: usize, length: usize) -> &str {
    let first = (before * 8).div_ceil(6);
    let end = (before + length) * 8 / 6;
    text.get(first..end).unwrap_or_default()
}

/// Reads one byte, which may be escaped as `%2F`, `\u002F`, `\x2F` or `\/`. Returns the byte and the
/// length of its text. `bytes` must not be empty.
pub(super) fn read(bytes: &[u8]) -> (u8, usize) {
    let hex = |from: usize| {
        let digits = std::str::from_utf8(bytes.get(from..from + 2)?).ok()?;
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
