//! Refuses a world that has what the macro does not support.

use crate::model::{Model, Refused};
use wit_parser::{Function, Handle, Type, TypeDefKind, TypeId, TypeOwner, WorldItem};

/// The number of flags in one type of a component.
const MOST_FLAGS: usize = 32;

/// The number of values in a tuple, and of parameters, that the engine has traits for.
const MOST_PARTS: usize = 16;

/// Checks every type and function of the world.
pub(crate) fn check(model: &Model<'_>) -> Result<(), Refused> {
    for id in &model.types {
        check_definition(model, *id)?;
    }
    let imported = model.imports.iter().flat_map(|import| &import.functions);
    let imported = imported.map(|(_, function)| function);
    let exported = model.exports.iter().map(|export| &export.function);
    for function in imported.chain(exported) {
        check_function(model, function)?;
    }
    check_exported_resources(model)
}

fn check_function(model: &Model<'_>, function: &Function) -> Result<(), Refused> {
    let place = format!("the function `{}`", function.name);
    if function.kind.is_async() {
        return Err(refused(&place, "is asynchronous"));
    }
    if function.params.len() > MOST_PARTS {
        let why = format!("has more than {MOST_PARTS} parameters");
        return Err(refused(&place, &why));
    }
    let types = function.params.iter().map(|param| &param.ty);
    for ty in types.chain(&function.result) {
        check_type(model, ty, &place)?;
    }
    Ok(())
}

#[expect(clippy::indexing_slicing, reason = "the ids came with the resolve")]
fn check_definition(model: &Model<'_>, id: TypeId) -> Result<(), Refused> {
    let name = model.resolve.types[id].name.as_deref().unwrap_or_default();
    let place = format!("the type `{name}`");
    match model.kind(id) {
        TypeDefKind::Record(record) => {
            let mut types = record.fields.iter().map(|field| &field.ty);
            types.try_for_each(|ty| check_type(model, ty, &place))
        }
        TypeDefKind::Variant(variant) => {
            let mut types = variant.cases.iter().filter_map(|case| case.ty.as_ref());
            types.try_for_each(|ty| check_type(model, ty, &place))
        }
        TypeDefKind::Flags(flags) if flags.flags.len() > MOST_FLAGS => Err(refused(
            &place,
            &format!("has more than {MOST_FLAGS} flags"),
        )),
        TypeDefKind::Enum(_) | TypeDefKind::Flags(_) | TypeDefKind::Resource => Ok(()),
        kind => check_kind(model, kind, &place),
    }
}

/// Checks a type in a function or another type.
#[expect(clippy::indexing_slicing, reason = "the ids came with the resolve")]
fn check_type(model: &Model<'_>, ty: &Type, place: &str) -> Result<(), Refused> {
    let id = match ty {
        Type::Id(id) => *id,
        Type::ErrorContext => return Err(refused(place, "uses an error-context")),
        _ => return Ok(()),
    };
    let defined = &model.resolve.types[id];
    if let TypeOwner::Interface(owner) = defined.owner
        && model.is_wasi(owner)
    {
        return Err(refused(place, "uses a type of WASI"));
    }
    if defined.name.is_some() {
        // Each named type is checked once.
        return Ok(());
    }
    check_kind(model, &defined.kind, place)
}

fn check_kind(model: &Model<'_>, kind: &TypeDefKind, place: &str) -> Result<(), Refused> {
    let check = |ty: &Type| check_type(model, ty, place);
    match kind {
        TypeDefKind::Type(ty) | TypeDefKind::List(ty) | TypeDefKind::Option(ty) => check(ty),
        TypeDefKind::Tuple(tuple) if tuple.types.len() > MOST_PARTS => {
            let why = format!("uses a tuple of more than {MOST_PARTS} values");
            Err(refused(place, &why))
        }
        TypeDefKind::Tuple(tuple) => tuple.types.iter().try_for_each(check),
        TypeDefKind::Result(result) => result.ok.iter().chain(&result.err).try_for_each(check),
        TypeDefKind::Handle(Handle::Own(id) | Handle::Borrow(id)) => check(&Type::Id(*id)),
        TypeDefKind::Stream(_) => Err(refused(place, "uses a stream")),
        TypeDefKind::Future(_) => Err(refused(place, "uses a future")),
        TypeDefKind::Map(..) => Err(refused(place, "uses a map")),
        TypeDefKind::FixedLengthList(..) => Err(refused(place, "uses a list of fixed length")),
        _ => Err(refused(place, "uses a type that is new to WIT")),
    }
}

/// An interface that guests export must not define a resource, even if they import it, too: each side
/// would have a resource of its own.
fn check_exported_resources(model: &Model<'_>) -> Result<(), Refused> {
    let exported = model.world.exports.values().filter_map(|item| match item {
        WorldItem::Interface { id, .. } => Some(model.interface(*id)),
        _ => None,
    });
    let mut types = exported.flat_map(|interface| interface.types.values());
    match types.find(|id| model.is_resource(**id)) {
        Some(id) => {
            let name = model
                .resolve
                .types
                .get(*id)
                .and_then(|it| it.name.as_deref());
            let place = format!("the resource `{}`", name.unwrap_or_default());
            Err(refused(&place, "belongs to the guest"))
        }
        None => Ok(()),
    }
}

fn refused(place: &str, why: &str) -> Refused {
    format!("{place} {why}, which `domain!` does not support")
}
