//! Values that together reach every arm of a type.

use wasm_wave::value::Type;
use wasm_wave::wasm::{WasmType as _, WasmTypeKind as Kind};

use super::label;

/// The most elements of a list.
const ELEMENTS: usize = 8;

/// Integers of more than 53 bits, which not every engine passes on.
pub const WIDE: [(Type, &[&str]); 2] = [
    (
        Type::U64,
        &[
            "9007199254740993",
            "9223372036854775808",
            "18446744073709551615",
        ],
    ),
    (
        Type::S64,
        &[
            "-9007199254740993",
            "-9223372036854775808",
            "9223372036854775807",
        ],
    ),
];

/// Returns the texts of values of a type that together have each case of its variants and enums, each
/// of its flags, both sides of options, results and booleans, empty and filled lists, and the limits of
/// its numbers, characters and texts. Integers have at most 53 bits; [`WIDE`] has others.
///
/// The number of values is the sum of the arms, not their product: the parts of a record take turns.
#[must_use]
pub fn arms(ty: &Type) -> Vec<String> {
    match ty.kind() {
        Kind::Bool => texts(&["false", "true"]),
        Kind::Char => texts(&[
            "'a'",
            "'\\u{0}'",
            "'é'",
            "'\\u{d7ff}'",
            "'\\u{e000}'",
            "'\\u{10ffff}'",
        ]),
        Kind::String => texts(&[
            r#""""#,
            r#""a""#,
            r#""é\u{1f600}""#,
            r#""\u{0}""#,
            r#""\"'\\\n\r\t""#,
            r#""\u{feff}\u{2028}\u{10ffff}""#,
        ]),
        Kind::List => list(&arms(&ty.list_element_type().unwrap_or(Type::BOOL))),
        Kind::Flags => flags(ty),
        Kind::Option => {
            let some = ty.option_some_type().unwrap_or(Type::BOOL);
            let some = arms(&some).into_iter().map(|it| format!("some({it})"));
            some.chain(["none".to_owned()]).collect()
        }
        Kind::Record => {
            let (names, parts): (Vec<_>, Vec<_>) = ty
                .record_fields()
                .map(|(name, ty)| (name, arms(&ty)))
                .unzip();
            let named = |at: usize, value: &str| match names.get(at) {
                Some(name) => format!("{name}: {value}"),
                None => value.to_owned(),
            };
            in_turns(&parts, named, ["{", "}"])
        }
        Kind::Tuple => {
            let parts: Vec<_> = ty.tuple_element_types().map(|ty| arms(&ty)).collect();
            in_turns(&parts, |_, value| value.to_owned(), ["(", ")"])
        }
        Kind::Enum => ty.enum_cases().map(|name| label(&name)).collect(),
        Kind::Variant => {
            let cases = ty.variant_cases();
            cases
                .flat_map(|(name, ty)| case(&label(&name), ty.as_ref()))
                .collect()
        }
        Kind::Result => {
            let (ok, err) = ty.result_types().unwrap_or_default();
            let mut all = case("ok", ok.as_ref());
            all.extend(case("err", err.as_ref()));
            all
        }
        kind => texts(numbers(kind)),
    }
}

fn numbers(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::U8 => &["0", "1", "127", "128", "255"],
        Kind::S8 => &["0", "-1", "-128", "127"],
        Kind::U16 => &["0", "1", "32768", "65535"],
        Kind::S16 => &["0", "-1", "-32768", "32767"],
        Kind::U32 => &["0", "1", "2147483647", "2147483648", "4294967295"],
        Kind::S32 => &["0", "-1", "-2147483648", "2147483647"],
        Kind::U64 => &["0", "1", "9007199254740991"],
        Kind::S64 => &["0", "-1", "-9007199254740991", "9007199254740991"],
        Kind::F32 => &[
            "0",
            "-0",
            "1.5",
            "-3.4028235e38",
            "1e-45",
            "inf",
            "-inf",
            "nan",
        ],
        _ => &[
            "0",
            "-0",
            "0.1",
            "-1.7976931348623157e308",
            "5e-324",
            "inf",
            "-inf",
            "nan",
        ],
    }
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|it| (*it).to_owned()).collect()
}

fn case(name: &str, payload: Option<&Type>) -> Vec<String> {
    match payload {
        Some(ty) => arms(ty).iter().map(|it| format!("{name}({it})")).collect(),
        None => vec![name.to_owned()],
    }
}

/// The empty list, a list of one element, and lists of all the elements.
fn list(elements: &[String]) -> Vec<String> {
    let written = |elements: &[String]| format!("[{}]", elements.join(", "));
    let few = [&[][..], elements.get(..1).unwrap_or_default()];
    let parts = few.into_iter().chain(elements.chunks(ELEMENTS));
    parts.map(written).collect()
}

/// No flag, each flag alone, and all of them.
fn flags(ty: &Type) -> Vec<String> {
    let names: Vec<String> = ty.flags_names().map(Into::into).collect();
    let sets = [String::new()].into_iter().chain(names.iter().cloned());
    let sets = sets.chain([names.join(", ")]);
    sets.map(|set| format!("{{{set}}}")).collect()
}

/// As many values as the part with the most arms has. The other parts start anew.
fn in_turns(
    parts: &[Vec<String>],
    write: impl Fn(usize, &str) -> String,
    [open, close]: [&str; 2],
) -> Vec<String> {
    let most = parts.iter().map(Vec::len).max().unwrap_or(1);
    let value = |turn: usize| {
        let parts = parts.iter().enumerate().filter_map(|(at, arms)| {
            let arm = arms.get(turn.checked_rem(arms.len())?)?;
            Some(write(at, arm))
        });
        let parts: Vec<_> = parts.collect();
        format!("{open}{}{close}", parts.join(", "))
    };
    (0..most).map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn every_arm_is_a_value_of_its_type() {
        let inner = Type::variant([("x", Some(Type::U8)), ("none", None)]).unwrap();
        let plain = [
            Type::BOOL,
            Type::U8,
            Type::S8,
            Type::U16,
            Type::S16,
            Type::U32,
            Type::S32,
            Type::U64,
            Type::S64,
            Type::F32,
            Type::F64,
            Type::CHAR,
            Type::STRING,
        ];
        let record = Type::record([
            ("a", Type::list(inner.clone())),
            ("b", Type::tuple(plain.to_vec()).unwrap()),
            ("c", Type::flags(["f", "g"]).unwrap()),
            ("d", Type::option(Type::enum_ty(["h", "i"]).unwrap())),
        ])
        .unwrap();
        let ty = Type::result(Some(record), Some(inner));
        let found = arms(&ty);
        assert!(
            found.iter().all(|text| parse(&ty, text).is_ok()),
            "{found:?}"
        );
        for arm in [
            "[x(0), x(1), x(127), x(128), x(255), %none]",
            "{f, g}",
            "none",
            "some(i)",
            "err(%none)",
        ] {
            assert!(found.iter().any(|text| text.contains(arm)), "{arm}");
        }
        assert_eq!(found.len(), 8 + 6);
    }
}
