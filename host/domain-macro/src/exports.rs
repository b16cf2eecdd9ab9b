//! What the host calls: a method for each function that guests export.

use crate::model::{Export, Model};
use crate::names::beside;
use crate::types::{Place, docs};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// The names of the other arguments of the methods.
const TAKEN: [&str; 5] = ["data", "limits", "start", "store", "instance"];

impl Model<'_> {
    /// Returns the name of the type of the exports.
    pub(crate) fn exports_name(&self) -> Ident {
        format_ident!("{}Exports", self.name)
    }

    /// Returns the name of the trait of the methods of a loaded component.
    pub(crate) fn calls_name(&self) -> Ident {
        format_ident!("{}Calls", self.name)
    }

    /// Defines the exports of a component, with a method for each.
    pub(crate) fn define_exports(&self) -> TokenStream {
        let (name, host) = (self.exports_name(), self.host());
        let fields = self.exports.iter().map(|export| &export.name);
        let methods = self.exports.iter().map(|export| {
            let signature = Signature::new(self, export);
            let (docs, method, result) = (&signature.docs, &export.name, &signature.result);
            let (args, types) = (&signature.args, &signature.types);
            let returned = signature.returned();
            let call = quote! {
                ::guesthouse_domain::support::call(store, instance, &self.#method, (#(#args,)*)).await
            };
            let body = if export.function.result.is_some() {
                quote! {
                    let (result,): #returned = #call?;
                    ::guesthouse_domain::wasmtime::Result::Ok(result)
                }
            } else {
                call
            };
            quote! {
                #docs
                ///
                /// # Errors
                /// Errors that end the run.
                pub async fn #method<D: #host>(
                    &self,
                    store: &mut ::guesthouse_domain::wasmtime::Store<::guesthouse_domain::Guest<D>>,
                    instance: &::guesthouse_domain::wasmtime::component::Instance,
                    #(#args: #types,)*
                ) -> ::guesthouse_domain::wasmtime::Result<#result> {
                    #body
                }
            }
        });
        quote! {
            /// The functions that a component exports.
            #[derive(::core::fmt::Debug)]
            pub struct #name {
                #(#fields: ::guesthouse_domain::wasmtime::component::ComponentExportIndex,)*
            }

            impl #name { #(#methods)* }
        }
    }

    /// Defines a method of the loaded component for each export.
    pub(crate) fn define_calls(&self) -> TokenStream {
        let (domain, host) = (&self.name, self.host());
        let name = self.calls_name();
        let head = |signature: &Signature, method: &Ident| {
            let (args, types, result) = (&signature.args, &signature.types, &signature.result);
            quote! {
                fn #method(
                    &self,
                    data: D,
                    limits: &::guesthouse_domain::Limits,
                    start: &::guesthouse_domain::RunStart,
                    #(#args: #types,)*
                ) -> impl ::core::future::Future<
                    Output = ::guesthouse_domain::Finished<#result, D>,
                > + ::core::marker::Send
            }
        };
        let declared = self.exports.iter().map(|export| {
            let signature = Signature::new(self, export);
            let (docs, head) = (&signature.docs, head(&signature, &export.name));
            quote!(#docs #head;)
        });
        let implemented = self.exports.iter().map(|export| {
            let signature = Signature::new(self, export);
            let (args, head) = (&signature.args, head(&signature, &export.name));
            let method = &export.name;
            quote! {
                #head {
                    let call = ::guesthouse_domain::call_fn::<#domain<D>, _, _>(
                        move |store, instance, exports| {
                            ::std::boxed::Box::pin(exports.#method(store, instance, #(#args,)*))
                        },
                    );
                    self.run(data, limits, start, call)
                }
            }
        });
        quote! {
            /// Calls one function of a loaded component, in a new instance.
            pub trait #name<D: #host> { #(#declared)* }

            impl<D: #host> #name<D> for ::guesthouse_domain::Loaded<#domain<D>> {
                #(#implemented)*
            }
        }
    }

    /// Returns the statements that find the exports, and those that check their types.
    pub(crate) fn find_and_check(&self) -> (TokenStream, TokenStream) {
        let name = self.exports_name();
        let found = self.exports.iter().map(|export| {
            let (field, function) = (&export.name, &export.function.name);
            let instance = match &export.instance {
                Some(name) => quote!(::core::option::Option::Some(#name)),
                None => quote!(::core::option::Option::None),
            };
            quote!(#field: ::guesthouse_domain::support::find_export(component, #instance, #function)?)
        });
        let checked = self.exports.iter().map(|export| {
            let signature = Signature::new(self, export);
            let (types, returned) = (&signature.types, signature.returned());
            let field = &export.name;
            quote! {
                instance.get_typed_func::<(#(#types,)*), #returned>(&mut *store, &exports.#field)?;
            }
        });
        let find = quote!(::guesthouse_domain::wasmtime::Result::Ok(#name { #(#found,)* }));
        (find, quote!(#(#checked)*))
    }
}

/// How a function is written in Rust.
struct Signature {
    docs: TokenStream,
    args: Vec<Ident>,
    types: Vec<TokenStream>,
    result: TokenStream,
    has_result: bool,
}

impl Signature {
    fn new(model: &Model<'_>, export: &Export<'_>) -> Self {
        let function = export.function;
        let params = function.params.iter();
        Self {
            docs: docs(function.docs.contents.as_deref()),
            args: params.clone().map(|it| beside(&it.name, &TAKEN)).collect(),
            types: params.map(|it| model.ty(&it.ty, Place::World)).collect(),
            result: model.optional(function.result.as_ref(), Place::World),
            has_result: function.result.is_some(),
        }
    }

    /// Returns the list of results.
    fn returned(&self) -> TokenStream {
        let result = self.has_result.then_some(&self.result).into_iter();
        quote!((#(#result,)*))
    }
}
