use wasm_wave::value::Value;
use wasm_wave::wasm::{WasmTypeKind as Kind, WasmValue as _};

use super::print;

/// The most differences that are listed.
const MOST: usize = 10;
/// The longest value that is quoted, in characters.
const QUOTED: usize = 120;

/// Lists the differences between two values of one type, each with its place in the value:
/// `.lines[0].count: expected 3, found 4`.
#[must_use]
pub fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let mut all = Vec::new();
    add("", expected, found, &mut all);
    if all.len() > MOST {
        let more = all.len() - MOST;
        all.truncate(MOST);
        all.push(format!("and {more} more"));
    }
    all
}

fn add(path: &str, expected: &Value, found: &Value, all: &mut Vec<String>) {
    if print(expected) == print(found) {
        return;
    }
    match (expected.kind(), found.kind()) {
        (Kind::Record, Kind::Record) => {
            let pairs = expected.unwrap_record().zip(found.unwrap_record());
            for ((name, expected), (_, found)) in pairs {
                add(&format!("{path}.{name}"), &expected, &found, all);
            }
        }
        (Kind::Tuple, Kind::Tuple) => {
            let pairs = expected.unwrap_tuple().zip(found.unwrap_tuple());
            for (at, (expected, found)) in pairs.enumerate() {
                add(&format!("{path}.{at}"), &expected, &found, all);
            }
        }
        (Kind::List, Kind::List) => add_list(path, expected, found, all),
        (Kind::Option, Kind::Option) => match (expected.unwrap_option(), found.unwrap_option()) {
            (Some(expected), Some(found)) => add(path, &expected, &found, all),
            _ => all.push(line(path, expected, found)),
        },
        (Kind::Result, Kind::Result) => match (expected.unwrap_result(), found.unwrap_result()) {
            (Ok(Some(expected)), Ok(Some(found))) => {
                add(&format!("{path}.ok"), &expected, &found, all);
            }
            (Err(Some(expected)), Err(Some(found))) => {
                add(&format!("{path}.err"), &expected, &found, all);
            }
            _ => all.push(line(path, expected, found)),
        },
        (Kind::Variant, Kind::Variant) => {
            let (case, payload) = expected.unwrap_variant();
            match (payload, found.unwrap_variant()) {
                (Some(expected), (other, Some(found))) if case == other => {
                    add(&format!("{path}.{case}"), &expected, &found, all);
                }
                _ => all.push(line(path, expected, found)),
            }
        }
        _ => all.push(line(path, expected, found)),
    }
}

fn add_list(path: &str, expected: &Value, found: &Value, all: &mut Vec<String>) {
    let (wanted, got): (Vec<_>, Vec<_>) = (
        expected.unwrap_list().collect(),
        found.unwrap_list().collect(),
    );
    if wanted.len() != got.len() {
        let (wanted, got) = (wanted.len(), got.len());
        let path = place(path);
        all.push(format!("{path}expected {wanted} elements, found {got}"));
    }
    for (at, (expected, found)) in wanted.iter().zip(&got).enumerate() {
        add(&format!("{path}[{at}]"), expected, found, all);
    }
}

fn line(path: &str, expected: &Value, found: &Value) -> String {
    let quoted = |value: &Value| {
        let text = print(value);
        let mut short: String = text.chars().take(QUOTED).collect();
        if short.len() < text.len() {
            short.push('…');
        }
        short
    };
    let (expected, found) = (quoted(expected), quoted(found));
    format!("{}expected {expected}, found {found}", place(path))
}

fn place(path: &str) -> String {
    match path {
        "" => String::new(),
        path => format!("{path}: "),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Type, parse};
    use super::*;

    fn found(ty: &Type, expected: &str, found: &str) -> Vec<String> {
        differences(&parse(ty, expected).unwrap(), &parse(ty, found).unwrap())
    }

    #[test]
    fn a_difference_has_its_place() {
        let line = Type::record([("sku", Type::STRING), ("count", Type::U8)]).unwrap();
        let ty = Type::result(Some(Type::list(line)), Some(Type::STRING));
        let lines = found(
            &ty,
            r#"ok([{sku: "a", count: 3}])"#,
            r#"ok([{sku: "a", count: 4}])"#,
        );
        assert_eq!(lines, [".ok[0].count: expected 3, found 4"]);
        let lines = found(&ty, r#"ok([{sku: "a", count: 3}])"#, "ok([])");
        assert_eq!(lines, [".ok: expected 1 elements, found 0"]);
        let lines = found(&ty, "ok([])", r#"err("no")"#);
        assert_eq!(lines, [r#"expected ok([]), found err("no")"#]);
        assert_eq!(found(&ty, "ok([])", "ok([])"), [""; 0]);
    }

    #[test]
    fn many_differences_are_counted() {
        let ty = Type::list(Type::BOOL);
        let text = |word: &str| format!("[{}]", vec![word; 30].join(", "));
        let lines = found(&ty, &text("true"), &text("false"));
        assert_eq!(lines.len(), MOST + 1);
        assert_eq!(lines.last().unwrap(), "and 20 more");
    }
}
