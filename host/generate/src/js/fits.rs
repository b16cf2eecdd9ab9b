//! Expressions that say whether a value is one of a type, for the fast way through the SDK.
//!
//! They only say no for types whose values each engine takes as they are; the codecs do the rest, and
//! they say what is wrong with a value.

use guesthouse_contract::{Model, Param, Type, TypeDefKind, TypeId};

use super::codec::Codecs;
use super::names;
use super::text::quoted;
use super::types::{error_class, is_option};

impl Codecs<'_> {
    /// Returns an expression for the value `v`, or `None` if the codec of the type must convert it.
    pub(super) fn fits(&self, ty: &Type, v: &str) -> Option<String> {
        Some(match self.model.resolved(ty) {
            Type::Bool => format!("typeof {v} === \"boolean\""),
            Type::U8 => format!("({v} & 255) === {v}"),
            Type::U16 => format!("({v} & 65535) === {v}"),
            Type::U32 => format!("{v} >>> 0 === {v}"),
            Type::S8 => format!("({v} << 24) >> 24 === {v}"),
            Type::S16 => format!("({v} << 16) >> 16 === {v}"),
            Type::S32 => format!("({v} | 0) === {v}"),
            Type::F32 | Type::F64 => format!("typeof {v} === \"number\""),
            Type::Char => format!("$.char.fits({v})"),
            Type::String => format!("typeof {v} === \"string\" && {v}.isWellFormed()"),
            Type::List(item) if **item == Type::U8 => format!("{v} instanceof Uint8Array"),
            Type::List(item) => format!("$.all({v}, (v) => {})", self.fits(item, "v")?),
            Type::Option(some) if is_option(self.model, some) => return None,
            Type::Option(some) => format!("({v} == null || ({}))", self.fits(some, v)?),
            Type::Tuple(items) => {
                let items = items.iter().enumerate();
                let items = items.map(|(at, item)| self.fits(item, &format!("{v}[{at}]")));
                let items: Option<Vec<_>> = items.collect();
                let items = items?;
                let length = items.len();
                all(
                    &format!("Array.isArray({v}) && {v}.length === {length}"),
                    items,
                )
            }
            Type::Defined(id) if fits_as_it_is(self.model, *id) => {
                format!("{}.fits({v})", self.ty(&Type::Defined(*id)))
            }
            _ => return None,
        })
    }

    /// Returns an expression for the arguments of a function.
    pub(super) fn params_fit(&self, params: &[Param]) -> Option<String> {
        let fits = params
            .iter()
            .map(|it| self.fits(&it.ty, &names::param(&it.name)));
        let fits: Option<Vec<_>> = fits.collect();
        Some(fits?.iter().map(|it| format!(" && {it}")).collect())
    }

    /// Returns a function for the values of a definition.
    pub(super) fn definition_fits(&self, kind: &TypeDefKind) -> Option<String> {
        const OBJECT: &str = "typeof v === \"object\" && v !== null";
        let expression = match kind {
            TypeDefKind::Record(fields) => {
                let fields = fields.iter();
                let fields =
                    fields.map(|it| self.fits(&it.ty, &format!("v.{}", names::field(&it.name))));
                all(OBJECT, fields.collect::<Option<Vec<_>>>()?)
            }
            TypeDefKind::Variant(cases) => {
                let cases = cases.iter().map(|case| {
                    let tag = format!("v.tag === {}", quoted(&case.name));
                    match &case.ty {
                        Some(ty) => Some(format!("({tag} && {})", self.fits(ty, "v.val")?)),
                        None => Some(tag),
                    }
                });
                let cases = cases.collect::<Option<Vec<_>>>()?.join(" || ");
                all(OBJECT, vec![format!("({cases})")])
            }
            TypeDefKind::Enum(cases) => {
                let cases = cases.iter().map(|it| format!("v === {}", quoted(&it.name)));
                cases.collect::<Vec<_>>().join(" || ")
            }
            TypeDefKind::Flags(flags) => {
                let flags = flags.iter().map(|it| {
                    let flag = names::field(&it.name);
                    format!("(v.{flag} === undefined || typeof v.{flag} === \"boolean\")")
                });
                all(OBJECT, flags.collect())
            }
            TypeDefKind::Alias(_) | TypeDefKind::Resource => return None,
        };
        Some(format!("(v) => {expression}"))
    }
}

/// Whether the values of a definition need no conversion on any engine that passes on its numbers.
fn fits_as_it_is(model: &Model, id: TypeId) -> bool {
    if error_class(model, id).is_some() {
        return false;
    }
    let fits = |ty: &Type| part_fits(model, ty);
    match &model.ty(id).kind {
        TypeDefKind::Record(fields) => fields.iter().all(|it| fits(&it.ty)),
        TypeDefKind::Variant(cases) => cases.iter().filter_map(|it| it.ty.as_ref()).all(fits),
        TypeDefKind::Enum(_) | TypeDefKind::Flags(_) => true,
        TypeDefKind::Alias(_) | TypeDefKind::Resource => false,
    }
}

fn part_fits(model: &Model, ty: &Type) -> bool {
    match model.resolved(ty) {
        Type::List(item) => part_fits(model, item),
        Type::Option(some) => !is_option(model, some) && part_fits(model, some),
        Type::Tuple(items) => items.iter().all(|item| part_fits(model, item)),
        Type::Defined(id) => fits_as_it_is(model, *id),
        Type::U64 | Type::S64 | Type::Result(_) | Type::Own(_) | Type::Borrow(_) => false,
        Type::Unsupported(_) => false,
        _ => true,
    }
}

fn all(first: &str, rest: Vec<String>) -> String {
    let mut parts = vec![first.to_owned()];
    parts.extend(rest);
    parts.join(" && ")
}
