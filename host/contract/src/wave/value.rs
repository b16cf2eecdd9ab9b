use wasm_wave::ast::NodeType;
use wasm_wave::untyped::UntypedValue;
use wasm_wave::value::{Type, Value};

use super::bad_value::BadValue;

/// Reads a value of the type `ty`.
///
/// # Errors
/// If the text is not a value of this type.
pub fn parse(ty: &Type, text: &str) -> Result<Value, BadValue> {
    let untyped = UntypedValue::parse(text).map_err(|error| BadValue::of(&error, text, None))?;
    untyped
        .to_wasm_value(ty)
        .map_err(|error| BadValue::of(&error, text, Some((ty, untyped.node()))))
}

/// Reads the arguments of a call in parentheses: `("pen", 3)`.
///
/// Returns as many values as there are arguments, which are checked against as many types.
///
/// # Errors
/// If the text is not a list of arguments, or an argument is not a value of its type.
pub fn arguments(types: &[Type], text: &str) -> Result<Vec<Result<Value, BadValue>>, BadValue> {
    let inside = text.trim().strip_prefix('(');
    if inside.is_some_and(|rest| rest.trim() == ")") {
        return Ok(Vec::new());
    }
    let untyped = UntypedValue::parse(text).map_err(|error| BadValue::of(&error, text, None))?;
    let node = untyped.node();
    if node.ty() != NodeType::Tuple {
        return Err(BadValue::not_arguments(text));
    }
    let nodes = node
        .as_tuple()
        .map_err(|error| BadValue::of(&error, text, None))?;
    let read = nodes.enumerate().map(|(at, node)| {
        // An argument too many has no type. The caller reports it.
        let ty = types.get(at).unwrap_or(&Type::BOOL);
        node.to_wasm_value(ty, text)
            .map_err(|error| BadValue::of(&error, text, Some((ty, node))))
    });
    Ok(read.collect())
}

/// Writes a value in canonical text: two values are equal exactly if their texts are.
#[must_use]
pub fn print(value: &Value) -> String {
    // Only a type that WAVE cannot write fails, and `Calls` refuses such types.
    wasm_wave::to_string(value).unwrap_or_else(|error| error.to_string())
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
    fn arguments_are_read_one_by_one() {
        let types = [Type::STRING, Type::U8];
        let read = |text: &str| arguments(&types, text).unwrap();
        assert_eq!(read("( )").len(), 0);
        let texts: Vec<_> = read("(\"a\", 1,)")
            .into_iter()
            .map(|value| print(&value.unwrap()))
            .collect();
        assert_eq!(texts, ["\"a\"", "1"]);
        assert_eq!(read("(\"a\", 1, 2)").len(), 3);
        assert!(arguments(&types, "[1]").is_err());
    }
}
