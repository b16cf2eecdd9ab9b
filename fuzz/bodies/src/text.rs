//! Text that a guest influenced: the sanitiser, the redaction of secrets, and the reader of crashes.

use crate::bytes::Bytes;
use crate::shown::assert_harmless;
use guesthouse::fuzzing::redact;
use guesthouse_sandbox::clean;
use guesthouse_sandbox::fuzzing::crash;

/// Shorter pieces of a secret tell nothing.
const TELLING: usize = 6;

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
            assert_harmless("a crash", &text, true);
            assert!(text.len() <= 4_000, "a long crash");
        }
    }
}

fn cleaned(text: &str, max: usize, breaks: bool) -> String {
    let shown = clean(text, max, breaks);
    assert_harmless("cleaned text", &shown, breaks);
    assert!(shown.len() <= max, "{} bytes, over {max}", shown.len());
    assert_eq!(
        clean(&shown, max, breaks),
        shown,
        "cleaning it twice changes it"
    );
    let whole = clean(text, usize::MAX, breaks);
    if whole.len() <= max {
        assert_eq!(shown, whole, "cut without need");
    } else {
        let start = shown.strip_suffix('…').unwrap_or(&shown);
        assert!(
            whole.starts_with(start),
            "{start:?} is no beginning of {whole:?}"
        );
        assert!(
            max < '…'.len_utf8() || shown.ends_with('…'),
            "cut without a mark"
        );
    }
    shown
}

/// Secrets are made of capitals, which stand nowhere else in the text.
fn secret(bytes: &mut Bytes) -> String {
    let length = TELLING + bytes.below(40);
    let letters = bytes
        .take(length)
        .iter()
        .map(|byte| char::from(b'A' + byte % 26));
    let mut secret: String = letters.collect();
    while secret.len() < TELLING {
        secret.push('Z');
    }
    secret
}

/// Bytes from 0xF8 on, which are in no text, stand for the secrets.
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
        let told = secrets.iter().find(|secret| {
            let pieces = secret.as_bytes().windows(TELLING);
            pieces
                .filter_map(|piece| std::str::from_utf8(piece).ok())
                .any(|piece| run.contains(piece))
        });
        assert_eq!(told, None, "`{run}` is left in {shown:?}");
    }
}
