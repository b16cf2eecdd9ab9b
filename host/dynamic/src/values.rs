//! Values of the engine and of WAVE.

use anyhow::{Context as _, bail};
use guesthouse_contract::wave::{
    Type as Wave, Value, WasmType as _, WasmTypeKind as Kind, WasmValue as _,
};
use guesthouse_sandbox::wasmtime::component::types::Type;
use guesthouse_sandbox::wasmtime::component::{ResourceAny, ResourceType, Val};

/// Finds the handle with a name. The last argument is true if the call transfers its ownership.
pub(crate) type Find<'a> = dyn FnMut(&str, ResourceType, bool) -> anyhow::Result<ResourceAny> + 'a;

/// Returns the name of a handle.
pub(crate) type Name<'a> = dyn FnMut(ResourceAny) -> anyhow::Result<String> + 'a;

/// Makes a value of the engine's type `ty`.
pub(crate) fn make(value: &Value, ty: &Type, find: &mut Find<'_>) -> anyhow::Result<Val> {
    Ok(match (value.kind(), ty) {
        (Kind::String, Type::Own(of)) => Val::Resource(find(&value.unwrap_string(), *of, true)?),
        (Kind::String, Type::Borrow(of)) => {
            Val::Resource(find(&value.unwrap_string(), *of, false)?)
        }
        (Kind::List, Type::List(list)) => {
            let ty = list.ty();
            let elements = value.unwrap_list().map(|it| make(&it, &ty, find));
            Val::List(elements.collect::<Result<_, _>>()?)
        }
        (Kind::Tuple, Type::Tuple(tuple)) => {
            let pairs = value.unwrap_tuple().zip(tuple.types());
            let elements = pairs.map(|(it, ty)| make(&it, &ty, find));
            Val::Tuple(elements.collect::<Result<_, _>>()?)
        }
        (Kind::Record, Type::Record(record)) => {
            let pairs = value.unwrap_record().zip(record.fields());
            let fields = pairs
                .map(|((name, it), field)| Ok((name.into_owned(), make(&it, &field.ty, find)?)));
            Val::Record(fields.collect::<anyhow::Result<_>>()?)
        }
        (Kind::Variant, Type::Variant(variant)) => {
            let (name, payload) = value.unwrap_variant();
            let case = variant.cases().find(|case| case.name == name);
            let ty = case
                .with_context(|| format!("the guest has no case `{name}`"))?
                .ty;
            Val::Variant(name.into_owned(), inner(payload.as_deref(), ty, find)?)
        }
        (Kind::Option, Type::Option(option)) => {
            let some = value.unwrap_option();
            Val::Option(inner(some.as_deref(), Some(option.ty()), find)?)
        }
        (Kind::Result, Type::Result(result)) => Val::Result(match value.unwrap_result() {
            Ok(ok) => Ok(inner(ok.as_deref(), result.ok(), find)?),
            Err(err) => Err(inner(err.as_deref(), result.err(), find)?),
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
    find: &mut Find<'_>,
) -> anyhow::Result<Option<Box<Val>>> {
    match (value, ty) {
        (None, _) => Ok(None),
        (Some(value), Some(ty)) => Ok(Some(Box::new(make(value, &ty, find)?))),
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

/// Reads a value of the engine as the type `ty` of the contract.
pub(crate) fn read(val: &Val, ty: &Wave, name: &mut Name<'_>) -> anyhow::Result<Value> {
    Ok(match (val, ty.kind()) {
        (Val::Resource(handle), Kind::String) => Value::make_string(name(*handle)?.into()),
        (Val::List(vals), Kind::List) => {
            let element = ty.list_element_type().context("a list has elements")?;
            let elements = vals.iter().map(|val| read(val, &element, name));
            Value::make_list(ty, elements.collect::<Result<Vec<_>, _>>()?)?
        }
        (Val::Tuple(vals), Kind::Tuple) => {
            let pairs = vals.iter().zip(ty.tuple_element_types());
            let elements = pairs.map(|(val, ty)| read(val, &ty, name));
            Value::make_tuple(ty, elements.collect::<Result<Vec<_>, _>>()?)?
        }
        (Val::Record(vals), Kind::Record) => {
            let pairs = vals.iter().zip(ty.record_fields());
            let fields =
                pairs.map(|((field, val), (_, ty))| Ok((field.as_str(), read(val, &ty, name)?)));
            Value::make_record(ty, fields.collect::<anyhow::Result<Vec<_>>>()?)?
        }
        (Val::Variant(case, payload), Kind::Variant) => {
            let mut cases = ty.variant_cases();
            let of = cases
                .find(|(other, _)| other == case)
                .and_then(|(_, ty)| ty);
            Value::make_variant(ty, case, maybe(payload.as_deref(), of.as_ref(), name)?)?
        }
        (Val::Option(some), Kind::Option) => {
            let of = ty.option_some_type();
            Value::make_option(ty, maybe(some.as_deref(), of.as_ref(), name)?)?
        }
        (Val::Result(result), Kind::Result) => {
            let (ok, err) = ty.result_types().unwrap_or_default();
            let result = match result {
                Ok(it) => Ok(maybe(it.as_deref(), ok.as_ref(), name)?),
                Err(it) => Err(maybe(it.as_deref(), err.as_ref(), name)?),
            };
            Value::make_result(ty, result)?
        }
        (Val::Enum(case), Kind::Enum) => Value::make_enum(ty, case)?,
        (Val::Flags(set), Kind::Flags) => Value::make_flags(ty, set.iter().map(String::as_str))?,
        (plain, kind) => primitive(plain, kind)?,
    })
}

fn maybe(
    val: Option<&Val>,
    ty: Option<&Wave>,
    name: &mut Name<'_>,
) -> anyhow::Result<Option<Value>> {
    match (val, ty) {
        (None, _) => Ok(None),
        (Some(val), Some(ty)) => Ok(Some(read(val, ty, name)?)),
        (Some(_), None) => bail!("the contract has no payload here"),
    }
}

fn primitive(val: &Val, kind: Kind) -> anyhow::Result<Value> {
    Ok(match (val, kind) {
        (Val::Bool(it), Kind::Bool) => Value::make_bool(*it),
        (Val::S8(it), Kind::S8) => Value::make_s8(*it),
        (Val::U8(it), Kind::U8) => Value::make_u8(*it),
        (Val::S16(it), Kind::S16) => Value::make_s16(*it),
        (Val::U16(it), Kind::U16) => Value::make_u16(*it),
        (Val::S32(it), Kind::S32) => Value::make_s32(*it),
        (Val::U32(it), Kind::U32) => Value::make_u32(*it),
        (Val::S64(it), Kind::S64) => Value::make_s64(*it),
        (Val::U64(it), Kind::U64) => Value::make_u64(*it),
        (Val::Float32(it), Kind::F32) => Value::make_f32(*it),
        (Val::Float64(it), Kind::F64) => Value::make_f64(*it),
        (Val::Char(it), Kind::Char) => Value::make_char(*it),
        (Val::String(it), Kind::String) => Value::make_string(it.as_str().into()),
        _ => bail!("the guest's value is not a {kind}"),
    })
}
