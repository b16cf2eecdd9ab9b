//! No bytes cause a panic. The tests cut a plugin at every offset and flip bits in it.
//!
//! Every report has a reason to refuse the file, or says that it is a plugin.

use crate::made;

use guesthouse_inspect::check;

/// Checks a file and returns whether it is a plugin.
fn is_plugin(bytes: &[u8]) -> bool {
    let report = check(bytes);
    let is_plugin = report.is_plugin();
    assert_ne!(
        is_plugin,
        report.errors().next().is_some(),
        "{:#?}",
        report.diagnostics
    );
    is_plugin
}

#[test]
fn truncated_anywhere() {
    let whole = made::component(&made::contract(), "plugin");
    assert!(is_plugin(&whole));
    // Only custom sections stand at the end of the file, so a cut between two of them leaves a
    // plugin. The first half of the file never is one.
    for length in 0..whole.len() {
        let is_plugin = is_plugin(&whole[..length]);
        assert!(!is_plugin || length > whole.len() / 2, "{length}");
    }
}

#[test]
fn with_any_bit_flipped() {
    let mut bytes = made::component(&made::contract(), "transform");
    assert!(is_plugin(&bytes));
    for bit in 0..bytes.len() * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8);
        let is_plugin = is_plugin(&bytes);
        assert!(!is_plugin || bit / 8 >= 8, "a wrong header is accepted");
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
}

#[test]
fn with_many_bytes_changed() {
    let whole = made::component(&made::contract(), "plugin");
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut refused = 0;
    for _ in 0..2_000 {
        let mut bytes = whole.clone();
        for _ in 0..=random(8) {
            let at = 8 + random(bytes.len() - 8);
            bytes[at] = random(256) as u8;
        }
        refused += u32::from(!is_plugin(&bytes));
    }
    assert!(refused > 0, "no change was noticed");
}
