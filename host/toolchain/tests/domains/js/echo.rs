//! Every type of the contract `everything` passes through the SDK in both directions, on both engines.

use guesthouse_toolchain::Engine;
use wasmtime::component::Val;

use super::project::{Project, succeeded};
use crate::host::{Guest, Ran};
use crate::samples::{Width, values};

const WIT: &str = "host/generate/tests/wit/everything.wit";
const ECHO: &str = "test:everything/echo@1.2.0";
const BOTH: &str = "test:everything/both@1.2.0";
const PLUGIN: &str = include_str!("plugins/echo.ts");
const TEST: &str = include_str!("plugins/echo.test.ts");

/// Functions that return their argument.
const ECHOES: [&str; 31] = [
    "echo-bool",
    "echo-u8",
    "echo-u16",
    "echo-u32",
    "echo-u64",
    "echo-s8",
    "echo-s16",
    "echo-s32",
    "echo-s64",
    "echo-f32",
    "echo-f64",
    "echo-char",
    "echo-string",
    "echo-bytes",
    "echo-floats",
    "echo-strings",
    "echo-chars",
    "echo-option",
    "echo-option-list",
    "echo-option-option",
    "echo-option-figure",
    "echo-tuple",
    "echo-result",
    "echo-direction",
    "echo-rights",
    "echo-days",
    "echo-wide",
    "echo-point",
    "echo-numbers",
    "echo-figure",
    "echo-drawings",
];

const FAILURES: [&str; 6] = [
    "fail-variant",
    "fail-enum",
    "fail-record",
    "fail-text",
    "fail-list",
    "fail",
];

fn answer(name: &str, params: &[Val]) -> Option<Val> {
    Some(match (name, params) {
        ("nothing", _) => return None,
        ("echo-many", [_, _, _, text]) => text.clone(),
        ("fail-enum", [Val::Option(None)]) => Val::Result(Ok(Some(Box::new(Val::U32(7))))),
        ("fail-enum", [Val::Option(Some(reason))]) => Val::Result(Err(Some(reason.clone()))),
        ("fail", [Val::Bool(fails)]) => Val::Result(if *fails { Err(None) } else { Ok(None) }),
        ("fail-text", [Val::String(text)]) if text.is_empty() => {
            Val::Result(Ok(Some(Box::new(Val::String("fine".into())))))
        }
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
fn returned(ran: Ran) -> Val {
    let result = ran
        .result
        .unwrap_or_else(|error| panic!("{error}\n{}", ran.err));
    result.unwrap_or(Val::Bool(true))
}

fn run(engine: Engine, width: Width) {
    let project = Project::new(WIT, "everything");
    project.write("src/plugin.ts", PLUGIN);
    project.write("test/plugin.test.ts", TEST);
    let Some(built) = project.build(engine) else {
        return;
    };
    let bytes = built.unwrap_or_else(|error| panic!("{error}"));
    let guest = Guest::new(&bytes, answer);
    for name in ECHOES {
        let ty = guest.params(Some(ECHO), name).remove(0);
        for value in values(&ty, width) {
            let result = returned(guest.call(Some(ECHO), name, std::slice::from_ref(&value)));
            assert_eq!(result, value, "{name}");
        }
    }
    for name in FAILURES {
        let ty = guest.params(Some(ECHO), name).remove(0);
        for value in values(&ty, width) {
            let params = [value];
            let result = returned(guest.call(Some(ECHO), name, &params));
            assert_eq!(Some(result), answer(name, &params), "{name}");
        }
    }
    resources(&guest);
    others(&guest, width);
    crashes(&guest);
    succeeded(&project.check_declarations());
    succeeded(&project.test());
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

fn others(guest: &Guest, width: Width) {
    returned(guest.call(Some(ECHO), "nothing", &[]));
    let types = guest.params(Some(ECHO), "echo-many");
    let mut params: Vec<_> = types.iter().map(|ty| values(ty, width).remove(0)).collect();
    params[3] = Val::String("last".into());
    assert_eq!(
        returned(guest.call(Some(ECHO), "echo-many", &params)),
        params[3]
    );
    let pair = values(&guest.params(Some(BOTH), "swap").remove(0), width).remove(1);
    let swapped = returned(guest.call(Some(BOTH), "swap", std::slice::from_ref(&pair)));
    assert_eq!(swapped, pair);
    let question = values(&guest.params(None, "answer").remove(0), width).remove(1);
    let answered = returned(guest.call(None, "answer", std::slice::from_ref(&question)));
    assert_eq!(answered, Val::Option(Some(Box::new(question))));
    assert_eq!(
        returned(guest.call(Some("inline-out"), "next", &[Val::U32(4)])),
        Val::U32(5)
    );
}

fn crashes(guest: &Guest) {
    let ran = guest.call(Some(ECHO), "crash", &[Val::String("boom".into())]);
    assert!(ran.result.is_err());
    assert!(
        ran.err.contains("boom") && ran.err.contains("plugin.ts:"),
        "{}",
        ran.err
    );
}

#[test]
fn quickjs_passes_on_every_type() {
    run(Engine::Quickjs, Width::Bits53);
}

#[test]
fn starlingmonkey_passes_on_every_type() {
    run(Engine::Starlingmonkey, Width::Bits64);
}
