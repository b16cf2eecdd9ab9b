//! Names of WIT as names of Rust.

use heck::{ToShoutySnakeCase as _, ToSnakeCase as _, ToUpperCamelCase as _};
use proc_macro2::{Ident, Span};
use std::collections::HashSet;

/// Names that the code of every Rust program has in scope. A type of this name is not put into the
/// scope of the macro's caller, where it would take the place of Rust's own.
const PRELUDE: [&str; 26] = [
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
    "String",
    "ToOwned",
    "ToString",
    "Vec",
];

/// Whether Rust has a type or trait of this name in scope everywhere.
pub(crate) fn is_in_rust_prelude(name: &Ident) -> bool {
    PRELUDE.iter().any(|known| name == known)
}

/// Returns the name of a function, an argument, a field or a module. A keyword gets a `_` at its end.
pub(crate) fn snake(name: &str) -> Ident {
    ident(&name.to_snake_case())
}

/// Returns the name of a type, a trait or a case.
pub(crate) fn camel(name: &str) -> Ident {
    ident(&name.to_upper_camel_case())
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
        Ident::new(&format!("{ident}_"), Span::call_site())
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
