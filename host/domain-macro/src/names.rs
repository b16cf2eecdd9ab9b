//! Names of WIT as names of Rust.

use heck::{ToShoutySnakeCase as _, ToSnakeCase as _, ToUpperCamelCase as _};
use proc_macro2::{Ident, Span};
use quote::format_ident;
use std::collections::HashSet;

/// Names of types and traits that the code of every Rust program has in scope. Code that macros of
/// other crates generate refers to them.
const PRELUDE: [&str; 32] = [
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Into",
    "IntoIterator",
    "Iterator",
    "Option",
    "Ord",
    "Result",
    "Send",
    "Sized",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Returns the name of a function, an argument, a field or a module. A keyword gets a `_` at its end.
pub(crate) fn snake(name: &str) -> Ident {
    ident(&name.to_snake_case())
}

/// Returns the name of a case of a variant or an enum.
pub(crate) fn case(name: &str) -> Ident {
    ident(&name.to_upper_camel_case())
}

/// Returns the name of a type or a trait. It gets a `_` at its end if every Rust program has a type of
/// this name in scope.
pub(crate) fn camel(name: &str) -> Ident {
    let name = case(name);
    if PRELUDE.iter().any(|known| name == known) {
        format_ident!("{name}_")
    } else {
        name
    }
}

/// Returns the name of a flag.
pub(crate) fn shouty(name: &str) -> Ident {
    ident(&name.to_shouty_snake_case())
}

/// Returns the name of an argument or method that stands beside others of these names. It gets a `_` at
/// its end if it is one of them.
pub(crate) fn beside(name: &str, others: &[&str]) -> Ident {
    let ident = snake(name);
    if others.iter().any(|other| ident == other) {
        format_ident!("{ident}_")
    } else {
        ident
    }
}

fn ident(name: &str) -> Ident {
    let mut parsed = syn::parse_str::<Ident>(name);
    if parsed.is_err() {
        parsed = syn::parse_str(&format!("{name}_"));
    }
    parsed.unwrap_or_else(|_| Ident::new("unnamed", Span::call_site()))
}

/// Names that are taken in one scope.
#[derive(Default)]
pub(crate) struct Scope(HashSet<String>);

impl Scope {
    /// Takes the first of these names that is free. Numbers the last one if none is.
    pub(crate) fn take(&mut self, candidates: &[Ident]) -> Ident {
        let free = |name: &&Ident| !self.0.contains(&name.to_string());
        let found = candidates.iter().find(free).cloned();
        let name = found.unwrap_or_else(|| self.numbered(candidates.last()));
        self.0.insert(name.to_string());
        name
    }

    fn numbered(&self, name: Option<&Ident>) -> Ident {
        let name = name.map_or("unnamed".to_owned(), ToString::to_string);
        let mut numbered = (2_usize..).map(|number| format!("{name}{number}"));
        let free = numbered.find(|name| !self.0.contains(name));
        Ident::new(&free.unwrap_or(name), Span::call_site())
    }
}
