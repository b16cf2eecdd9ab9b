//! The types of the world.

use crate::model::Model;
use crate::names::{camel, is_in_rust_prelude, shouty, snake};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use std::collections::BTreeMap;
use wit_parser::{Enum, Flags, Handle, Record, Type, TypeDefKind, TypeId, Variant};

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
        let flat = self.flat_names();
        quote! {
            #(
                /// Types.
                pub mod #names { #contents }
            )*
            #flat
        }
    }

    /// Returns `pub use` of the types whose name is unique in the world.
    fn flat_names(&self) -> TokenStream {
        let mut modules: BTreeMap<Ident, Vec<&Ident>> = BTreeMap::new();
        let defined = self.types.iter().filter(|id| !self.is_use(**id));
        for id in defined {
            let module = self.module(*id);
            modules.entry(self.type_name(*id)).or_default().push(module);
        }
        let traits = self.imports.iter().filter_map(|it| it.name.as_ref());
        for taken in traits.chain([&self.name]) {
            modules.remove(taken);
        }
        let unique = modules
            .iter()
            .filter_map(|(name, modules)| match modules.as_slice() {
                [module] if !is_in_rust_prelude(name) => {
                    Some(quote!(pub use self::#module::#name;))
                }
                _ => None,
            });
        quote!(#(#unique)*)
    }

    /// Whether a type is another interface's type under its own name, as `use` makes it.
    fn is_use(&self, id: TypeId) -> bool {
        let TypeDefKind::Type(Type::Id(used)) = self.kind(id) else {
            return false;
        };
        self.type_name(*used) == self.type_name(id)
    }

    fn type_name(&self, id: TypeId) -> Ident {
        let name = self.resolve.types.get(id).and_then(|it| it.name.as_deref());
        camel(name.unwrap_or_default())
    }

    fn define(&self, id: TypeId) -> TokenStream {
        let name = self.type_name(id);
        let about = self.resolve.types.get(id).map(|defined| &defined.docs);
        let about = about.and_then(|docs| docs.contents.as_deref());
        let docs = docs(about);
        let defined = match self.kind(id) {
            TypeDefKind::Record(record) => self.record(id, &name, record),
            TypeDefKind::Variant(variant) => self.variant(id, &name, variant),
            TypeDefKind::Enum(cases) => enumeration(&name, cases),
            TypeDefKind::Flags(flags) => return self::flags(&name, flags, &docs),
            TypeDefKind::Resource => quote! {
                #[derive(::core::fmt::Debug)]
                pub enum #name {}
            },
            TypeDefKind::Type(Type::Id(used)) => {
                let used = self.named(*used, Place::Types);
                quote!(pub type #name = #used;)
            }
            kind => {
                let ty = self.structure(kind, Place::Types);
                quote!(pub type #name = #ty;)
            }
        };
        quote!(#docs #defined)
    }

    fn record(&self, id: TypeId, name: &Ident, record: &Record) -> TokenStream {
        let derives = self.derives(id, &format_ident!("record"));
        let fields = record.fields.iter().map(|field| {
            let docs = docs(field.docs.contents.as_deref());
            let (label, name) = (&field.name, snake(&field.name));
            let ty = self.ty(&field.ty, Place::Types);
            quote!(#docs #[component(name = #label)] pub #name: #ty)
        });
        let types: Vec<_> = record
            .fields
            .iter()
            .map(|field| self.ty(&field.ty, Place::Types))
            .collect();
        let names = record.fields.iter().map(|field| snake(&field.name));
        quote! {
            #derives
            pub struct #name { #(#fields,)* }

            impl ::guesthouse_domain::support::Size for #name {
                const IS_FLAT: bool = true #(&& <#types as ::guesthouse_domain::support::Size>::IS_FLAT)*;
                fn size(&self) -> usize {
                    0 #(+ ::guesthouse_domain::support::Size::size(&self.#names))*
                }
            }
        }
    }

    fn variant(&self, id: TypeId, name: &Ident, variant: &Variant) -> TokenStream {
        let derives = self.derives(id, &format_ident!("variant"));
        let cases = variant.cases.iter().map(|case| {
            let docs = docs(case.docs.contents.as_deref());
            let (label, name) = (&case.name, camel(&case.name));
            let payload = case.ty.map(|ty| {
                let ty = self.ty(&ty, Place::Types);
                quote!((#ty))
            });
            quote!(#docs #[component(name = #label)] #name #payload)
        });
        let payloads = variant.cases.iter().filter_map(|case| case.ty.as_ref());
        let payloads = payloads.map(|ty| self.ty(ty, Place::Types));
        let arms = variant.cases.iter().map(|case| {
            let name = camel(&case.name);
            match case.ty {
                Some(_) => {
                    quote!(Self::#name(payload) => ::guesthouse_domain::support::Size::size(payload))
                }
                None => quote!(Self::#name => 0),
            }
        });
        quote! {
            #derives
            pub enum #name { #(#cases,)* }

            impl ::guesthouse_domain::support::Size for #name {
                const IS_FLAT: bool = true #(&& <#payloads as ::guesthouse_domain::support::Size>::IS_FLAT)*;
                fn size(&self) -> usize {
                    match self { #(#arms,)* }
                }
            }
        }
    }

    /// Returns the attributes of a record or variant. A handle cannot be copied or compared.
    fn derives(&self, id: TypeId, kind: &Ident) -> TokenStream {
        let values = (!self.has_handle(&Type::Id(id)))
            .then(|| quote!(::core::clone::Clone, ::core::cmp::PartialEq,));
        quote! {
            #[derive(
                ::guesthouse_domain::wasmtime::component::ComponentType,
                ::guesthouse_domain::wasmtime::component::Lift,
                ::guesthouse_domain::wasmtime::component::Lower,
                #values
                ::core::fmt::Debug,
            )]
            #[component(#kind)]
            #[component(wasmtime_crate = ::guesthouse_domain::wasmtime)]
        }
    }

    fn has_handle(&self, ty: &Type) -> bool {
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

    fn named(&self, id: TypeId, place: Place) -> TokenStream {
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

    fn structure(&self, kind: &TypeDefKind, place: Place) -> TokenStream {
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

fn enumeration(name: &Ident, cases: &Enum) -> TokenStream {
    let count = cases.cases.len();
    let repr = if count <= 1 << 8 {
        quote!(u8)
    } else if count <= 1 << 16 {
        quote!(u16)
    } else {
        quote!(u32)
    };
    let cases = cases.cases.iter().map(|case| {
        let docs = docs(case.docs.contents.as_deref());
        let (label, name) = (&case.name, camel(&case.name));
        quote!(#docs #[component(name = #label)] #name)
    });
    let flat = flat(name);
    quote! {
        #[derive(
            ::guesthouse_domain::wasmtime::component::ComponentType,
            ::guesthouse_domain::wasmtime::component::Lift,
            ::guesthouse_domain::wasmtime::component::Lower,
            ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug,
            ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash,
        )]
        #[component(enum)]
        #[component(wasmtime_crate = ::guesthouse_domain::wasmtime)]
        #[repr(#repr)]
        pub enum #name { #(#cases,)* }

        #flat
    }
}

/// The engine's macro for flags names the crate `wasmtime`, on which the caller need not depend. So it
/// stands in a module that has this name.
fn flags(name: &Ident, flags: &Flags, docs: &TokenStream) -> TokenStream {
    let all = flags.flags.iter().map(|flag| {
        let (label, name) = (&flag.name, shouty(&flag.name));
        quote!(#[component(name = #label)] const #name;)
    });
    let module = format_ident!("flags_of_{}", name.to_string().to_lowercase());
    let flat = flat(name);
    quote! {
        #[doc(hidden)]
        pub mod #module {
            use ::guesthouse_domain::wasmtime;
            wasmtime::component::flags! { #name { #(#all)* } }
        }
        #docs
        pub use self::#module::#name;

        #flat
    }
}

/// A type without contents outside of itself.
fn flat(name: &Ident) -> TokenStream {
    quote! {
        impl ::guesthouse_domain::support::Size for #name {
            const IS_FLAT: bool = true;
            fn size(&self) -> usize { 0 }
        }
    }
}
