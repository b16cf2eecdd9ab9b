//! Makes a failing value smaller while it still fails.

use wasm_wave::wasm::{WasmType, WasmTypeKind, WasmValue};

use crate::value::{Type, Value, print};

/// The number of smaller values that are tried.
const ATTEMPTS: usize = 500;

/// The total length of the texts that are tried. A list of a mebibyte gets some ten attempts.
const BYTES: usize = 64 << 20;

/// Returns a smaller value for which `fails` is true, or the value itself.
pub fn shrink(ty: &Type, value: Value, mut fails: impl FnMut(&Value) -> bool) -> Value {
    let mut smallest = value;
    let mut attempts = ATTEMPTS;
    let mut bytes = BYTES;
    'again: loop {
        for candidate in smaller(ty, &smallest) {
            let length = print(&candidate).len();
            if attempts == 0 || bytes < length {
                return smallest;
            }
            attempts -= 1;
            bytes -= length;
            if fails(&candidate) {
                smallest = candidate;
                continue 'again;
            }
        }
        return smallest;
    }
}

/// Returns values that are one step smaller, the smallest first.
fn smaller(ty: &Type, value: &Value) -> Vec<Value> {
    use WasmTypeKind as Kind;
    match ty.kind() {
        Kind::Bool => (value.unwrap_bool().then(|| Value::make_bool(false)))
            .into_iter()
            .collect(),
        Kind::Char => chars(value.unwrap_char()),
        Kind::String => strings(&value.unwrap_string()),
        Kind::F32 => floats(f64::from(value.unwrap_f32()))
            .map(|it| Value::make_f32(it as f32))
            .collect(),
        Kind::F64 => floats(value.unwrap_f64()).map(Value::make_f64).collect(),
        Kind::List => lists(ty, value),
        Kind::Tuple | Kind::Record => fields(ty, value),
        Kind::Flags => flags(ty, value),
        Kind::Variant | Kind::Option | Kind::Result | Kind::Enum => sums(ty, value),
        kind => integers(kind, value),
    }
}

fn integers(kind: WasmTypeKind, value: &Value) -> Vec<Value> {
    // Zero first, then closer and closer to the number, so that few attempts find the edge.
    macro_rules! towards_zero {
        ($unwrap:ident, $make:ident) => {{
            let number = value.$unwrap();
            let mut steps = vec![number];
            while let Some(last) = steps.last().filter(|last| **last != 0) {
                steps.push(*last / 2);
            }
            steps.retain(|step| *step != 0);
            steps
                .into_iter()
                .map(|step| Value::$make(number - step))
                .collect()
        }};
    }
    use WasmTypeKind as Kind;
    match kind {
        Kind::U8 => towards_zero!(unwrap_u8, make_u8),
        Kind::S8 => towards_zero!(unwrap_s8, make_s8),
        Kind::U16 => towards_zero!(unwrap_u16, make_u16),
        Kind::S16 => towards_zero!(unwrap_s16, make_s16),
        Kind::U32 => towards_zero!(unwrap_u32, make_u32),
        Kind::S32 => towards_zero!(unwrap_s32, make_s32),
        Kind::U64 => towards_zero!(unwrap_u64, make_u64),
        Kind::S64 => towards_zero!(unwrap_s64, make_s64),
        _ => Vec::new(),
    }
}

/// Returns simpler numbers. Zero is the simplest; a fraction is cut off.
fn floats(number: f64) -> impl Iterator<Item = f64> {
    let towards = [0.0, 1.0, number.trunc(), (number / 2.0).trunc()];
    let bits = number.to_bits();
    let simple = bits == 0 || number == 1.0;
    towards.into_iter().filter(move |it| {
        !simple && it.to_bits() != bits && (it.abs() < number.abs() || *it == 0.0)
    })
}

fn chars(char: char) -> Vec<Value> {
    let simple = if char == 'a' {
        None
    } else {
        Some(Value::make_char('a'))
    };
    simple.into_iter().collect()
}

fn strings(text: &str) -> Vec<Value> {
    let chars: Vec<_> = text.chars().collect();
    let mut shorter = cuts(&chars);
    let plain = chars.iter().position(|char| *char != 'a');
    shorter.extend(plain.map(|at| {
        let mut simple = chars.clone();
        simple.splice(at..=at, ['a']);
        simple
    }));
    let make = |chars: Vec<char>| Value::make_string(chars.into_iter().collect::<String>().into());
    shorter.into_iter().map(make).collect()
}

/// Returns both halves and, for a short list, the list without each of its elements.
fn cuts<T: Clone>(elements: &[T]) -> Vec<Vec<T>> {
    if elements.is_empty() {
        return Vec::new();
    }
    let (head, tail) = elements.split_at(elements.len() / 2);
    let mut found = vec![head.to_vec(), tail.to_vec()];
    if elements.len() <= 32 {
        found.extend((0..elements.len()).map(|skip| {
            let kept = elements.iter().enumerate().filter(|(at, _)| *at != skip);
            kept.map(|(_, element)| element.clone()).collect()
        }));
    }
    found.retain(|cut| cut.len() < elements.len());
    found
}

