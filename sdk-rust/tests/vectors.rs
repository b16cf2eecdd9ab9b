//! Runs `docs/reference/json-vectors.json`, which every SDK must pass.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a vector of another shape fails its test"
)]

use guesthouse_sdk::json::{self, Map, Value, json};
use serde::Serialize;
use serde::ser::Serializer;

fn cases(kind: &str) -> Vec<Value> {
    let vectors = json::parse(include_str!("json-vectors.json")).unwrap();
    vectors[kind].as_array().unwrap().clone()
}

fn input(case: &Value) -> Vec<u8> {
    match case["text"].as_str() {
        Some(text) => text.as_bytes().to_vec(),
        None => base64(case["base64"].as_str().unwrap()),
    }
}

fn base64(text: &str) -> Vec<u8> {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<u8> = text
        .trim_end_matches('=')
        .chars()
        .map(|c| alphabet.find(c).unwrap() as u8)
        .collect();
    digits.chunks(4).flat_map(base64_group).collect()
}

/// Returns the bytes of a group of two to four digits. Missing digits count as zero.
fn base64_group(digits: &[u8]) -> Vec<u8> {
    let mut group_bits = 0_u32;
    for place in 0..4 {
        let digit = digits.get(place).copied().unwrap_or(0);
        group_bits = (group_bits << 6) | u32::from(digit);
    }
    group_bits.to_be_bytes()[1..digits.len()].to_vec()
}

#[test]
fn every_read_vector_passes() {
    let cases = cases("read");
    assert!(cases.len() > 300);
    for case in cases {
        let found = match json::parse(input(&case)) {
            Ok(value) => json!({ "written": json::write(&value).unwrap() }),
            Err(error) => {
                json!({ "error": { "code": error.kind.to_string(), "offset": error.offset } })
            }
        };
        assert_eq!(found, expectation(&case), "{}", case["name"]);
    }
}

#[test]
fn every_write_vector_passes() {
    let cases = cases("write");
    assert!(cases.len() > 50);
    for case in cases {
        let found = match json::write(&Tagged(&case["value"])) {
            Ok(text) => json!({ "written": text }),
            Err(error) => json!({ "error": { "code": error.kind.to_string() } }),
        };
        assert_eq!(found, expectation(&case), "{}", case["name"]);
    }
}

fn expectation(case: &Value) -> Value {
    let kept = ["written", "error"]
        .into_iter()
        .filter_map(|key| Some((key, case.get(key)?)));
    Value::Object(
        kept.map(|(key, value)| (key.to_string(), value.clone()))
            .collect(),
    )
}

/// A value in the notation of the write cases.
struct Tagged<'a>(&'a Value);

impl Serialize for Tagged<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Value::Object(tagged) = self.0 else {
            return self.0.serialize(serializer);
        };
        let (tag, content) = tagged.iter().next().unwrap();
        match (tag.as_str(), content) {
            ("string", Value::String(text)) => serializer.serialize_str(text),
            ("integer", Value::String(digits)) => {
                json::parse(digits).unwrap().serialize(serializer)
            }
            ("double", Value::String(bits)) => {
                serializer.serialize_f64(f64::from_bits(u64::from_str_radix(bits, 16).unwrap()))
            }
            ("array", Value::Array(items)) => serializer.collect_seq(items.iter().map(Tagged)),
            ("object", Value::Array(members)) => {
                serializer.collect_map(members.iter().map(|pair| (&pair[0], Tagged(&pair[1]))))
            }
            ("nested-arrays", Value::Number(levels)) => {
                nested(levels.as_u64().unwrap(), |inner| Value::Array(vec![inner]))
                    .serialize(serializer)
            }
            ("nested-objects", Value::Number(levels)) => {
                let wrap = |inner| Value::Object(Map::from_iter([("a".to_string(), inner)]));
                nested(levels.as_u64().unwrap(), wrap).serialize(serializer)
            }
            _ => panic!("unknown tag: {tagged:?}"),
        }
    }
}

fn nested(levels: u64, wrap: impl Fn(Value) -> Value) -> Value {
    (0..levels).fold(Value::Null, |inner, _| wrap(inner))
}

#[test]
fn numbers_keep_their_kind_and_digits() {
    let value = json::parse(r#"[9007199254740993, 1.0, -0, 1e2]"#).unwrap();
    assert_eq!(value[0].as_u64(), Some(9_007_199_254_740_993));
    assert_eq!(value[1].as_u64(), None);
    assert_eq!(value[1].as_f64(), Some(1.0));
    assert_eq!(value[2].as_u64(), Some(0));
    assert_eq!(value[3].as_f64(), Some(100.0));
}
