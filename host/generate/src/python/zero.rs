//! The zero value of a type, which the functions of a new project return.

use guesthouse_contract::{Type, TypeDefKind, TypeId};

use super::names::{Names, constant, field};

impl Names<'_> {
    /// Returns an expression for the zero value of a type. `None` if only the host makes its values.
    pub(super) fn zero(&self, ty: &Type) -> Option<String> {
        Some(match ty {
            Type::Bool => "False".to_owned(),
            Type::F32 | Type::F64 => "0.0".to_owned(),
            Type::Char => "\" \"".to_owned(),
            Type::String => "\"\"".to_owned(),
            Type::List(item) if **item == Type::U8 => "b\"\"".to_owned(),
            Type::List(_) => "[]".to_owned(),
            Type::Option(_) => "None".to_owned(),
            Type::Tuple(types) => {
                let parts: Option<Vec<_>> = types.iter().map(|ty| self.zero(ty)).collect();
                let comma = if types.len() == 1 { "," } else { "" };
                format!("({}{comma})", parts?.join(", "))
            }
            Type::Result(result) => {
                let value = result
                    .ok
                    .as_deref()
                    .map_or(Some("None".to_owned()), |ty| self.zero(ty));
                format!("Ok({})", value?)
            }
            Type::Own(_) | Type::Borrow(_) => return None,
            Type::Defined(id) => return self.zero_of(*id),
            _ => "0".to_owned(),
        })
    }

    fn zero_of(&self, id: TypeId) -> Option<String> {
        let module = self.author_module(self.home(id));
        let class = format!("{module}.{}", self.class(id));
        let case = |index: usize| Some(format!("{module}.{}", self.cases(id).get(index)?));
        match &self.model.ty(id).kind {
            TypeDefKind::Alias(ty) => self.zero(ty),
            TypeDefKind::Record(fields) => {
                let values = fields.iter().map(|it| {
                    let name = if self.is_exception(id) {
                        super::names::param(&it.name)
                    } else {
                        field(&it.name)
                    };
                    Some(format!("{name}={}", self.zero(&it.ty)?))
                });
                let values: Option<Vec<_>> = values.collect();
                Some(format!("{class}({})", values?.join(", ")))
            }
            TypeDefKind::Enum(_) if self.is_exception(id) => Some(format!("{}()", case(0)?)),
            TypeDefKind::Enum(cases) => Some(format!("{class}.{}", constant(&cases.first()?.name))),
            TypeDefKind::Flags(_) => Some(format!("{class}(0)")),
            TypeDefKind::Variant(cases) => {
                let values = cases.iter().enumerate().map(|(index, it)| match &it.ty {
                    Some(ty) => Some(format!("{}({})", case(index)?, self.zero(ty)?)),
                    None => Some(format!("{}()", case(index)?)),
                });
                values.flatten().next()
            }
            TypeDefKind::Resource => None,
        }
    }
}
