//! Values of WIT types, written as WAVE, the text form of WebAssembly values.

use anyhow::Context as _;
pub use wasm_wave::value::{Type, Value};

/// Reads a value of the type `ty`.
///
/// # Errors
/// When the text is not a value of this type.
pub fn parse(ty: &Type, text: &str) -> anyhow::Result<Value> {
    wasm_wave::from_str(ty, text).with_context(|| format!("`{}` is not a valid {ty}", short(text)))
}

/// Writes a value in canonical text: two values are equal exactly if their texts are.
pub fn print(value: &Value) -> String {
    // Only a type that WAVE cannot write fails, and `contract` refuses such types.
    wasm_wave::to_string(value).unwrap_or_else(|error| error.to_string())
}

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
    fn negative_zero_differs_from_zero_and_nan_equals_nan() {
        let text = |written| print(&parse(&Type::F64, written).unwrap());
        assert_ne!(text("0"), text("-0"));
        assert_eq!(text("nan"), text("nan"));
        assert_eq!(text("1e300"), text("1.0e300"));
    }

    #[test]
    fn a_long_text_is_cut_in_its_middle() {
        let text = short(&"ab".repeat(1000));
        assert!(text.contains("…1800 more…"), "{text}");
    }
}
