use super::{Map, Value, plain};

/// Writes a value. A number that is not finite becomes `null`.
pub(super) fn value(text: &mut String, value: &Value) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(value) => text.push_str(&value.to_string()),
        Value::String(value) => string(text, value),
        Value::Array(items) => array(text, items),
        Value::Object(members) => object(text, members),
    }
}

fn array(text: &mut String, items: &[Value]) {
    text.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        value(text, item);
    }
    text.push(']');
}

fn object(text: &mut String, members: &Map) {
    let mut members: Vec<_> = members.iter().collect();
    members.sort_unstable_by(|(a, _), (b, _)| utf16_order(a).cmp(utf16_order(b)));
    text.push('{');
    for (index, (key, member)) in members.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        string(text, key);
        text.push(':');
        value(text, member);
    }
    text.push('}');
}

/// Maps UTF-8 to bytes that sort like UTF-16, in which surrogates come before U+E000 to U+FFFF.
/// Those characters start with 0xEE and 0xEF in UTF-8.
fn utf16_order(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().map(|byte| {
        if matches!(byte, 0xEE | 0xEF) {
            byte + 0x10
        } else {
            byte
        }
    })
}

fn string(text: &mut String, value: &str) {
    text.push('"');
    let mut rest = value;
    loop {
        let (plain, tail) = plain::split(rest);
        text.push_str(plain);
        let mut chars = tail.chars();
        match chars.next() {
            Some(char) => escape(text, char),
            None => break,
        }
        rest = chars.as_str();
    }
    text.push('"');
}

fn escape(text: &mut String, char: char) {
    match char {
        '"' => text.push_str("\\\""),
        '\\' => text.push_str("\\\\"),
        '\u{8}' => text.push_str("\\b"),
        '\t' => text.push_str("\\t"),
        '\n' => text.push_str("\\n"),
        '\u{c}' => text.push_str("\\f"),
        '\r' => text.push_str("\\r"),
        control => {
            text.push_str("\\u00");
            let code = u32::from(control);
            text.extend(
                [code >> 4, code & 15]
                    .into_iter()
                    .filter_map(|half| char::from_digit(half, 16)),
            );
        }
    }
}
