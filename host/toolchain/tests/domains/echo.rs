//! Every type of the contract `everything` passes through the SDK in both directions.

use wasmtime::component::Val;

use crate::host::{Guest, Ran};
use crate::samples::values;

pub(crate) const WIT: &str = "host/generate/tests/wit/everything.wit";
const ECHO: &str = "test:everything/echo@1.2.0";
const BOTH: &str = "test:everything/both@1.2.0";

/// Functions that return their argument.
const ECHOES: &str = "bool u8 u16 u32 u64 s8 s16 s32 s64 f32 f64 char string bytes floats strings \
    chars option option-list option-option option-figure tuple result direction rights days wide \
    point numbers figure drawings";

const FAILURES: [&str; 6] = [
    "fail-variant",
    "fail-enum",
    "fail-record",
    "fail-text",
    "fail-list",
    "fail",
];

fn ok(value: Val) -> Val {
    Val::Result(Ok(Some(Box::new(value))))
}

/// What the host does.
pub(crate) fn answer(name: &str, params: &[Val]) -> Option<Val> {
    Some(match (name, params) {
        ("nothing", _) => return None,
        ("echo-many", [_, _, _, text]) => text.clone(),
        ("fail-enum", [Val::Option(None)]) => ok(Val::U32(7)),
        ("fail-enum", [Val::Option(Some(reason))]) => Val::Result(Err(Some(reason.clone()))),
        ("fail", [Val::Bool(fails)]) => Val::Result(if *fails { Err(None) } else { Ok(None) }),
        ("fail-text", [Val::String(text)]) if text.is_empty() => ok(Val::String("fine".into())),
        ("fail-text" | "fail-variant" | "fail-record" | "fail-list", [value]) => {
            Val::Result(Err(Some(Box::new(value.clone()))))
        }
        ("add", [Val::U32(a), Val::U32(b)]) => Val::U32(a + b),
        ("ask", [Val::Record(question)]) => question[0].1.clone(),
        (_, [value]) => value.clone(),
        _ => panic!("{name} {params:?}"),
    })
}

#[track_caller]
pub(crate) fn returned(ran: Ran) -> Val {
    let result = ran
        .result
        .unwrap_or_else(|error| panic!("{error}\n{}", ran.err));
    result.unwrap_or(Val::Bool(true))
}

/// Checks a component that implements the world `everything`. A crash names `place`.
pub(crate) fn check(bytes: &[u8], place: &str) {
    let guest = Guest::new(bytes, answer);
    for name in ECHOES.split_whitespace() {
        let name = format!("echo-{name}");
        for value in samples(&guest, &name) {
            let result = returned(guest.call(Some(ECHO), &name, std::slice::from_ref(&value)));
            assert_eq!(result, value, "{name}");
        }
    }
    for name in FAILURES {
        for value in samples(&guest, name) {
            let params = [value];
            let result = returned(guest.call(Some(ECHO), name, &params));
            assert_eq!(Some(result), answer(name, &params), "{name}");
        }
    }
    resources(&guest);
    others(&guest);
    let ran = guest.call(Some(ECHO), "crash", &[Val::String("boom".into())]);
    assert!(ran.result.is_err());
    let is_told = ran.err.contains("boom") && ran.err.contains(place);
    assert!(is_told, "{}", ran.err);
}

fn samples(guest: &Guest, function: &str) -> Vec<Val> {
    let ty = guest.params(Some(ECHO), function).remove(0);
    values(&ty)
}

fn resources(guest: &Guest) {
    let ran = guest.call(Some(ECHO), "count-to", &[Val::U32(3)]);
    assert_eq!(ran.open, 0, "a counter is still open");
    assert_eq!(returned(ran), Val::List([1, 2, 3].map(Val::U32).into()));
    let ran = guest.call_with_counter(ECHO, "pass-on", 5);
    assert_eq!(ran.open, 1);
    assert!(matches!(returned(ran), Val::Resource(_)));
    let ran = guest.call_with_counter(ECHO, "lent", 5);
    assert_eq!(ran.open, 1, "a borrowed counter stays open");
    assert_eq!(returned(ran), Val::U32(6));
}

fn others(guest: &Guest) {
    returned(guest.call(Some(ECHO), "nothing", &[]));
    let types = guest.params(Some(ECHO), "echo-many");
    let mut params: Vec<_> = types.iter().map(|ty| values(ty).remove(0)).collect();
    params[3] = Val::String("last".into());
    let result = returned(guest.call(Some(ECHO), "echo-many", &params));
    assert_eq!(result, params[3]);
    let pair = values(&guest.params(Some(BOTH), "swap").remove(0)).remove(1);
    let swapped = returned(guest.call(Some(BOTH), "swap", std::slice::from_ref(&pair)));
    assert_eq!(swapped, pair);
    let question = values(&guest.params(None, "answer").remove(0)).remove(1);
    let answered = returned(guest.call(None, "answer", std::slice::from_ref(&question)));
    assert_eq!(answered, Val::Option(Some(Box::new(question))));
    let next = returned(guest.call(Some("inline-out"), "next", &[Val::U32(4)]));
    assert_eq!(next, Val::U32(5));
}
