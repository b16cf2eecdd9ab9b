//! Checks that text is safe to print. This code is independent of the sanitiser that it checks.

/// Panics if `text` could control a terminal. `breaks` says whether it may have line breaks.
pub(crate) fn assert_printable(what: &str, text: &str, breaks: bool) {
    let harmful = text.chars().find(|c| is_unprintable(*c, breaks));
    assert_eq!(harmful, None, "{what} is not safe to print: {text:?}");
}

fn is_unprintable(c: char, breaks: bool) -> bool {
    match u32::from(c) {
        0x09 => false,
        0x0A => !breaks,
        0x00..=0x1F | 0x7F..=0x9F => true,
        // Separators of lines and paragraphs, which some viewers break at.
        0x2028 | 0x2029 => true,
        // The bidirectional controls of Unicode: marks, embeddings, overrides, isolates.
        0x061C | 0x200E | 0x200F | 0x202A..=0x202E | 0x2066..=0x2069 => true,
        // Invisible characters: those of zero width, the byte order mark, tags.
        0x200B..=0x200D | 0x2060 | 0xFEFF | 0xE0001..=0xE007F => true,
        _ => false,
    }
}
