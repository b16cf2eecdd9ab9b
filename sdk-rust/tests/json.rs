//! JSON values, and the author's own types in JSON.

#![allow(clippy::unwrap_used, reason = "a failed test panics")]

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use guesthouse_sdk::json::{self, Number, Value, json};
use serde::{Deserialize, Serialize};

/// Checks that the SDK reads and writes a type as serde_json does without features.
fn like_serde_json<T>(text: &str) -> T
where
    T: for<'de> Deserialize<'de> + Serialize + PartialEq + std::fmt::Debug,
{
    let expected: T = serde_json::from_str(text).unwrap();
    let found: T = json::from_value(json::parse(text).unwrap()).unwrap();
    assert_eq!(found, expected, "{text}");
    let written: Value = json::parse(serde_json::to_string(&expected).unwrap()).unwrap();
    assert_eq!(json::to_value(&found).unwrap(), written);
    found
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Flat {
    name: String,
    #[serde(flatten)]
    price: Price,
    #[serde(flatten)]
    rest: BTreeMap<String, f64>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Price {
    amount: f64,
    currency: Option<char>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Internal {
    Card { amount: f64 },
    Cash(Price),
    Nothing,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Rate(f64),
    Pair(f32, i8),
    Unit,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
enum Untagged {
    Integer(i64),
    Double(f64),
    List(Vec<Untagged>),
    Text(String),
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
enum External {
    Unit,
    Newtype(f64),
    Tuple(u8, f64),
    Struct { x: f64 },
}

#[derive(Debug, Deserialize, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
enum Colour {
    Red,
}

#[test]
fn types_of_serde_behave_as_with_serde_json() {
    for number in ["19.99", "0.5", "1e3", "-2.5e-7", "20", "-3"] {
        like_serde_json::<Flat>(&format!(
            r#"{{"name":"a","amount":{number},"currency":"€","tax":{number}}}"#
        ));
        like_serde_json::<Internal>(&format!(r#"{{"type":"card","amount":{number}}}"#));
        like_serde_json::<Internal>(&format!(r#"{{"type":"cash","amount":{number}}}"#));
        like_serde_json::<Adjacent>(&format!(r#"{{"t":"Rate","c":{number}}}"#));
        like_serde_json::<Untagged>(&format!(r#"[{number},["x",{number}]]"#));
        like_serde_json::<External>(&format!(r#"{{"Newtype":{number}}}"#));
        like_serde_json::<serde_json::Value>(number);
    }
    like_serde_json::<Internal>(r#"{"type":"nothing"}"#);
    like_serde_json::<Adjacent>(r#"{"t":"Pair","c":[1.5,2]}"#);
    like_serde_json::<Adjacent>(r#"{"t":"Unit"}"#);
    like_serde_json::<Vec<External>>(r#"["Unit",{"Tuple":[1,0.5]},{"Struct":{"x":0.5}}]"#);
    like_serde_json::<HashMap<i32, Option<bool>>>(r#"{"-1":true,"2":null}"#);
    like_serde_json::<BTreeMap<Colour, ()>>(r#"{"Red":null}"#);
    like_serde_json::<(u128, i128)>("[340282366920938463463374607431768211455,-1]");
    let whole = like_serde_json::<Untagged>("20");
    assert_eq!(whole, Untagged::Integer(20));
    let raw: Vec<Box<serde_json::value::RawValue>> =
        json::from_value(json::parse(r#"[{"b":1.50,"a":null}]"#).unwrap()).unwrap();
    assert_eq!(raw.first().unwrap().get(), r#"{"a":null,"b":1.5}"#);
    assert_eq!(json::write(&raw).unwrap(), r#"[{"a":null,"b":1.5}]"#);
}

#[test]
fn integers_are_exact_at_any_size_in_types_too() {
    #[derive(Deserialize, Serialize)]
    struct Account {
        id: Number,
        any: Value,
    }
    let text = format!(r#"{{"any":[{}],"id":-{0}}}"#, "9".repeat(60));
    let account: Account = json::from_value(json::parse(&text).unwrap()).unwrap();
    assert_eq!(json::write(&account).unwrap(), text);
    assert_eq!(json::write(&i128::MIN).unwrap(), i128::MIN.to_string());
    let elsewhere = serde_json::to_string(&account.any).unwrap();
    assert_eq!(elsewhere, format!("[\"{}\"]", "9".repeat(60)));
    assert_eq!(json!(u64::MAX).as_u64(), Some(u64::MAX));
    assert_eq!(json!(u64::MAX).as_i64(), None);
}

/// What serde_json passes to a serialiser if another crate turns on `arbitrary_precision`.
#[derive(Serialize)]
#[serde(rename = "$serde_json::private::Number")]
struct Precise {
    #[serde(rename = "$serde_json::private::Number")]
    digits: &'static str,
}

#[test]
fn numbers_of_a_precise_serde_json_are_written_by_the_same_rules() {
    let numbers = [
        "1.50",
        "1E2",
        "-0",
        "-0.0",
        "1e21",
        "123456789012345678901234567890",
    ];
    let written = json::write(&numbers.map(|digits| Precise { digits })).unwrap();
    assert_eq!(
        written,
        "[1.5,100,0,0,1e+21,123456789012345678901234567890]"
    );
    let error = json::write(&[Precise { digits: "1e400" }]).unwrap_err();
    assert_eq!(error.kind, json::WriteErrorKind::NonFinite);
}

#[test]
fn a_literal_is_a_value() {
    let (name, items) = ("x", vec![1.5]);
    let value = json!({
        "a": [null, [true], {}, items.len() + 1, [1, 2].len(),],
        name: null,
        (format!("{name}y")): { "z": items, },
        "some": Some(Colour::Red),
    });
    assert_eq!(
        value.to_string(),
        r#"{"a":[null,[true],{},2,2],"some":"Red","x":null,"xy":{"z":[1.5]}}"#
    );
    assert_eq!(value["a"][3], 2);
    assert_eq!(value["some"], "Red");
    assert_eq!(value.pointer("/xy/z/0").and_then(Value::as_f64), Some(1.5));
    assert_eq!(value.pointer("/a/03"), None);
    assert!(value["absent"]["too"].is_null());
    assert_eq!(json!([]).to_string(), "[]");
    assert_eq!(json!("x"), "x");
}

#[test]
fn what_cannot_be_written_is_named_with_its_path_and_type() {
    #[derive(Serialize)]
    enum Shape {
        Newtype(f64),
        Tuple(u8, f32),
        Struct { x: f64 },
    }
    #[derive(Serialize)]
    struct Outer<T> {
        items: Vec<T>,
    }
    fn refused<T: Serialize>(value: T) -> String {
        let items = vec![value];
        let text = json::write(&Outer { items }).unwrap_err().to_string();
        let start = "cannot write the value as JSON: ";
        text.strip_prefix(start).unwrap().to_string()
    }
    let finite = "JSON has no NaN and no infinity: write null or text";
    let key = "a key must be text or a number: write a list of pairs instead";
    for (found, expected) in [
        (refused(f64::NAN), format!("non-finite at $.items[0] (f64): {finite}")),
        (refused(Some(f32::INFINITY)), format!("non-finite at $.items[0] (f32): {finite}")),
        (
            refused(BTreeMap::from([("a b", f64::NAN)])),
            format!("non-finite at $.items[0][\"a b\"] (f64): {finite}"),
        ),
        (
            refused(Shape::Newtype(f64::NAN)),
            format!("non-finite at $.items[0].Newtype (f64): {finite}"),
        ),
        (
            refused(Shape::Tuple(1, f32::NAN)),
            format!("non-finite at $.items[0].Tuple[1] (f32): {finite}"),
        ),
        (
            refused(Shape::Struct { x: f64::NAN }),
            format!("non-finite at $.items[0].Struct.x (f64): {finite}"),
        ),
        (
            refused(HashMap::from([((1, 2), 3)])),
            format!("unsupported at $.items[0] ((i32, i32)): {key}"),
        ),
        (
            refused(PathBuf::from(not_utf8())),
            "unsupported at $.items[0] (std::path::PathBuf): path contains invalid UTF-8 characters"
                .to_string(),
        ),
        (
            refused((0..128).fold(Value::Null, |inner, _| json!([inner]))),
            "too-deep at $.items[0][0][0][0][0][0][0]… (guesthouse_sdk::json::value::Value): \
             more than 128 nested arrays and objects"
                .to_string(),
        ),
    ] {
        assert_eq!(found, expected);
    }
}

fn not_utf8() -> std::ffi::OsString {
    use std::os::unix::ffi::OsStringExt as _;
    std::ffi::OsString::from_vec(vec![0xff])
}

#[test]
fn what_has_another_type_is_named_with_its_path() {
    let wrong = |text| {
        let value = json::parse(text).unwrap();
        json::from_value::<Vec<External>>(value)
            .unwrap_err()
            .to_string()
    };
    let text = r#"[{"Tuple":[1,"x"]}]"#;
    assert_eq!(
        wrong(text),
        "invalid type: string \"x\", expected f64 at $[0][1]"
    );
    let text = r#"["Unit",{"Struct":{"x":null}}]"#;
    assert_eq!(wrong(text), "invalid type: null, expected f64 at $[1].x");
    for (text, expected) in [
        (r#"[{"a":1,"b":2}]"#, "an object with one member"),
        (r#"["Newtype"]"#, "expected a variant with a value"),
        (r#"[{"Tuple":[1,2,3]}]"#, "invalid length 3"),
        ("[7]", "integer `7`"),
    ] {
        assert!(wrong(text).contains(expected), "{}", wrong(text));
    }
}