fn lists(ty: &Type, value: &Value) -> Vec<Value> {
    let Some(element) = ty.list_element_type() else {
        return Vec::new();
    };
    let elements: Vec<_> = value
        .unwrap_list()
        .map(std::borrow::Cow::into_owned)
        .collect();
    let mut found = cuts(&elements);
    if elements.len() <= 32 {
        found.extend(with_one_smaller(&elements, |_, it| smaller(&element, it)));
    }
    found
        .into_iter()
        .filter_map(|it| Value::make_list(ty, it).ok())
        .collect()
}

/// Returns the lists in which one element is smaller.
fn with_one_smaller(
    elements: &[Value],
    smaller: impl Fn(usize, &Value) -> Vec<Value>,
) -> Vec<Vec<Value>> {
    let mut found = Vec::new();
    for (at, element) in elements.iter().enumerate() {
        found.extend(smaller(at, element).into_iter().map(|it| {
            let mut changed = elements.to_vec();
            changed.splice(at..=at, [it]);
            changed
        }));
    }
    found
}

fn fields(ty: &Type, value: &Value) -> Vec<Value> {
    let at = |types: &[Type], at: usize, it: &Value| {
        types.get(at).map_or(Vec::new(), |ty| smaller(ty, it))
    };
    if ty.kind() == WasmTypeKind::Tuple {
        let types: Vec<_> = ty.tuple_element_types().collect();
        let elements: Vec<_> = value
            .unwrap_tuple()
            .map(std::borrow::Cow::into_owned)
            .collect();
        let changed = with_one_smaller(&elements, |index, it| at(&types, index, it));
        return changed
            .into_iter()
            .filter_map(|it| Value::make_tuple(ty, it).ok())
            .collect();
    }
    let (names, types): (Vec<_>, Vec<_>) = ty.record_fields().unzip();
    let elements: Vec<_> = value
        .unwrap_record()
        .map(|(_, it)| it.into_owned())
        .collect();
    let changed = with_one_smaller(&elements, |index, it| at(&types, index, it));
    let make =
        |it: Vec<Value>| Value::make_record(ty, names.iter().map(AsRef::as_ref).zip(it)).ok();
    changed.into_iter().filter_map(make).collect()
}

fn flags(ty: &Type, value: &Value) -> Vec<Value> {
    let set: Vec<_> = value.unwrap_flags().collect();
    let make = |it: Vec<std::borrow::Cow<'_, str>>| {
        Value::make_flags(ty, it.iter().map(AsRef::as_ref)).ok()
    };
    cuts(&set).into_iter().filter_map(make).collect()
}

fn sums(ty: &Type, value: &Value) -> Vec<Value> {
    let inner = |ty: Option<Type>, it: Option<std::borrow::Cow<'_, Value>>| match (ty, it) {
        (Some(ty), Some(it)) => smaller(&ty, &it),
        _ => Vec::new(),
    };
    match ty.kind() {
        WasmTypeKind::Option => {
            let some = value.unwrap_option();
            let none = some.is_some().then_some(None);
            let smaller = inner(ty.option_some_type(), some).into_iter().map(Some);
            let options = none.into_iter().chain(smaller);
            options
                .filter_map(|it| Value::make_option(ty, it).ok())
                .collect()
        }
        WasmTypeKind::Result => {
            let (ok, err) = ty.result_types().unwrap_or_default();
            let smaller: Vec<_> = match value.unwrap_result() {
                Ok(it) => inner(ok, it).into_iter().map(|it| Ok(Some(it))).collect(),
                Err(it) => inner(err, it).into_iter().map(|it| Err(Some(it))).collect(),
            };
            smaller
                .into_iter()
                .filter_map(|it| Value::make_result(ty, it).ok())
                .collect()
        }
        WasmTypeKind::Variant => {
            let (case, payload) = value.unwrap_variant();
            let found = ty.variant_cases().find(|(name, _)| *name == case);
            let smaller = inner(found.and_then(|(_, ty)| ty), payload).into_iter();
            smaller
                .filter_map(|it| Value::make_variant(ty, &case, Some(it)).ok())
                .collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::parse;

    fn smallest(ty: &Type, value: &str, fails: impl FnMut(&Value) -> bool) -> String {
        print(&shrink(ty, parse(ty, value).unwrap(), fails))
    }

    #[test]
    fn a_number_goes_to_the_edge_where_it_fails() {
        let fails = |value: &Value| value.unwrap_u32() >= 1000;
        assert_eq!(smallest(&Type::U32, "4000000000", fails), "1000");
    }

    #[test]
    fn a_list_keeps_only_what_matters() {
        let ty = Type::list(Type::STRING);
        let fails = |value: &Value| print(value).contains('é');
        assert_eq!(
            smallest(&ty, r#"["abc", "xéy", "", "d"]"#, fails),
            r#"["é"]"#
        );
    }

    #[test]
    fn a_record_gets_simple_fields() {
        let fields = [("x", Type::S32), ("y", Type::option(Type::F64))];
        let ty = Type::record(fields).unwrap();
        let fails = |value: &Value| print(value).contains("x: -");
        assert_eq!(smallest(&ty, "{x: -77, y: some(2.5)}", fails), "{x: -1}");
    }
}
