//! The simplest value of a type, as an expression.

use guesthouse_contract::{Type, TypeDefKind, TypeId};

use super::text::quoted;
use super::types::{error_class, is_option};
use super::{Context, names};

/// Returns the simplest value of a type, or `None` if only the host can create one.
pub(super) fn value(context: &Context<'_>, ty: &Type) -> Option<String> {
    Some(match ty {
        Type::Bool => "false".to_owned(),
        Type::U64 | Type::S64 => "0n".to_owned(),
        Type::Char => "\"a\"".to_owned(),
        Type::String => "\"\"".to_owned(),
        Type::List(item) if **item == Type::U8 => "new Uint8Array()".to_owned(),
        Type::List(_) => "[]".to_owned(),
        Type::Option(some) if is_option(context.model, some) => "{ tag: \"none\" }".to_owned(),
        Type::Option(_) => "undefined".to_owned(),
        Type::Tuple(items) => {
            let items: Option<Vec<_>> = items.iter().map(|item| value(context, item)).collect();
            format!("[{}]", items?.join(", "))
        }
        Type::Result(result) => case(context, "ok", result.ok.as_deref())?,
        Type::Own(_) | Type::Borrow(_) | Type::Unsupported(_) => return None,
        Type::Defined(id) => named(context, *id)?,
        _ => "0".to_owned(),
    })
}

fn case(context: &Context<'_>, tag: &str, ty: Option<&Type>) -> Option<String> {
    let tag = quoted(tag);
    Some(match ty {
        Some(ty) => format!("{{ tag: {tag}, val: {} }}", value(context, ty)?),
        None => format!("{{ tag: {tag} }}"),
    })
}

fn named(context: &Context<'_>, id: TypeId) -> Option<String> {
    if let Some(error) = error(context, id) {
        return Some(error);
    }
    structure(context, id)
}

fn structure(context: &Context<'_>, id: TypeId) -> Option<String> {
    match &context.model.ty(id).kind {
        TypeDefKind::Record(fields) => {
            let fields = fields.iter();
            let required = fields.filter(|it| !is_option(context.model, &it.ty));
            let values = required.map(|field| {
                let value = value(context, &field.ty)?;
                Some(format!("{}: {value}", names::field(&field.name)))
            });
            let values: Option<Vec<_>> = values.collect();
            Some(format!("{{ {} }}", values?.join(", ")))
        }
        TypeDefKind::Variant(cases) => {
            let first = cases.first()?;
            case(context, &first.name, first.ty.as_ref())
        }
        TypeDefKind::Enum(cases) => Some(quoted(&cases.first()?.name)),
        TypeDefKind::Flags(_) => Some("{}".to_owned()),
        TypeDefKind::Alias(ty) => value(context, ty),
        TypeDefKind::Resource => None,
    }
}

/// Returns the first error of a class of errors.
fn error(context: &Context<'_>, id: TypeId) -> Option<String> {
    error_class(context.model, id)?;
    let class = context.author_name(id);
    let named = Type::Defined(id);
    let Type::Defined(definition) = context.model.resolved(&named) else {
        return None;
    };
    let value = structure(context, *definition)?;
    Some(format!("new {class}({value})"))
}

/// Returns the first error of a function, as an expression to throw.
pub(super) fn failure(context: &Context<'_>, err: Option<&Type>) -> Option<String> {
    let Some(err) = err else {
        return Some("new ContractError(undefined)".to_owned());
    };
    if let Type::Defined(id) = err
        && let Some(error) = error(context, *id)
    {
        return Some(error);
    }
    Some(format!("new ContractError({})", value(context, err)?))
}
