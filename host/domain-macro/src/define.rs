//! The definitions of the types of the world.

use crate::model::Model;
use crate::names::{case as case_name, shouty, snake};
use crate::types::{Place, docs};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use wit_parser::{Enum, Flags, Record, Type, TypeDefKind, TypeId, Variant};

impl Model<'_> {
    /// Defines a type, in the module of its interface.
    pub(crate) fn define(&self, id: TypeId) -> TokenStream {
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
            let (label, name) = (&case.name, case_name(&case.name));
            let payload = case.ty.map(|ty| {
                let ty = self.ty(&ty, Place::Types);
                quote!((#ty))
            });
            quote!(#docs #[component(name = #label)] #name #payload)
        });
        let payloads = variant.cases.iter().filter_map(|case| case.ty.as_ref());
        let payloads = payloads.map(|ty| self.ty(ty, Place::Types));
        let arms = variant.cases.iter().map(|case| {
            let name = case_name(&case.name);
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
        let (label, name) = (&case.name, case_name(&case.name));
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
