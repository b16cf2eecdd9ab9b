//! Whether text may be shown: written apart from the sanitiser that it judges.

/// Panics where `text` could do anything on a screen but be read.
pub(crate) fn assert_harmless(what: &str, text: &str, breaks: bool) {
    let harmful = text.chars().find(|c| is_harmful(*c, breaks));
    assert_eq!(harmful, None, "{what} is not safe to show: {text:?}");
}

fn is_harmful(c: char, breaks: bool) -> bool {
    match u32::from(c) {
        0x09 => false,
        0x0A => !breaks,
        0x00..=0x1F | 0x7F..=0x9F => true,
        // Separators of lines and paragraphs, which some viewers break at.
        0x2028 | 0x2029 => true,
        // The bidirectional controls of Unicode: marks, embeddings, overrides, isolates.
        0x061C | 0x200E | 0x200F | 0x202A..=0x202E | 0x2066..=0x2069 => true,
        // What takes no room: zero-width characters, the byte order mark, tags.
        0x200B..=0x200D | 0x2060 | 0xFEFF | 0xE0001..=0xE007F => true,
        _ => false,
    }
}
