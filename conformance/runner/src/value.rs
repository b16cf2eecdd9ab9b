//! Values of WIT types, written as WAVE, the text form of WebAssembly values.

pub use guesthouse_contract::wave::{Type, Value, parse, print};

/// Shortens a long text for a message.
pub fn short(text: &str) -> String {
    cut(text, 100)
}

/// Replaces the middle of a text that is longer than `side` characters on each side.
pub fn cut(text: &str, side: usize) -> String {
    let count = text.chars().count();
    if count <= 2 * side + 20 {
        return text.to_owned();
    }
    let head: String = text.chars().take(side).collect();
    let tail: String = text.chars().skip(count - side).collect();
    format!("{head}…{} more…{tail}", count - 2 * side)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_in_its_middle() {
        let text = short(&"ab".repeat(1000));
        assert!(text.contains("…1800 more…"), "{text}");
    }
}
