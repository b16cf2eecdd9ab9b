//! The attribute `#[price]`.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};
use syn::{Expr, FnArg, ImplItemFn, Pat, Signature};

/// Charges the fuel as the first statement of a host function.
pub(crate) fn expand(fuel: &Expr, mut function: ImplItemFn) -> syn::Result<TokenStream> {
    let Some(guest) = guest(&function.sig) else {
        let message = "`#[price]` belongs to an `async fn` whose first parameter is the guest";
        return Err(syn::Error::new_spanned(&function.sig, message));
    };
    let charge = quote!(::guesthouse_domain::Guest::charge_fuel(#guest, #fuel)?;);
    function.block.stmts.insert(0, syn::parse2(charge)?);
    Ok(function.into_token_stream())
}

/// Returns the name of the parameter that is the guest.
fn guest(signature: &Signature) -> Option<&Ident> {
    signature.asyncness?;
    let FnArg::Typed(first) = signature.inputs.first()? else {
        return None;
    };
    match &*first.pat {
        Pat::Ident(name) => Some(&name.ident),
        _ => None,
    }
}
