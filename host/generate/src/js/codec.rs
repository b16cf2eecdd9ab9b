//! The codecs of types: expressions that check and convert values.

use std::collections::HashSet;

use guesthouse_contract::{Case, Function, Model, Type, TypeDefKind, TypeId};

use super::names::{self, Names};
use super::text::quoted;
use super::types::{is_option, returned};

/// Writes codecs for a module.
pub(super) struct Codecs<'a> {
    pub(super) model: &'a Model,
    pub(super) names: &'a Names<'a>,
    /// The interface whose module it is, if it is one of an interface.
    pub(super) here: Option<usize>,
}

impl Codecs<'_> {
    pub(super) fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Bool => "$.bool".to_owned(),
            Type::U8 => "$.u8".to_owned(),
            Type::U16 => "$.u16".to_owned(),
            Type::U32 => "$.u32".to_owned(),
            Type::U64 => "$.u64".to_owned(),
            Type::S8 => "$.s8".to_owned(),
            Type::S16 => "$.s16".to_owned(),
            Type::S32 => "$.s32".to_owned(),
            Type::S64 => "$.s64".to_owned(),
            Type::F32 | Type::F64 => "$.float".to_owned(),
            Type::Char => "$.char".to_owned(),
            Type::String => "$.string".to_owned(),
            Type::List(item) if **item == Type::U8 => "$.bytes".to_owned(),
            Type::List(item) => format!("$.list({})", self.ty(item)),
            Type::Option(some) if is_option(self.model, some) => {
                format!("$.nestedOption({})", self.ty(some))
            }
            Type::Option(some) => format!("$.option({})", self.ty(some)),
            Type::Tuple(items) => {
                let items: Vec<_> = items.iter().map(|item| self.ty(item)).collect();
                format!("$.tuple({})", items.join(", "))
            }
            Type::Result(result) => format!(
                "$.result({}, {})",
                self.maybe(result.ok.as_deref()),
                self.maybe(result.err.as_deref())
            ),
            Type::Own(id) => format!("{}_own", self.named(*id)),
            Type::Borrow(id) => format!("{}_borrow", self.named(*id)),
            Type::Defined(id) => self.named(*id),
            Type::Unsupported(_) => "undefined".to_owned(),
        }
    }

    pub(super) fn maybe(&self, ty: Option<&Type>) -> String {
        ty.map_or_else(|| "undefined".to_owned(), |ty| self.ty(ty))
    }

    fn named(&self, id: TypeId) -> String {
        let home = self.model.ty(id).interface;
        let name = self.names.ty(id);
        if self.here == Some(home) {
            return format!("${name}");
        }
        format!("${}.${name}", self.names.module(home))
    }

    /// Returns the codec of a definition.
    pub(super) fn definition(&self, kind: &TypeDefKind) -> String {
        match kind {
            TypeDefKind::Record(fields) => {
                let fields = fields.iter();
                let fields =
                    fields.map(|it| format!("{}: {}", names::field(&it.name), self.ty(&it.ty)));
                format!("$.record({{ {} }})", joined(fields))
            }
            TypeDefKind::Variant(cases) => {
                let cases = cases.iter();
                let cases =
                    cases.map(|it| format!("{}: {}", quoted(&it.name), self.maybe(it.ty.as_ref())));
                format!("$.variant({{ {} }})", joined(cases))
            }
            TypeDefKind::Enum(cases) => {
                format!(
                    "$.enumeration({})",
                    joined(cases.iter().map(|it| quoted(&it.name)))
                )
            }
            TypeDefKind::Flags(flags) => {
                let name = |flag: &Case| quoted(&names::field(&flag.name));
                format!("$.flags({})", joined(flags.iter().map(name)))
            }
            TypeDefKind::Alias(ty) => self.ty(ty),
            TypeDefKind::Resource => "undefined".to_owned(),
        }
    }

    /// Returns the codecs of what a function returns and throws, as two arguments.
    pub(super) fn outcome(&self, function: &Function) -> String {
        let ok = self.maybe(returned(function));
        match function.fallible() {
            Some(result) => match result.err.as_deref() {
                Some(err) => format!("{ok}, {{ err: {} }}", self.ty(err)),
                None => format!("{ok}, {{}}"),
            },
            None => ok,
        }
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// Lists the types that a type is made of.
pub(super) fn parts(kind: &TypeDefKind) -> HashSet<TypeId> {
    kind.types().into_iter().flat_map(Type::names).collect()
}
