use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use guesthouse_diagnostics::{Diagnostic, clean, nearest, wasi};
use wasm_wave::value::Type;

use super::types::{self, Reader};
use crate::model::{self, Direction, FunctionKind, Interface, Model};

/// A function of a world, with types of WAVE.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// The name that cases and messages have for it: `pricing.price`, `handles.[method]thing.name`,
    /// and `price` for a function of the world itself. If two interfaces have the same short name, the
    /// name starts with the full name of the interface.
    pub call: String,
    /// The interface as the binary format names it: `acme:pricing/pricing@1.0.0`. `None` for a
    /// function of the world itself.
    pub interface: Option<String>,
    /// The name in the interface, as the binary format has it: `price`, `[method]thing.name`.
    pub name: String,
    /// The names of its parameters.
    pub param_names: Vec<String>,
    /// The types of its parameters. The first parameter of a method is the handle.
    pub params: Vec<Type>,
    /// The type of its result.
    pub result: Option<Type>,
    /// The named types of its parameters and its result, and those inside them.
    pub types: Vec<String>,
    /// How WIT writes it: `pricing.price(cart: cart) -> result<quote, refusal>`.
    pub signature: String,
    /// Its interface in [`Model::interfaces`], and its place among the functions of the interface.
    pub place: (usize, usize),
}

/// The functions on one side of a world.
#[derive(Clone, Debug, Default)]
pub struct Calls {
    functions: Vec<Function>,
    /// The indices of the functions that a name may mean.
    names: BTreeMap<String, Vec<usize>>,
}

impl Calls {
    /// Lists the functions that guests import, without those of WASI that every host provides, or
    /// those that guests export.
    ///
    /// # Errors
    /// If a function has a type that hosts do not support.
    pub fn of(model: &Model, direction: Direction) -> Result<Self, Diagnostic> {
        let mut reader = Reader::new(model);
        let mut calls = Self::default();
        let interfaces = model.interfaces.iter().enumerate();
        let ours = interfaces.filter(|(_, it)| it.direction == direction && !is_wasi(it));
        for (at, interface) in ours {
            let is_ambiguous = shares_name(model, interface);
            for (index, function) in interface.functions.iter().enumerate() {
                let described = describe(
                    model,
                    &mut reader,
                    interface,
                    is_ambiguous,
                    function,
                    (at, index),
                )?;
                calls.add(described, interface);
            }
        }
        Ok(calls)
    }

    fn add(&mut self, function: Function, interface: &Interface) {
        let mut names = BTreeSet::from([function.call.clone()]);
        let plain = plain_name(&function.name);
        for name in [function.name.as_str(), plain.as_str()] {
            for prefix in prefixes(interface) {
                names.insert(format!("{prefix}{name}"));
            }
        }
        for name in names {
            self.names
                .entry(name)
                .or_default()
                .push(self.functions.len());
        }
        self.functions.push(function);
    }

    /// Returns the functions, in the order of the text.
    pub fn iter(&self) -> impl Iterator<Item = &Function> {
        self.functions.iter()
    }

    /// Returns the function of a name.
    ///
    /// The interface may have its short name or its full name, with or without a version. A method may
    /// be written without the word in brackets: `handles.thing.name`. A constructor is then `new`.
    ///
    /// # Errors
    /// If there is no such function, or several.
    pub fn find(&self, name: &str) -> Result<&Function, Diagnostic> {
        // The name of a function wins over the other ways to write another one.
        if let Some(exact) = self.functions.iter().find(|it| it.call == name) {
            return Ok(exact);
        }
        let found = self.names.get(name).map_or(&[][..], Vec::as_slice);
        let mut found = found.iter().filter_map(|at| self.functions.get(*at));
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (Some(one), Some(other)) => {
                let message = format!("`{name}` is the name of several functions");
                let hint = format!("write `{}` or `{}`", one.call, other.call);
                Err(Diagnostic::error("ambiguous-function", message).hint(hint))
            }
            (None, _) => Err(self.unknown(name)),
        }
    }

    fn unknown(&self, name: &str) -> Diagnostic {
        let shown = clean(name, MAX_NAME, false);
        let message = format!("there is no function `{shown}`");
        let found = Diagnostic::error("unknown-function", message);
        let calls = || self.functions.iter().map(|it| it.call.as_str());
        let of_an_interface = calls().find(|call| call.rsplit('.').next() == Some(name));
        if let Some(meant) = of_an_interface.or_else(|| nearest(name, calls())) {
            return found.hint(format!("did you mean `{meant}`?"));
        }
        let all: Vec<_> = calls()
            .take(MOST_NAMES)
            .map(|it| format!("`{it}`"))
            .collect();
        found.hint(match all.as_slice() {
            [] => "the world has no functions on this side".to_owned(),
            some => format!("the functions are {}", some.join(", ")),
        })
    }
}

