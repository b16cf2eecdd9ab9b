//! The arguments of the macro.

use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Token};

/// `path: "wit", world: "rule"`.
pub(crate) struct Args {
    pub(crate) path: LitStr,
    pub(crate) world: LitStr,
}

impl Parse for Args {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (mut path, mut world) = (None, None);
        while !input.is_empty() {
            let key: Ident = input.parse()?;
            input.parse::<Token![:]>()?;
            match key.to_string().as_str() {
                "path" => path = Some(input.parse()?),
                "world" => world = Some(input.parse()?),
                other => {
                    let message =
                        format!("`domain!` has no argument `{other}`, only `path` and `world`");
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
        })
    }
}
