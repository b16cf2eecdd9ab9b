//! Text that a JSON string holds unescaped: all but quotes, backslashes and control characters.

/// Splits text before the first character that must be escaped.
pub(super) fn split(text: &str) -> (&str, &str) {
    // The plain part ends at an ASCII character or at the end, so this is a character boundary.
    text.split_at_checked(length(text.as_bytes()))
        .unwrap_or(("", text))
}

fn length(bytes: &[u8]) -> usize {
    let (words, _) = bytes.as_chunks::<8>();
    let skipped = 8 * words.iter().take_while(|word| is_plain(**word)).count();
    let rest = bytes.get(skipped..).unwrap_or_default();
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    skipped + rest.iter().position(special).unwrap_or(rest.len())
}

/// Checks eight bytes at once. Most of the time for long text is spent here.
fn is_plain(word: [u8; 8]) -> bool {
    const ONES: u64 = u64::MAX / 0xFF;
    let word = u64::from_le_bytes(word);
    // Sets the high bit of each byte below `limit`, and possibly of bytes above such a byte.
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & (ONES << 7);
    let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (below(word, 0x20) | equal(b'"') | equal(b'\\')) == 0
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn every_byte_is_classified_alike_at_every_position() {
        for char in (0..=0x2ff).filter_map(char::from_u32) {
            let plain = !matches!(char, '"' | '\\' | '\0'..' ');
            for place in 0..20 {
                let text = format!(
                    "{}{char}{}",
                    "\u{e9}".repeat(place / 2) + &"a".repeat(place % 2),
                    "b".repeat(9)
                );
                let expected = if plain { text.len() } else { place };
                assert_eq!(split(&text).0.len(), expected, "{char:?} at {place}");
            }
        }
    }
}