/// The longest name that a message quotes, in bytes.
const MAX_NAME: usize = 200;
/// The most names that a message lists.
const MOST_NAMES: usize = 10;

/// Whether the host has a virtual form of an imported interface.
fn is_wasi(interface: &Interface) -> bool {
    let id = interface.id.as_deref().unwrap_or_default();
    interface.direction == Direction::Import && wasi::is_provided(id)
}

/// Whether another interface on the same side has the same short name.
fn shares_name(model: &Model, interface: &Interface) -> bool {
    let same = model.interfaces.iter().filter(|it| {
        let is_same = it.direction == interface.direction && it.name == interface.name;
        is_same && !it.is_world && !is_wasi(it)
    });
    same.count() > 1
}

/// Returns the ways to write an interface before the name of its function.
fn prefixes(interface: &Interface) -> Vec<String> {
    if interface.is_world {
        return vec![String::new()];
    }
    let mut all = vec![format!("{}.", interface.name)];
    if let Some(id) = &interface.id {
        let without_version = id.split('@').next().unwrap_or_default();
        all.extend([format!("{id}."), format!("{without_version}.")]);
        all.push(format!("{id}#"));
    }
    all
}

/// Returns the name of a function without the word in brackets. A constructor is `new`.
fn plain_name(name: &str) -> String {
    match name.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some(("constructor", resource)) => format!("{resource}.new"),
        Some((_, name)) => name.to_owned(),
        None => name.to_owned(),
    }
}

fn describe(
    model: &Model,
    reader: &mut Reader<'_>,
    interface: &Interface,
    is_ambiguous: bool,
    function: &model::Function,
    place: (usize, usize),
) -> Result<Function, Diagnostic> {
    let key = match &interface.id {
        _ if interface.is_world => None,
        Some(id) => Some(id.clone()),
        None => Some(interface.name.clone()),
    };
    let name = &function.wit_name;
    let call = match &key {
        None => name.clone(),
        Some(id) if is_ambiguous => format!("{id}.{name}"),
        Some(_) => format!("{}.{name}", interface.name),
    };
    let params = all_params(function);
    let types = params.iter().map(|(_, ty)| ty).chain(&function.result);
    let mut named = BTreeSet::new();
    types.for_each(|ty| types::add_names(model, ty, &mut named));
    let mut read = |ty| reader.read(ty).map_err(|kind| unsupported(&call, &kind));
    let read_params = params.iter().map(|(_, ty)| read(ty));
    let read_params = read_params.collect::<Result<_, _>>()?;
    let result = function.result.as_ref().map(read).transpose()?;
    let names: BTreeSet<_> = named.iter().map(|id| model.ty(*id).name.clone()).collect();
    Ok(Function {
        signature: signature(model, &call, &params, function.result.as_ref()),
        interface: key,
        name: name.clone(),
        param_names: params.into_iter().map(|(name, _)| name).collect(),
        params: read_params,
        result,
        types: names.into_iter().collect(),
        place,
        call,
    })
}

/// Returns the parameters, with the handle of a method.
fn all_params(function: &model::Function) -> Vec<(String, model::Type)> {
    let handle = match function.kind {
        FunctionKind::Method(id) => Some(("self".to_owned(), model::Type::Borrow(id))),
        _ => None,
    };
    let own = function
        .params
        .iter()
        .map(|it| (it.name.clone(), it.ty.clone()));
    handle.into_iter().chain(own).collect()
}

fn signature(
    model: &Model,
    call: &str,
    params: &[(String, model::Type)],
    result: Option<&model::Type>,
) -> String {
    let params = params.iter();
    let params: Vec<_> = params
        .map(|(name, ty)| format!("{name}: {}", types::text(model, ty)))
        .collect();
    let mut text = format!("{call}({})", params.join(", "));
    if let Some(result) = result {
        // Writing to a text cannot fail.
        let _ = write!(text, " -> {}", types::text(model, result));
    }
    text
}

