//! A valid value of a type, as a Go expression: the one with the least in it.

use guesthouse_contract::{Type, TypeDefKind, TypeId};

use super::plan::field_names;
use super::scope::Scope;

/// The value of a type. `None` if only the host can make one.
pub(super) fn zero(scope: &Scope<'_>, ty: &Type) -> Option<String> {
    let model = scope.plan.model;
    let written = |text: &str| Some(text.to_owned());
    match model.resolved(ty) {
        Type::Bool => written("false"),
        Type::String => written("\"\""),
        Type::List(_) | Type::Option(_) => written("nil"),
        Type::Tuple(items) => {
            let values = items.iter().map(|item| zero(scope, item));
            let fields = values
                .enumerate()
                .map(|(index, value)| Some((format!("F{index}"), value?)));
            Some(literal(&scope.ty(ty), fields.collect::<Option<_>>()?))
        }
        Type::Result(result) => {
            let ok = result.ok.as_deref().map(|ok| zero(scope, ok));
            let fields = ok.map(|value| Some(("Ok".to_owned(), value?)));
            let fields = fields.into_iter().collect::<Option<_>>()?;
            Some(literal(&scope.ty(ty), fields))
        }
        Type::Own(id) | Type::Borrow(id) => {
            let is_own = scope.plan.is_own(*id);
            is_own.then(|| format!("{}{{}}", implementation(scope, *id)))
        }
        Type::Defined(id) => defined(scope, *id),
        _ => written("0"),
    }
}

fn defined(scope: &Scope<'_>, id: TypeId) -> Option<String> {
    let definition = scope.plan.model.ty(id);
    match &definition.kind {
        TypeDefKind::Record(fields) => {
            let names = field_names(fields, definition.is_error);
            let values = fields.iter().map(|field| zero(scope, &field.ty));
            let fields = names
                .into_iter()
                .zip(values)
                .map(|(name, value)| Some((name, value?)));
            Some(literal(&scope.named(id), fields.collect::<Option<_>>()?))
        }
        TypeDefKind::Variant(cases) => {
            let case = scope.at_home(id, scope.plan.case_names(id).first()?);
            let value = match &cases.first()?.ty {
                Some(ty) => vec![("Value".to_owned(), zero(scope, ty)?)],
                None => Vec::new(),
            };
            Some(literal(&case, value))
        }
        TypeDefKind::Enum(_) => Some(scope.at_home(id, scope.plan.case_names(id).first()?)),
        _ => Some("0".to_owned()),
    }
}

/// The type of the project that implements a resource.
pub(super) fn implementation(scope: &Scope<'_>, id: TypeId) -> String {
    format!("own{}", scope.plan.type_name(id))
}

/// A literal of a struct. Fields with the zero value of Go are left out.
fn literal(ty: &str, fields: Vec<(String, String)>) -> String {
    let fields = fields.into_iter();
    let fields: Vec<_> = fields
        .filter(|(_, value)| !["false", "\"\"", "nil", "0"].contains(&value.as_str()))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    format!("{ty}{{{}}}", fields.join(", "))
}
