//! What the host implements: a trait for each interface that guests import, and how it is linked.

use crate::model::{Import, Model};
use crate::names::{Scope, beside, camel, snake};
use crate::types::{Place, docs};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use wit_parser::{Function, FunctionKind, TypeId};

impl Model<'_> {
    /// Defines the traits.
    pub(crate) fn define_traits(&self) -> TokenStream {
        let traits = self.imports.iter().filter_map(|import| {
            let name = import.name.as_ref()?;
            Some(self.define_trait(name, import))
        });
        let host = self.host();
        let bounds: Vec<_> = self
            .imports
            .iter()
            .filter_map(|it| it.name.as_ref())
            .collect();
        quote! {
            #(#traits)*

            /// Everything that the host implements for guests: the data of one run has all these
            /// traits.
            pub trait #host: #(#bounds +)* ::core::marker::Sized + ::core::marker::Send + 'static {}

            impl<D: #(#bounds +)* ::core::marker::Sized + ::core::marker::Send + 'static> #host for D {}
        }
    }

    /// Gives each host function the name of its method: `lookup`, `cursor_next`, `cursor_new`. A function
    /// whose name is taken gets a longer one: `new_of_cursor`.
    pub(crate) fn name_methods<'a>(
        &self,
        functions: impl IntoIterator<Item = &'a Function>,
    ) -> Vec<(Ident, &'a Function)> {
        let mut scope = Scope::default();
        let functions = functions.into_iter();
        let named = functions.map(|function| (scope.take(&self.method_names(function)), function));
        named.collect()
    }

    fn method_names(&self, function: &Function) -> Vec<Ident> {
        let resource = function.kind.resource();
        let Some(resource) = resource.and_then(|id| self.resolve.types.get(id)) else {
            return vec![snake(&function.name)];
        };
        let resource = resource.name.as_deref().unwrap_or_default();
        let item = match function.kind {
            FunctionKind::Constructor(_) => "new",
            _ => function.item_name(),
        };
        let names = [
            format!("{resource}-{item}"),
            format!("{item}-of-{resource}"),
        ];
        names.iter().map(|name| snake(name)).collect()
    }

    /// Returns the name of the trait of everything that the host implements.
    pub(crate) fn host(&self) -> Ident {
        format_ident!("{}Host", self.name)
    }

    fn define_trait(&self, name: &Ident, import: &Import<'_>) -> TokenStream {
        let about = docs(import.docs);
        let resources = import.resources.iter().map(|id| {
            let (name, about) = self.resource(*id);
            quote!(#about type #name: ::core::marker::Send + 'static;)
        });
        let methods = import
            .functions
            .iter()
            .map(|(method, function)| self.declare(method, function));
        let values = import.resources.iter().map(|id| {
            let (resource, _) = self.resource(*id);
            let handle = self.ty(&wit_parser::Type::Id(*id), Place::World);
            quote! {
                impl<D: #name> ::guesthouse_domain::HostResource<D> for #handle {
                    type Value = <D as #name>::#resource;
                }
            }
        });
        quote! {
            #about
            pub trait #name: ::core::marker::Sized + ::core::marker::Send + 'static {
                #(#resources)*
                #(#methods)*
            }

            #(#values)*
        }
    }

    fn resource(&self, id: TypeId) -> (Ident, TokenStream) {
        let defined = self.resolve.types.get(id);
        let name = defined
            .and_then(|it| it.name.as_deref())
            .unwrap_or_default();
        let about = defined.and_then(|it| it.docs.contents.as_deref());
        (camel(name), docs(about))
    }

    fn declare(&self, name: &Ident, function: &Function) -> TokenStream {
        let about = docs(function.docs.contents.as_deref());
        let names = function
            .params
            .iter()
            .map(|it| beside(&it.name, &["guest"]));
        let types = function
            .params
            .iter()
            .map(|it| self.ty(&it.ty, Place::World));
        let result = self.optional(function.result.as_ref(), Place::World);
        quote! {
            #about
            fn #name(
                guest: &mut ::guesthouse_domain::Guest<Self>,
                #(#names: #types,)*
            ) -> impl ::core::future::Future<
                Output = ::core::result::Result<#result, ::guesthouse_domain::HostTrap>,
            > + ::core::marker::Send;
        }
    }

    /// Returns the statements that link everything.
    pub(crate) fn link(&self) -> TokenStream {
        let linked = self.imports.iter().map(|import| {
            let instance = match &import.instance {
                Some(name) => quote!(linker.instance(#name)?),
                None => quote!(linker.root()),
            };
            let Some(name) = &import.name else {
                return quote!(#instance;);
            };
            let resources = import.resources.iter().map(|id| self.link_resource(*id));
            let functions = import.functions.iter();
            let functions = functions.map(|(method, it)| self.link_function(name, method, it));
            quote! {{
                let mut instance = #instance;
                #(#resources)*
                #(#functions)*
            }}
        });
        quote!(#(#linked)*)
    }

    fn link_resource(&self, id: TypeId) -> TokenStream {
        let resource = self.ty(&wit_parser::Type::Id(id), Place::World);
        let name = self.resolve.types.get(id).and_then(|it| it.name.as_deref());
        quote! {
            instance.resource(
                #name,
                ::guesthouse_domain::wasmtime::component::ResourceType::host::<#resource>(),
                ::guesthouse_domain::support::drop_resource::<D, #resource>,
            )?;
        }
    }

    fn link_function(&self, of: &Ident, method: &Ident, function: &Function) -> TokenStream {
        let wit_name = &function.name;
        let types = function
            .params
            .iter()
            .map(|it| self.ty(&it.ty, Place::World));
        let args: Vec<_> = (0..function.params.len())
            .map(|n| format_ident!("arg{n}"))
            .collect();
        // A function returns a list of results, which has no element or one.
        let (result, returned) = match function.result {
            Some(_) => (quote!(result), quote!((result,))),
            None => (quote!(()), quote!(())),
        };
        quote! {
            instance.func_wrap_async(
                #wit_name,
                |mut store: ::guesthouse_domain::wasmtime::StoreContextMut<'_, ::guesthouse_domain::Guest<D>>,
                 args: (#(#types,)*)| {
                    ::std::boxed::Box::new(async move {
                        let guest = store.data_mut().enter();
                        guest.charge_bytes(::guesthouse_domain::support::Size::size(&args))?;
                        let (#(#args,)*) = args;
                        let #result = <D as #of>::#method(guest, #(#args,)*).await?;
                        let returned = #returned;
                        guest.charge_bytes(::guesthouse_domain::support::Size::size(&returned))?;
                        ::core::result::Result::<_, ::guesthouse_domain::wasmtime::Error>::Ok(returned)
                    })
                },
            )?;
        }
    }
}
