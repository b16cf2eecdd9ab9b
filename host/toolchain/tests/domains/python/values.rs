//! Values of each type of the contract `test:everything`.

use wasmtime::component::Val;

pub(crate) fn text(text: &str) -> Val {
    Val::String(text.to_owned())
}

fn record(fields: &[(&str, Val)]) -> Val {
    let fields = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()));
    Val::Record(fields.collect())
}

fn some(value: Val) -> Val {
    Val::Option(Some(Box::new(value)))
}

fn flags(names: &[&str]) -> Val {
    Val::Flags(names.iter().map(|it| (*it).to_owned()).collect())
}

pub(crate) fn point() -> Val {
    record(&[("x", Val::S32(i32::MIN)), ("y", Val::S32(i32::MAX))])
}

pub(crate) fn question() -> Val {
    record(&[("text", text("why")), ("at", point())])
}

pub(crate) fn figure(case: &str, value: Option<Val>) -> Val {
    Val::Variant(case.to_owned(), value.map(Box::new))
}

pub(crate) fn numbers() -> Val {
    record(&[
        ("a-bool", Val::Bool(true)),
        ("a-u8", Val::U8(u8::MAX)),
        ("a-u16", Val::U16(u16::MAX)),
        ("a-u32", Val::U32(u32::MAX)),
        ("a-u64", Val::U64(u64::MAX)),
        ("a-s8", Val::S8(i8::MIN)),
        ("a-s16", Val::S16(i16::MIN)),
        ("a-s32", Val::S32(i32::MIN)),
        ("a-s64", Val::S64(i64::MIN)),
        ("a-f32", Val::Float32(1.5)),
        ("a-f64", Val::Float64(-2.25)),
        ("a-char", Val::Char('🎉')),
        ("a-string", text("naïve 日本")),
    ])
}

/// One figure of each case.
fn figures() -> Vec<Val> {
    let point = || Some(point());
    vec![
        figure("none", None),
        figure("dot", point()),
        figure("circle", Some(Val::Float32(0.5))),
        figure("area", Some(Val::Float64(1e300))),
        figure("count", Some(Val::U64(u64::MAX))),
        figure("depth", Some(Val::S8(-1))),
        figure("label", Some(text(""))),
        figure("corners", Some(Val::List(vec![point().unwrap()]))),
        figure("turn", Some(Val::Enum("south".into()))),
        figure("may", Some(flags(&["read", "execute"]))),
        figure("maybe", Some(some(point().unwrap()))),
        figure("maybe", Some(Val::Option(None))),
        figure(
            "long",
            Some(figure(
                "feet",
                Some(Val::Tuple(vec![Val::U32(6), Val::U8(2)])),
            )),
        ),
    ]
}

fn drawing(note: Val, outcome: Val, done: Val) -> Val {
    record(&[
        ("title", some(text("t"))),
        ("figures", Val::List(figures())),
        (
            "layers",
            Val::List(vec![Val::List(figures()), Val::List(vec![])]),
        ),
        (
            "index",
            Val::List(vec![Val::Tuple(vec![text("a"), point()])]),
        ),
        ("note", note),
        ("outcome", outcome),
        ("done", done),
        ("bytes", some(Val::List(vec![Val::U8(0), Val::U8(255)]))),
    ])
}

/// Functions that return their argument, with an argument.
pub(crate) fn echoed() -> Vec<(&'static str, Val)> {
    let ok = |value: Option<Val>| Val::Result(Ok(value.map(Box::new)));
    let err = |value: Option<Val>| Val::Result(Err(value.map(Box::new)));
    let list = |values: &[Val]| Val::List(values.to_vec());
    let drawings = [
        drawing(Val::Option(None), ok(Some(figure("none", None))), ok(None)),
        drawing(some(Val::Option(None)), err(Some(text("no"))), err(None)),
        drawing(
            some(some(text("n"))),
            ok(Some(figure("circle", Some(Val::Float32(0.0))))),
            ok(None),
        ),
    ];
    let mut all = vec![
        ("echo-bool", Val::Bool(false)),
        ("echo-u8", Val::U8(255)),
        ("echo-u16", Val::U16(65535)),
        ("echo-u32", Val::U32(u32::MAX)),
        ("echo-u64", Val::U64(u64::MAX)),
        ("echo-s8", Val::S8(-128)),
        ("echo-s16", Val::S16(-32768)),
        ("echo-s32", Val::S32(i32::MIN)),
        ("echo-s64", Val::S64(i64::MIN)),
        ("echo-f32", Val::Float32(f32::MAX)),
        ("echo-f64", Val::Float64(f64::MIN_POSITIVE)),
        ("echo-char", Val::Char('\u{10ffff}')),
        ("echo-string", text("a\0b\u{7f}é")),
        ("echo-bytes", list(&[Val::U8(0), Val::U8(200)])),
        ("echo-floats", list(&[Val::Float64(0.1)])),
        ("echo-strings", list(&[text("a"), text("")])),
        ("echo-chars", list(&[Val::Char('x')])),
        ("echo-option", some(Val::U32(0))),
        ("echo-option", Val::Option(None)),
        ("echo-option-list", some(list(&[]))),
        ("echo-option-option", some(Val::Option(None))),
        ("echo-option-option", some(some(text("")))),
        ("echo-option-figure", some(figure("none", None))),
        (
            "echo-tuple",
            Val::Tuple(vec![Val::U8(1), text("b"), Val::Float32(2.0)]),
        ),
        ("echo-result", Val::Tuple(vec![ok(Some(Val::U32(7)))])),
        ("echo-result", Val::Tuple(vec![err(Some(text("e")))])),
        ("echo-direction", Val::Enum("west".into())),
        ("echo-rights", flags(&[])),
        ("echo-days", flags(&["monday", "workday"])),
        ("echo-wide", flags(&["f0", "f18"])),
        ("echo-point", point()),
        ("echo-numbers", numbers()),
        ("echo-drawings", list(&drawings)),
    ];
    all.extend(figures().into_iter().map(|value| ("echo-figure", value)));
    all
}

/// Functions that fail with their argument, with an argument, and the error.
pub(crate) fn failed() -> Vec<(&'static str, Val, Option<Val>)> {
    let fault = record(&[("message", text("m")), ("at", point())]);
    let same = |name, value: Val| (name, value.clone(), Some(value));
    vec![
        same("fail-variant", figure("unknown", Some(text("x")))),
        same("fail-variant", figure("too-many", Some(Val::U32(3)))),
        same("fail-variant", figure("closed", None)),
        (
            "fail-enum",
            some(Val::Enum("early".into())),
            Some(Val::Enum("early".into())),
        ),
        same("fail-record", fault),
        same("fail-text", text("t")),
        same("fail-list", Val::List(vec![Val::U32(1)])),
        ("fail", Val::Bool(true), None),
    ]
}
