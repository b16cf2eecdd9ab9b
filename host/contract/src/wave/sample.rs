use wasm_wave::value::Type;
use wasm_wave::wasm::{WasmType as _, WasmTypeKind as Kind};

use super::label;

/// Types inside more types than this are written as `…`, because a type of a few bytes can have a
/// value of any length.
const DEPTH: usize = 6;

/// Returns the text of a value of a type, as a start for a person who writes one.
#[must_use]
pub fn sample(ty: &Type) -> String {
    at_depth(ty, 0)
}

fn at_depth(ty: &Type, depth: usize) -> String {
    if depth > DEPTH {
        return "…".to_owned();
    }
    let inner = |ty: &Type| at_depth(ty, depth + 1);
    match ty.kind() {
        Kind::Bool => "false".to_owned(),
        Kind::Char => "'a'".to_owned(),
        Kind::String => "\"\"".to_owned(),
        Kind::List => "[]".to_owned(),
        Kind::Flags => "{}".to_owned(),
        Kind::Option => "none".to_owned(),
        Kind::Record => {
            let fields = ty.record_fields();
            let fields: Vec<_> = fields
                .map(|(name, ty)| format!("{name}: {}", inner(&ty)))
                .collect();
            format!("{{{}}}", fields.join(", "))
        }
        Kind::Tuple => {
            let elements: Vec<_> = ty.tuple_element_types().map(|ty| inner(&ty)).collect();
            format!("({})", elements.join(", "))
        }
        Kind::Enum => ty
            .enum_cases()
            .next()
            .map_or_else(String::new, |name| label(&name)),
        Kind::Variant => match ty.variant_cases().next() {
            Some((name, payload)) => case(&label(&name), payload.as_ref().map(inner)),
            None => String::new(),
        },
        Kind::Result => {
            let (ok, _) = ty.result_types().unwrap_or_default();
            case("ok", ok.as_ref().map(inner))
        }
        _ => "0".to_owned(),
    }
}

fn case(name: &str, payload: Option<String>) -> String {
    match payload {
        Some(payload) => format!("{name}({payload})"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn a_sample_is_a_value_of_its_type() {
        let record = Type::record([
            ("a", Type::CHAR),
            ("b", Type::tuple(vec![Type::F32, Type::STRING]).unwrap()),
            (
                "c",
                Type::variant([("x", Some(Type::U8)), ("y", None)]).unwrap(),
            ),
            ("d", Type::flags(["f"]).unwrap()),
            ("e", Type::enum_ty(["g"]).unwrap()),
        ])
        .unwrap();
        let ty = Type::result(Some(Type::list(record.clone())), None);
        for ty in [&ty, &record] {
            let text = sample(ty);
            assert!(parse(ty, &text).is_ok(), "{text}");
        }
    }
}
