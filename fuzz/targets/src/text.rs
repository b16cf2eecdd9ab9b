//! Text that a guest influenced: the sanitiser, the redaction of secrets, and the reader of crashes.

use crate::bytes::Bytes;
use crate::printable::assert_printable;
use guesthouse::fuzzing::redact;
use guesthouse_sandbox::clean;
use guesthouse_sandbox::fuzzing::crash;

/// A shorter piece of a secret is not a leak.
const LEAK: usize = 6;

/// Takes a length, secrets and a text in which the secrets are mentioned.
pub fn run(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let max = usize::from(bytes.u16());
    let breaks = bytes.flag();
    let secrets: Vec<String> = (0..bytes.below(4)).map(|_| secret(&mut bytes)).collect();
    let text = mention(&secrets, bytes.rest());
    let shown = cleaned(&text, max, breaks);
    no_secret(&secrets, &redact(secrets.clone(), &shown));
    no_secret(&secrets, &redact(secrets.clone(), &text));
    if let Some(found) = crash(&text) {
        let code = found.code.code();
        assert!(
            ["panic", "exception", "stack-overflow"].contains(&code),
            "{code}"
        );
        for text in [Some(found.message), found.trace].into_iter().flatten() {
            assert_printable("a crash", &text, true);
            assert!(text.len() <= 4_000, "a long crash");
        }
    }
}

fn cleaned(text: &str, max: usize, breaks: bool) -> String {
    let shown = clean(text, max, breaks);
    assert_printable("cleaned text", &shown, breaks);
    assert!(shown.len() <= max, "{} bytes, over {max}", shown.len());
    assert_eq!(
        clean(&shown, max, breaks),
        shown,
        "cleaning it twice changes it"
    );
    let whole = clean(text, usize::MAX, breaks);
    if whole.len() <= max {
        assert_eq!(shown, whole, "cut although it fits");
    } else {
        let start = shown.strip_suffix('…').unwrap_or(&shown);
        assert!(
            whole.starts_with(start),
            "{start:?} is not a prefix of {whole:?}"
        );
        assert!(
            max < '…'.len_utf8() || shown.ends_with('…'),
            "cut without a mark"
        );
    }
    shown
}

/// Makes a secret of capital letters, which are nowhere else in the text.
fn secret(bytes: &mut Bytes) -> String {
    let length = LEAK + bytes.below(40);
    let letters = bytes
        .take(length)
        .iter()
        .map(|byte| char::from(b'A' + byte % 26));
    let mut secret: String = letters.collect();
    while secret.len() < LEAK {
        secret.push('Z');
    }
    secret
}

/// Replaces bytes from 0xF8 on, which are never part of UTF-8 text, by the secrets.
fn mention(secrets: &[String], bytes: &[u8]) -> String {
    let mut text = String::new();
    for piece in bytes.split_inclusive(|byte| *byte >= 0xF8) {
        let (piece, mentioned) = match piece.split_last() {
            Some((mark, piece)) if *mark >= 0xF8 => (piece, secrets.get(usize::from(mark - 0xF8))),
            _ => (piece, None),
        };
        text.push_str(&String::from_utf8_lossy(piece).to_ascii_lowercase());
        text.extend(mentioned.map(String::as_str));
    }
    text
}

fn no_secret(secrets: &[String], shown: &str) {
    for run in shown.split(|c: char| !c.is_ascii_uppercase()) {
        let found = secrets.iter().find(|secret| {
            let pieces = secret.as_bytes().windows(LEAK);
            pieces
                .filter_map(|piece| std::str::from_utf8(piece).ok())
                .any(|piece| run.contains(piece))
        });
        assert_eq!(found, None, "`{run}` is left in {shown:?}");
    }
}
