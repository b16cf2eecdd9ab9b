//! Compares a guest's transcript with the expected one.

use super::model::Said;
use super::upstream::CANARY;
use crate::bytes::Bytes;

/// Panics if the transcript differs.
pub(super) fn check(transcript: &[u8], said: &[Said], max_body: usize) {
    let mut bytes = Bytes::new(transcript);
    for part in said {
        match part {
            Said::Exactly(expected) => assert_eq!(bytes.take(expected.len()), expected),
            Said::Answer => answer(&mut bytes, max_body),
        }
    }
    assert!(
        bytes.rest().is_empty(),
        "the guest saw more than it asked for"
    );
}

fn answer(bytes: &mut Bytes, max_body: usize) {
    if bytes.byte() == 1 {
        let error = bytes.byte();
        assert!(error <= 5, "{error} is not an error of `http`");
        return;
    }
    let status = bytes.u32();
    assert!((100..=599).contains(&status), "{status} is not a status");
    let mut before = String::new();
    for _ in 0..bytes.u32() {
        let (name, value) = (list(bytes), list(bytes));
        let (name, value) = (
            String::from_utf8(name).unwrap(),
            String::from_utf8(value).unwrap(),
        );
        assert!(
            before <= name && name == name.to_ascii_lowercase(),
            "`{name}` after `{before}`"
        );
        assert!(
            !["set-cookie", "www-authenticate", "connection"].contains(&name.as_str()),
            "{name}"
        );
        assert!(!value.contains(CANARY), "{name}: {value}");
        before = name;
    }
    assert!(list(bytes).len() <= max_body, "a large body");
}

fn list(bytes: &mut Bytes) -> Vec<u8> {
    let n = bytes.u32() as usize;
    bytes.take(n).to_vec()
}
