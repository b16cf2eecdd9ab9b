//! The macro `domain!` of the crate `guesthouse-domain`, which documents it.

mod args;
mod define;
mod exports;
mod imports;
mod model;
mod names;
mod price;
mod source;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]
mod tests;
mod types;
mod unsupported;

use args::Args;
use model::Model;
use proc_macro2::TokenStream;
use quote::quote;
use source::Source;

/// Makes a domain of a world.
#[proc_macro]
pub fn domain(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let args = syn::parse_macro_input!(input as Args);
    expand(&args)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Raises the price of a host function by an amount of fuel, which the guest pays before the function
/// runs: `#[price(5_000)]`.
#[proc_macro_attribute]
pub fn price(
    fuel: proc_macro::TokenStream,
    function: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    let fuel = syn::parse_macro_input!(fuel as syn::Expr);
    let function = syn::parse_macro_input!(function as syn::ImplItemFn);
    price::expand(&fuel, function)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

fn expand(args: &Args) -> syn::Result<TokenStream> {
    let source = source::read(args)?;
    let model = Model::new(&source.resolve, source.world)
        .map_err(|refused| syn::Error::new(args.world.span(), refused))?;
    let types = model.define_types();
    let traits = model.define_traits();
    let exports = model.define_exports();
    let calls = model.define_calls();
    let domain = define_domain(args, &source, &model);
    let scope = model.define_scope();
    let module = names::snake(&model.world.name);
    let docs = types::docs(model.world.docs.contents.as_deref());
    Ok(quote! {
        #docs
        #[allow(
            clippy::all,
            missing_docs,
            unreachable_pub,
            unused_imports,
            unused_qualifications,
            reason = "the code is generated from WIT"
        )]
        pub mod #module {
            #types
            #traits
            #exports
            #calls
            #domain
            #scope
        }

        #[allow(
            unreachable_pub,
            unused_imports,
            reason = "a program need not use every name"
        )]
        pub use self::#module::scope::*;
    })
}

/// Defines the domain itself.
fn define_domain(args: &Args, source: &Source, model: &Model<'_>) -> TokenStream {
    let (name, host, exports) = (&model.name, model.host(), model.exports_name());
    let (imported, exported) = (model.import_names(), &model.export_names);
    let (find, check) = model.find_and_check();
    let link = model.link();
    let wit = define_wit(args, source);
    let about = format!(
        "The world `{}`, for guests that run with the data `D`.",
        model.world.name
    );
    quote! {
        #wit

        #[doc = #about]
        pub struct #name<D>(::core::marker::PhantomData<fn() -> D>);

        impl<D> #name<D> {
            /// Returns the domain.
            pub const fn new() -> Self {
                Self(::core::marker::PhantomData)
            }
        }

        impl<D> ::core::default::Default for #name<D> {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<D: #host> ::guesthouse_domain::Domain for #name<D> {
            type Data = D;
            type Exports = #exports;
            type Limits = ::guesthouse_domain::Limits;

            fn imports(&self) -> ::std::vec::Vec<::std::string::String> {
                ::std::vec![#(::std::string::String::from(#imported)),*]
            }

            fn exports(&self) -> ::std::vec::Vec<::std::string::String> {
                ::std::vec![#(::std::string::String::from(#exported)),*]
            }

            fn wit(&self) -> ::core::option::Option<::guesthouse_domain::inspect::Wit> {
                ::core::option::Option::Some(::guesthouse_domain::support::wit(WIT, WORLD))
            }

            fn link(
                &self,
                linker: &mut ::guesthouse_domain::wasmtime::component::Linker<::guesthouse_domain::Guest<D>>,
            ) -> ::guesthouse_domain::wasmtime::Result<()> {
                #link
                ::guesthouse_domain::wasmtime::Result::Ok(())
            }

            fn find_exports(
                &self,
                component: &::guesthouse_domain::wasmtime::component::InstancePre<::guesthouse_domain::Guest<D>>,
            ) -> ::guesthouse_domain::wasmtime::Result<#exports> {
                let component = component.component();
                #find
            }

            fn check_exports<T: ::core::marker::Send + 'static>(
                &self,
                store: &mut ::guesthouse_domain::wasmtime::Store<T>,
                instance: &::guesthouse_domain::wasmtime::component::Instance,
                exports: &#exports,
            ) -> ::guesthouse_domain::wasmtime::Result<()> {
                #check
                ::guesthouse_domain::wasmtime::Result::Ok(())
            }
        }
    }
}

/// Embeds the files, so that the program is compiled again when one of them changes.
fn define_wit(args: &Args, source: &Source) -> TokenStream {
    let names = source.files.iter().map(|file| &file.name);
    let paths = source.files.iter().map(|file| &file.path);
    let world = args.world.value();
    quote! {
        /// The files of the WIT package, each with its path.
        pub const WIT: &[(&str, &str)] = &[#((#names, include_str!(#paths))),*];

        /// The name of the world in the package.
        pub const WORLD: &str = #world;
    }
}
