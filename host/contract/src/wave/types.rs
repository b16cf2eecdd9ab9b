//! Types of a model as types of WAVE.

use std::collections::BTreeSet;

use wasm_wave::value::Type as Wave;

use crate::model::{Model, Type, TypeDefKind, TypeId};

/// Reads types, and each named type once.
pub(super) struct Reader<'a> {
    model: &'a Model,
    named: Vec<Option<Result<Wave, String>>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        Self {
            model,
            named: vec![None; model.types.len()],
        }
    }

    /// Returns the type of WAVE. A handle is a text: its name.
    ///
    /// # Errors
    /// If WAVE has no such type: its name in WIT.
    pub(super) fn read(&mut self, ty: &Type) -> Result<Wave, String> {
        Ok(match ty {
            Type::Bool => Wave::BOOL,
            Type::U8 => Wave::U8,
            Type::U16 => Wave::U16,
            Type::U32 => Wave::U32,
            Type::U64 => Wave::U64,
            Type::S8 => Wave::S8,
            Type::S16 => Wave::S16,
            Type::S32 => Wave::S32,
            Type::S64 => Wave::S64,
            Type::F32 => Wave::F32,
            Type::F64 => Wave::F64,
            Type::Char => Wave::CHAR,
            Type::String | Type::Own(_) | Type::Borrow(_) => Wave::STRING,
            Type::List(item) => Wave::list(self.read(item)?),
            Type::Option(some) => Wave::option(self.read(some)?),
            Type::Result(result) => Wave::result(
                self.maybe(result.ok.as_deref())?,
                self.maybe(result.err.as_deref())?,
            ),
            Type::Tuple(types) => {
                let types = types.iter().map(|ty| self.read(ty));
                Wave::tuple(types.collect::<Result<Vec<_>, _>>()?).ok_or("empty tuple")?
            }
            Type::Defined(id) => return self.defined(*id),
            Type::Unsupported(keyword) => return Err(keyword.clone()),
        })
    }

    fn maybe(&mut self, ty: Option<&Type>) -> Result<Option<Wave>, String> {
        ty.map(|ty| self.read(ty)).transpose()
    }

    fn defined(&mut self, id: TypeId) -> Result<Wave, String> {
        if let Some(Some(known)) = self.named.get(id.0) {
            return known.clone();
        }
        let read = self.definition(id);
        if let Some(slot) = self.named.get_mut(id.0) {
            *slot = Some(read.clone());
        }
        read
    }

    fn definition(&mut self, id: TypeId) -> Result<Wave, String> {
        let found = self.model.ty(id);
        let made = match &found.kind {
            TypeDefKind::Resource => Some(Wave::STRING),
            TypeDefKind::Alias(ty) => Some(self.read(ty)?),
            TypeDefKind::Record(fields) => {
                let fields = fields.iter();
                let read = fields.map(|it| Ok((it.name.as_str(), self.read(&it.ty)?)));
                Wave::record(read.collect::<Result<Vec<_>, String>>()?)
            }
            TypeDefKind::Variant(cases) => {
                let cases = cases.iter();
                let read = cases.map(|it| Ok((it.name.as_str(), self.maybe(it.ty.as_ref())?)));
                Wave::variant(read.collect::<Result<Vec<_>, String>>()?)
            }
            TypeDefKind::Enum(cases) => Wave::enum_ty(cases.iter().map(|it| it.name.as_str())),
            TypeDefKind::Flags(flags) => Wave::flags(flags.iter().map(|it| it.name.as_str())),
        };
        made.ok_or_else(|| format!("empty type `{}`", found.name))
    }
}

/// Adds the names of the named types in a type.
pub(super) fn add_names(model: &Model, ty: &Type, names: &mut BTreeSet<TypeId>) {
    match ty {
        Type::List(item) | Type::Option(item) => add_names(model, item, names),
        Type::Tuple(types) => types.iter().for_each(|ty| add_names(model, ty, names)),
        Type::Result(result) => {
            let sides = [&result.ok, &result.err].into_iter().flatten();
            sides.for_each(|ty| add_names(model, ty, names));
        }
        Type::Own(id) | Type::Borrow(id) => {
            names.insert(*id);
        }
        Type::Defined(id) if names.insert(*id) => match &model.ty(*id).kind {
            TypeDefKind::Alias(ty) => add_names(model, ty, names),
            TypeDefKind::Record(fields) => {
                fields.iter().for_each(|it| add_names(model, &it.ty, names));
            }
            TypeDefKind::Variant(cases) => {
                let payloads = cases.iter().filter_map(|it| it.ty.as_ref());
                payloads.for_each(|ty| add_names(model, ty, names));
            }
            TypeDefKind::Enum(_) | TypeDefKind::Flags(_) | TypeDefKind::Resource => {}
        },
        _ => {}
    }
}

/// Writes a type as WIT does where it is used: `list<line>`.
pub(super) fn text(model: &Model, ty: &Type) -> String {
    let all = |types: &[Type]| {
        let texts: Vec<_> = types.iter().map(|ty| text(model, ty)).collect();
        texts.join(", ")
    };
    let side = |ty: &Option<Box<Type>>| {
        ty.as_ref()
            .map_or_else(|| "_".to_owned(), |ty| text(model, ty))
    };
    match ty {
        Type::List(item) => format!("list<{}>", text(model, item)),
        Type::Option(some) => format!("option<{}>", text(model, some)),
        Type::Tuple(types) => format!("tuple<{}>", all(types)),
        Type::Result(result) => match (&result.ok, &result.err) {
            (None, None) => "result".to_owned(),
            (ok, None) => format!("result<{}>", side(ok)),
            (ok, err) => format!("result<{}, {}>", side(ok), side(err)),
        },
        Type::Own(id) | Type::Defined(id) => model.ty(*id).name.clone(),
        Type::Borrow(id) => format!("borrow<{}>", model.ty(*id).name),
        Type::Unsupported(keyword) => keyword.clone(),
        plain => format!("{plain:?}").to_lowercase(),
    }
}
