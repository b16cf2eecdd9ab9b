//! Values of the engine, written in WAVE.

use guesthouse_sandbox::wasmtime::component::{ResourceAny, Val};
use wasm_wave::wasm::WasmValue as _;

use crate::value::{Value, print};

/// Writes a value. `name` returns the name of a handle in it.
pub(super) fn write(
    val: &Val,
    name: &mut dyn FnMut(ResourceAny) -> anyhow::Result<String>,
) -> anyhow::Result<String> {
    let mut all = |vals: &mut dyn Iterator<Item = &Val>| -> anyhow::Result<String> {
        let texts = vals.map(|val| write(val, name));
        Ok(texts.collect::<Result<Vec<_>, _>>()?.join(", "))
    };
    Ok(match val {
        Val::List(vals) => format!("[{}]", all(&mut vals.iter())?),
        Val::Tuple(vals) => format!("({})", all(&mut vals.iter())?),
        Val::Record(fields) => record(fields, name)?,
        Val::Variant(case, payload) => case_text(&label(case), payload.as_deref(), name)?,
        Val::Option(None) => "none".to_owned(),
        Val::Option(some) => case_text("some", some.as_deref(), name)?,
        Val::Result(Ok(ok)) => case_text("ok", ok.as_deref(), name)?,
        Val::Result(Err(err)) => case_text("err", err.as_deref(), name)?,
        Val::Enum(case) => label(case),
        Val::Flags(set) => format!("{{{}}}", set.join(", ")),
        Val::Resource(handle) => print(&Value::make_string(name(*handle)?.into())),
        plain => print(&primitive(plain)?),
    })
}

fn record(
    fields: &[(String, Val)],
    name: &mut dyn FnMut(ResourceAny) -> anyhow::Result<String>,
) -> anyhow::Result<String> {
    let texts: Vec<_> = fields
        .iter()
        .map(|(field, val)| Ok(format!("{field}: {}", write(val, name)?)))
        .collect::<anyhow::Result<_>>()?;
    Ok(format!("{{{}}}", texts.join(", ")))
}

fn case_text(
    case: &str,
    payload: Option<&Val>,
    name: &mut dyn FnMut(ResourceAny) -> anyhow::Result<String>,
) -> anyhow::Result<String> {
    Ok(match payload {
        Some(payload) => format!("{case}({})", write(payload, name)?),
        None => case.to_owned(),
    })
}

/// Returns the name of a case as WAVE writes it: with a `%` before it if the name is a keyword.
fn label(case: &str) -> String {
    let is_keyword = matches!(
        case,
        "some" | "none" | "ok" | "err" | "true" | "false" | "inf" | "nan"
    );
    format!("{}{case}", if is_keyword { "%" } else { "" })
}

fn primitive(val: &Val) -> anyhow::Result<Value> {
    Ok(match val {
        Val::Bool(it) => Value::make_bool(*it),
        Val::S8(it) => Value::make_s8(*it),
        Val::U8(it) => Value::make_u8(*it),
        Val::S16(it) => Value::make_s16(*it),
        Val::U16(it) => Value::make_u16(*it),
        Val::S32(it) => Value::make_s32(*it),
        Val::U32(it) => Value::make_u32(*it),
        Val::S64(it) => Value::make_s64(*it),
        Val::U64(it) => Value::make_u64(*it),
        Val::Float32(it) => Value::make_f32(*it),
        Val::Float64(it) => Value::make_f64(*it),
        Val::Char(it) => Value::make_char(*it),
        Val::String(it) => Value::make_string(it.as_str().into()),
        other => anyhow::bail!("{other:?} has no text form"),
    })
}
