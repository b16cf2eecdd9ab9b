//! No bytes lead to a panic: a plugin cut off anywhere, and with any of its bits flipped.

use crate::made;

use guesthouse_inspect::check;

#[test]
fn cut_off_anywhere() {
    let whole = made::component(&made::contract(), "plugin");
    for length in 0..whole.len() {
        let _ = check(&whole[..length]);
    }
}

#[test]
fn with_any_bit_flipped() {
    let mut bytes = made::component(&made::contract(), "transform");
    for bit in 0..bytes.len() * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8);
        let _ = check(&bytes);
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
    for _ in 0..2_000 {
        let mut bytes = whole.clone();
        for _ in 0..=random(8) {
            let at = 8 + random(bytes.len() - 8);
            bytes[at] = random(256) as u8;
        }
        let _ = check(&bytes);
    }
}
