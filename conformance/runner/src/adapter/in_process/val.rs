//! Values of the engine, made from the WAVE values of a case.

use anyhow::{Context as _, bail};
use guesthouse_sandbox::wasmtime::component::types::Type;
use guesthouse_sandbox::wasmtime::component::{ResourceAny, Val};
use wasm_wave::wasm::{WasmTypeKind as Kind, WasmValue as _};

use crate::value::Value;

/// Finds the handle of a name. The second argument is true if the call transfers the ownership of
/// the handle.
pub(super) type Handles<'a> = dyn FnMut(&str, bool) -> anyhow::Result<ResourceAny> + 'a;

/// Makes an engine's value of the guest's type `ty`.
pub(super) fn make(value: &Value, ty: &Type, handles: &mut Handles<'_>) -> anyhow::Result<Val> {
    Ok(match (value.kind(), ty) {
        (Kind::String, Type::Own(_)) => Val::Resource(handles(&value.unwrap_string(), true)?),
        (Kind::String, Type::Borrow(_)) => Val::Resource(handles(&value.unwrap_string(), false)?),
        (Kind::List, Type::List(list)) => {
            let ty = list.ty();
            let elements = value.unwrap_list().map(|it| make(&it, &ty, handles));
            Val::List(elements.collect::<Result<_, _>>()?)
        }
        (Kind::Tuple, Type::Tuple(tuple)) => {
            let pairs = value.unwrap_tuple().zip(tuple.types());
            let elements = pairs.map(|(it, ty)| make(&it, &ty, handles));
            Val::Tuple(elements.collect::<Result<_, _>>()?)
        }
        (Kind::Record, Type::Record(record)) => {
            let pairs = value.unwrap_record().zip(record.fields());
            let fields = pairs
                .map(|((name, it), field)| Ok((name.into_owned(), make(&it, &field.ty, handles)?)));
            Val::Record(fields.collect::<anyhow::Result<_>>()?)
        }
        (Kind::Variant, Type::Variant(variant)) => {
            let (name, payload) = value.unwrap_variant();
            let case = variant.cases().find(|case| case.name == name);
            let ty = case
                .with_context(|| format!("the guest has no case `{name}`"))?
                .ty;
            Val::Variant(name.into_owned(), inner(payload.as_deref(), ty, handles)?)
        }
        (Kind::Option, Type::Option(option)) => {
            let some = value.unwrap_option();
            Val::Option(inner(some.as_deref(), Some(option.ty()), handles)?)
        }
        (Kind::Result, Type::Result(result)) => Val::Result(match value.unwrap_result() {
            Ok(ok) => Ok(inner(ok.as_deref(), result.ok(), handles)?),
            Err(err) => Err(inner(err.as_deref(), result.err(), handles)?),
        }),
        (Kind::Enum, Type::Enum(_)) => Val::Enum(value.unwrap_enum().into_owned()),
        (Kind::Flags, Type::Flags(_)) => {
            let set = value.unwrap_flags().map(std::borrow::Cow::into_owned);
            Val::Flags(set.collect())
        }
        (kind, _) => simple(value, kind)?,
    })
}

fn inner(
    value: Option<&Value>,
    ty: Option<Type>,
    handles: &mut Handles<'_>,
) -> anyhow::Result<Option<Box<Val>>> {
    match (value, ty) {
        (None, _) => Ok(None),
        (Some(value), Some(ty)) => Ok(Some(Box::new(make(value, &ty, handles)?))),
        (Some(_), None) => bail!("the guest's type has no payload here"),
    }
}

/// A value without others in it. The engine checks whether it fits the guest's type.
fn simple(value: &Value, kind: Kind) -> anyhow::Result<Val> {
    Ok(match kind {
        Kind::Bool => Val::Bool(value.unwrap_bool()),
        Kind::S8 => Val::S8(value.unwrap_s8()),
        Kind::U8 => Val::U8(value.unwrap_u8()),
        Kind::S16 => Val::S16(value.unwrap_s16()),
        Kind::U16 => Val::U16(value.unwrap_u16()),
        Kind::S32 => Val::S32(value.unwrap_s32()),
        Kind::U32 => Val::U32(value.unwrap_u32()),
        Kind::S64 => Val::S64(value.unwrap_s64()),
        Kind::U64 => Val::U64(value.unwrap_u64()),
        Kind::F32 => Val::Float32(value.unwrap_f32()),
        Kind::F64 => Val::Float64(value.unwrap_f64()),
        Kind::Char => Val::Char(value.unwrap_char()),
        Kind::String => Val::String(value.unwrap_string().into_owned()),
        kind => bail!("the guest's type is not a {kind}"),
    })
}
