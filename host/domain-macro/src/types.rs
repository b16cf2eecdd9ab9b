//! The types of the world.

use crate::model::Model;
use crate::names::camel;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::BTreeMap;
use wit_parser::{Handle, Type, TypeDefKind, TypeId};

/// Where code stands: it decides how a type is written.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    /// In the module of the world.
    World,
    /// In a module of types, which is inside the module of the world.
    Types,
}

pub(crate) fn docs(text: Option<&str>) -> TokenStream {
    let lines = text.into_iter().flat_map(str::lines);
    let lines = lines.map(|line| format!(" {line}"));
    quote!(#(#[doc = #lines])*)
}

impl Model<'_> {
    /// Returns the modules of types, and the names of the types that only one module has.
    pub(crate) fn define_types(&self) -> TokenStream {
        let mut modules: BTreeMap<&Ident, TokenStream> = BTreeMap::new();
        for id in &self.types {
            let module = modules.entry(self.module(*id)).or_default();
            module.extend(self.define(*id));
        }
        let (names, contents): (Vec<_>, Vec<_>) = modules.into_iter().unzip();
        let flat = self.flat_types();
        let flat = flat
            .iter()
            .map(|(module, name)| quote!(pub use self::#module::#name;));
        quote! {
            #(
                /// Types.
                pub mod #names { #contents }
            )*
            #(#flat)*
        }
    }

    /// Returns the types whose name is unique in the world, each with its module.
    fn flat_types(&self) -> Vec<(&Ident, Ident)> {
        let mut modules: BTreeMap<Ident, Vec<&Ident>> = BTreeMap::new();
        let defined = self.types.iter().filter(|id| !self.is_use(**id));
        for id in defined {
            let module = self.module(*id);
            modules.entry(self.type_name(*id)).or_default().push(module);
        }
        let traits = self.imports.iter().filter_map(|it| it.name.clone());
        for taken in traits.chain(self.own_names()) {
            modules.remove(&taken);
        }
        let unique = modules.into_iter();
        let unique = unique.filter_map(|(name, modules)| match modules.as_slice() {
            [module] => Some((*module, name)),
            _ => None,
        });
        unique.collect()
    }

    /// Defines the module of what the macro brings into scope where it stands: everything but the
    /// modules, whose names the caller's own modules may have.
    pub(crate) fn define_scope(&self) -> TokenStream {
        let types = self.flat_types().into_iter().map(|(_, name)| name);
        let traits = self.imports.iter().filter_map(|it| it.name.clone());
        let names = types.chain(traits).chain(self.own_names());
        quote! {
            #[doc(hidden)]
            pub mod scope {
                pub use super::{#(#names),*};
            }
        }
    }

    /// Whether a type is another interface's type under its own name, as `use` makes it.
    fn is_use(&self, id: TypeId) -> bool {
        let TypeDefKind::Type(Type::Id(used)) = self.kind(id) else {
            return false;
        };
        self.type_name(*used) == self.type_name(id)
    }

    pub(crate) fn type_name(&self, id: TypeId) -> Ident {
        let name = self.resolve.types.get(id).and_then(|it| it.name.as_deref());
        camel(name.unwrap_or_default())
    }

    pub(crate) fn has_handle(&self, ty: &Type) -> bool {
        let Type::Id(id) = ty else {
            return false;
        };
        let has = |ty: &Type| self.has_handle(ty);
        match self.kind(*id) {
            TypeDefKind::Handle(_) => true,
            TypeDefKind::Type(ty) | TypeDefKind::List(ty) | TypeDefKind::Option(ty) => has(ty),
            TypeDefKind::Tuple(tuple) => tuple.types.iter().any(has),
            TypeDefKind::Result(result) => result.ok.iter().chain(&result.err).any(has),
            TypeDefKind::Record(record) => record.fields.iter().any(|field| has(&field.ty)),
            TypeDefKind::Variant(variant) => {
                let mut payloads = variant.cases.iter().filter_map(|case| case.ty.as_ref());
                payloads.any(has)
            }
            _ => false,
        }
    }

    /// Writes a type.
    pub(crate) fn ty(&self, ty: &Type, place: Place) -> TokenStream {
        match ty {
            Type::Bool => quote!(bool),
            Type::U8 => quote!(u8),
            Type::U16 => quote!(u16),
            Type::U32 => quote!(u32),
            Type::U64 => quote!(u64),
            Type::S8 => quote!(i8),
            Type::S16 => quote!(i16),
            Type::S32 => quote!(i32),
            Type::S64 => quote!(i64),
            Type::F32 => quote!(f32),
            Type::F64 => quote!(f64),
            Type::Char => quote!(char),
            Type::String => quote!(::std::string::String),
            Type::ErrorContext => quote!(()),
            Type::Id(id) => self.named(*id, place),
        }
    }

    /// Writes the type of a result, which a function may lack.
    pub(crate) fn optional(&self, ty: Option<&Type>, place: Place) -> TokenStream {
        ty.map_or(quote!(()), |ty| self.ty(ty, place))
    }

    pub(crate) fn named(&self, id: TypeId, place: Place) -> TokenStream {
        let has_name = self
            .resolve
            .types
            .get(id)
            .is_some_and(|it| it.name.is_some());
        if !has_name {
            return self.structure(self.kind(id), place);
        }
        let (module, name) = (self.module(id), self.type_name(id));
        match place {
            Place::World => quote!(self::#module::#name),
            Place::Types => quote!(super::#module::#name),
        }
    }

    pub(crate) fn structure(&self, kind: &TypeDefKind, place: Place) -> TokenStream {
        match kind {
            TypeDefKind::Type(ty) => self.ty(ty, place),
            TypeDefKind::List(ty) => {
                let ty = self.ty(ty, place);
                quote!(::std::vec::Vec<#ty>)
            }
            TypeDefKind::Option(ty) => {
                let ty = self.ty(ty, place);
                quote!(::core::option::Option<#ty>)
            }
            TypeDefKind::Result(result) => {
                let ok = self.optional(result.ok.as_ref(), place);
                let err = self.optional(result.err.as_ref(), place);
                quote!(::core::result::Result<#ok, #err>)
            }
            TypeDefKind::Tuple(tuple) => {
                let types = tuple.types.iter().map(|ty| self.ty(ty, place));
                quote!((#(#types,)*))
            }
            TypeDefKind::Handle(Handle::Own(id) | Handle::Borrow(id)) => {
                let resource = self.named(*id, place);
                quote!(::guesthouse_domain::Resource<#resource>)
            }
            // `unsupported` has refused the others.
            _ => quote!(()),
        }
    }
}
