//! Walks over the types of a model.

use crate::model::{Function, Type, TypeDefKind, TypeId};

impl Type {
    /// Calls `visit` for this type and for each type inside it, from the outside to the inside. It
    /// visits the name of a type, and not the definition.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        visit(self);
        match self {
            Self::List(item) | Self::Option(item) => item.walk(visit),
            Self::Tuple(items) => items.iter().for_each(|item| item.walk(visit)),
            Self::Result(result) => {
                let sides = result.ok.iter().chain(&result.err);
                sides.for_each(|side| side.walk(visit));
            }
            _ => {}
        }
    }

    /// Returns the named types and the resources in this type, in the order in which it names them.
    #[must_use]
    pub fn names(&self) -> Vec<TypeId> {
        let mut names = Vec::new();
        self.walk(&mut |ty| {
            if let Self::Own(id) | Self::Borrow(id) | Self::Defined(id) = ty {
                names.push(*id);
            }
        });
        names
    }
}

impl Function {
    /// Returns the types of the parameters, and then that of the result.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let params = self.params.iter().map(|param| &param.ty);
        params.chain(&self.result)
    }
}

impl TypeDefKind {
    /// Returns the types that the definition is made of: those of its fields and cases, or the type
    /// that an alias stands for.
    #[must_use]
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Record(fields) => fields.iter().map(|field| &field.ty).collect(),
            Self::Variant(cases) => cases.iter().filter_map(|case| case.ty.as_ref()).collect(),
            Self::Alias(ty) => vec![ty],
            Self::Enum(_) | Self::Flags(_) | Self::Resource => Vec::new(),
        }
    }
}
