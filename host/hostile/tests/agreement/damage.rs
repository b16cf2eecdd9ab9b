//! Damaged variants of files: cut off, and with a bit flipped.

use std::collections::BTreeSet;

/// Variants of the plugin, spread over all of its bytes.
const PLUGIN: usize = 1_200;
/// Variants of every other small file.
const OTHERS: usize = 6;
/// A larger file takes too long to compile several times.
const SMALL: usize = 8 << 10;

/// Returns variants of the files, each content once.
pub(crate) fn variants(whole: &[(String, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
    let mut seen: BTreeSet<Vec<u8>> = whole.iter().map(|(_, bytes)| bytes.clone()).collect();
    let mut all = Vec::new();
    for (name, bytes) in whole
        .iter()
        .filter(|(_, bytes)| (9..SMALL).contains(&bytes.len()))
    {
        let count = if name == "plugin" { PLUGIN } else { OTHERS };
        for number in 0..count {
            let damaged = damage(bytes, number, count);
            if seen.insert(damaged.clone()) {
                all.push((format!("{name}, variant {number}"), damaged));
            }
        }
    }
    all
}

/// Every fourth variant is cut off, the others have a flipped bit. They are spread over the file.
fn damage(bytes: &[u8], number: usize, count: usize) -> Vec<u8> {
    let at = 8 + (bytes.len() - 8) * number / count;
    let mut damaged = bytes.to_vec();
    if number.is_multiple_of(4) {
        damaged.truncate(at);
    } else {
        damaged[at] ^= 1 << (number / 4 % 8);
    }
    damaged
}