fn unsupported(call: &str, kind: &str) -> Diagnostic {
    let message = format!("the function `{call}` uses the type `{kind}`");
    Diagnostic::error("unsupported-type", message)
        .hint("remove it from the world: hosts support no such type")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Contract;

    fn calls(wit: &str, direction: Direction) -> Calls {
        let contract = Contract::from_files("test", [("a.wit", wit)]).unwrap();
        let model = contract.model(contract.world(None).unwrap());
        Calls::of(&model, direction).unwrap()
    }

    const PRICING: &str = "package acme:pricing@1.0.0;
        interface catalog {
            resource cursor { constructor(sku: string); next: func(count: u32) -> list<string>; }
            record product { sku: string, tags: tags }
            flags tags { fragile }
            lookup: func(sku: string) -> option<product>;
        }
        interface pricing { price: func(total: u64) -> result<u64, string>; }
        world rule {
            import catalog;
            import audit: interface { write: func(line: string); }
            import now: func() -> u64;
            export pricing;
            export price: func();
        }";

    #[test]
    fn functions_have_short_names_and_full_names() {
        let imports = calls(PRICING, Direction::Import);
        let names: Vec<_> = imports.iter().map(|it| it.call.as_str()).collect();
        let expected = [
            "catalog.[constructor]cursor",
            "catalog.[method]cursor.next",
            "catalog.lookup",
            "audit.write",
            "now",
        ];
        assert_eq!(names, expected);
        let found = |name: &str| imports.find(name).unwrap().call.clone();
        assert_eq!(found("acme:pricing/catalog@1.0.0.lookup"), "catalog.lookup");
        assert_eq!(found("acme:pricing/catalog@1.0.0#lookup"), "catalog.lookup");
        assert_eq!(found("acme:pricing/catalog.lookup"), "catalog.lookup");
        assert_eq!(found("catalog.cursor.new"), "catalog.[constructor]cursor");
        assert_eq!(found("catalog.cursor.next"), "catalog.[method]cursor.next");
    }

    #[test]
    fn a_function_has_its_types_and_its_place() {
        let imports = calls(PRICING, Direction::Import);
        let lookup = imports.find("catalog.lookup").unwrap();
        assert_eq!(
            lookup.interface.as_deref(),
            Some("acme:pricing/catalog@1.0.0")
        );
        assert_eq!(lookup.types, ["product", "tags"]);
        assert_eq!(
            lookup.signature,
            "catalog.lookup(sku: string) -> option<product>"
        );
        let next = imports.find("catalog.cursor.next").unwrap();
        assert_eq!(next.params, [Type::STRING, Type::U32]);
        let signature =
            "catalog.[method]cursor.next(self: borrow<cursor>, count: u32) -> list<string>";
        assert_eq!(next.signature, signature);
        let audit = imports.find("audit.write").unwrap();
        assert_eq!(audit.interface.as_deref(), Some("audit"));
        assert_eq!(imports.find("now").unwrap().interface, None);
    }

    #[test]
    fn an_unknown_name_gets_a_hint() {
        let exports = calls(PRICING, Direction::Export);
        let hint = |name: &str| exports.find(name).unwrap_err().hints.remove(0);
        assert_eq!(hint("pricing.prise"), "did you mean `pricing.price`?");
        assert_eq!(hint("x"), "the functions are `pricing.price`, `price`");
        assert_eq!(exports.find("price").unwrap().interface, None);
    }

    #[test]
    fn a_short_name_of_two_interfaces_needs_the_full_name() {
        let wit = "package a:a; interface log { write: func(); }
            world w { import log; import b:b/log; }
            package b:b { interface log { write: func(); } }";
        let imports = calls(wit, Direction::Import);
        let error = imports.find("log.write").unwrap_err();
        assert_eq!(
            error.message,
            "`log.write` is the name of several functions"
        );
        assert_eq!(error.hints, ["write `a:a/log.write` or `b:b/log.write`"]);
        assert_eq!(imports.find("b:b/log.write").unwrap().call, "b:b/log.write");
    }

    #[test]
    fn a_type_without_a_text_form_is_refused() {
        let wit = "package a:a; world w { import f: func(a: list<stream<u8>>); }";
        let contract = Contract::from_files("test", [("a.wit", wit)]).unwrap();
        let model = contract.model(contract.world(None).unwrap());
        let error = Calls::of(&model, Direction::Import).unwrap_err();
        assert_eq!(error.message, "the function `f` uses the type `stream`");
    }
}
