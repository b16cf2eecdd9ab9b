//! The arguments of the macro.

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, LitStr, Path, Token, braced};

/// `path: "wit", world: "rule", prices: { Catalog::lookup: 5_000 }`.
pub(crate) struct Args {
    pub(crate) path: LitStr,
    pub(crate) world: LitStr,
    pub(crate) prices: Vec<Price>,
}

/// The price of a host function, in fuel.
pub(crate) struct Price {
    /// The method of the trait: `Catalog::lookup`.
    pub(crate) method: Path,
    pub(crate) fuel: Expr,
}

impl Parse for Args {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (mut path, mut world, mut prices) = (None, None, Vec::new());
        while !input.is_empty() {
            let key: Ident = input.parse()?;
            input.parse::<Token![:]>()?;
            match key.to_string().as_str() {
                "path" => path = Some(input.parse()?),
                "world" => world = Some(input.parse()?),
                "prices" => prices = parse_prices(input)?,
                other => {
                    let message = format!(
                        "`domain!` has no argument `{other}`, only `path`, `world` and `prices`"
                    );
                    return Err(syn::Error::new(key.span(), message));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        let missing = |name: &str| {
            let message = format!(
                "`domain!` needs the argument `{name}`, for example `path: \"wit\", world: \"rule\"`"
            );
            syn::Error::new(input.span(), message)
        };
        Ok(Self {
            path: path.ok_or_else(|| missing("path"))?,
            world: world.ok_or_else(|| missing("world"))?,
            prices,
        })
    }
}

fn parse_prices(input: ParseStream<'_>) -> syn::Result<Vec<Price>> {
    let content;
    braced!(content in input);
    let prices = Punctuated::<Price, Token![,]>::parse_terminated(&content)?;
    Ok(prices.into_iter().collect())
}

impl Parse for Price {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let method = input.parse()?;
        input.parse::<Token![:]>()?;
        let fuel = input.parse()?;
        Ok(Self { method, fuel })
    }
}
