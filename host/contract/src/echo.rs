//! A contract that has every type of another one, for guests that return what they get.

use std::collections::HashMap;

use guesthouse_diagnostics::Diagnostic;
use wit_parser::WorldId;

use crate::Contract;
use crate::model::{Case, Field, Model, Type, TypeDefKind, TypeId};

/// The world that guests implement.
pub const WORLD: &str = "echo";

/// Its package.
pub const PACKAGE: &str = "guesthouse:echo";

/// The interface of the host, and that of the guest. They have the same functions.
pub const HOST: &str = "echo-host";
/// See [`HOST`].
pub const GUEST: &str = "echo-guest";

/// The functions of the guest that must fail, in this order: by an error of the language, by a loop
/// that does not end, and by memory that it does not get.
pub const FAILURES: [&str; 3] = ["crash", "spin", "grow"];

/// A contract of echoes.
#[derive(Clone, Debug)]
pub struct Echo {
    /// The contract. Its world [`WORLD`] imports [`HOST`] and exports [`GUEST`].
    pub contract: Contract,
    /// The type that each function takes and returns, as WIT writes it: that of `echo1` comes first.
    pub types: Vec<String>,
}

/// Makes a contract whose functions take and return the types of a world: those of its parameters and
/// results, and all that its interfaces define. Types that contain handles are not among them.
///
/// # Errors
/// If WIT cannot write the types.
pub fn of(contract: &Contract, world: WorldId) -> Result<Echo, Diagnostic> {
    let model = contract.model(world);
    let mut scope = Scope {
        model: &model,
        names: HashMap::new(),
        used: Vec::new(),
        own: String::new(),
    };
    let mut types: Vec<String> = Vec::new();
    for ty in all(&model) {
        let text = scope.text(&ty);
        if !types.contains(&text) {
            types.push(text);
        }
    }
    let text = scope.package(&types);
    let mut resolve = contract.resolve.clone();
    let package = resolve.push_source("echo.wit", &text).map_err(|error| {
        let message = format!("cannot write the types in WIT: {error:#}");
        Diagnostic::error("unreadable-wit", message)
    })?;
    let plain = types.iter().map(|text| text.replace('%', ""));
    Ok(Echo {
        contract: Contract::of(resolve, package),
        types: plain.collect(),
    })
}

/// Returns the types of a world that have values, and the integers of 64 bits in them.
fn all(model: &Model) -> Vec<Type> {
    let functions = model.interfaces.iter().flat_map(|it| &it.functions);
    let used = functions.flat_map(|it| it.types().cloned());
    let defined = (0..model.types.len()).map(|at| Type::Defined(TypeId(at)));
    let all = used.chain(defined);
    let all: Vec<_> = all.filter(|ty| !has_handle(model, ty)).collect();
    let mut wide = Vec::new();
    for ty in all
        .iter()
        .chain(model.types.iter().flat_map(|it| it.kind.types()))
    {
        ty.walk(&mut |ty| wide.extend(matches!(ty, Type::U64 | Type::S64).then(|| ty.clone())));
    }
    all.into_iter().chain(wide).collect()
}

fn has_handle(model: &Model, ty: &Type) -> bool {
    let mut found = false;
    ty.walk(&mut |ty| {
        found |= match ty {
            Type::Own(_) | Type::Borrow(_) | Type::Unsupported(_) => true,
            Type::Defined(id) => {
                let kind = &model.ty(*id).kind;
                let parts = kind.types();
                *kind == TypeDefKind::Resource || parts.iter().any(|it| has_handle(model, it))
            }
            _ => false,
        };
    });
    found
}

/// The names of types in the contract of echoes.
struct Scope<'a> {
    model: &'a Model,
    /// The name of each type here, by its interface and its name there.
    names: HashMap<(Option<&'a str>, usize, &'a str), String>,
    /// The types of other interfaces: the interface, the name there, and the name here.
    used: Vec<(&'a str, &'a str, String)>,
    /// The definitions of types that no other package can use, because a world declares them.
    own: String,
}

impl<'a> Scope<'a> {
    /// Writes a type.
    fn text(&mut self, ty: &Type) -> String {
        match ty {
            Type::List(item) => format!("list<{}>", self.text(item)),
            Type::Option(some) => format!("option<{}>", self.text(some)),
            Type::Tuple(items) => {
                let items: Vec<_> = items.iter().map(|item| self.text(item)).collect();
                format!("tuple<{}>", items.join(", "))
            }
            Type::Result(result) => {
                let [ok, err] = [&result.ok, &result.err].map(|side| {
                    side.as_ref()
                        .map_or_else(|| "_".to_owned(), |ty| self.text(ty))
                });
                match (&*ok, &*err) {
                    ("_", "_") => "result".to_owned(),
                    (_, "_") => format!("result<{ok}>"),
                    _ => format!("result<{ok}, {err}>"),
                }
            }
            Type::Defined(id) | Type::Own(id) | Type::Borrow(id) => self.name(*id),
            plain => format!("{plain:?}").to_lowercase(),
        }
    }

    /// Returns the name of a named type, and defines it if that is necessary.
    fn name(&mut self, id: TypeId) -> String {
        let model = self.model;
        let (definition, home) = (model.ty(id), model.home(id));
        // An interface that is imported and exported has its types twice.
        let place = home.id.as_deref().map_or(definition.interface, |_| 0);
        let key = (home.id.as_deref(), place, &*definition.name);
        if let Some(known) = self.names.get(&key) {
            return known.clone();
        }
        let name = self.free_name(&definition.name);
        self.names.insert(key, name.clone());
        match home.id.as_deref() {
            Some(interface) => self.used.push((interface, &definition.name, name.clone())),
            None => {
                let written = self.definition(&definition.kind, &name);
                self.own.push_str(&written);
            }
        }
        name
    }

    fn free_name(&self, wit: &str) -> String {
        let is_free = |name: &String| {
            let taken = self.names.values().any(|it| it == name);
            let plain = name.trim_start_matches('%');
            let number = plain.strip_prefix("echo").map(str::parse::<usize>);
            let is_function = matches!(number, Some(Ok(_))) || FAILURES.contains(&plain);
            !taken && !is_function
        };
        let numbered = (2..).map(|number| format!("%{wit}-n{number}"));
        let mut names = std::iter::once(format!("%{wit}")).chain(numbered);
        names.find(is_free).unwrap_or_default()
    }

    fn definition(&mut self, kind: &TypeDefKind, name: &str) -> String {
        let names = |cases: &[Case]| {
            let names: Vec<_> = cases.iter().map(|it| format!("%{}", it.name)).collect();
            names.join(", ")
        };
        match kind {
            TypeDefKind::Record(fields) => {
                format!("  record {name} {{ {} }}\n", self.fields(fields))
            }
            TypeDefKind::Variant(cases) => {
                format!("  variant {name} {{ {} }}\n", self.cases(cases))
            }
            TypeDefKind::Enum(cases) => format!("  enum {name} {{ {} }}\n", names(cases)),
            TypeDefKind::Flags(flags) => format!("  flags {name} {{ {} }}\n", names(flags)),
            TypeDefKind::Alias(ty) => format!("  type {name} = {};\n", self.text(ty)),
            TypeDefKind::Resource => String::new(),
        }
    }

    fn fields(&mut self, fields: &[Field]) -> String {
        let fields = fields.iter();
        let fields: Vec<_> = fields
            .map(|field| format!("%{}: {}", field.name, self.text(&field.ty)))
            .collect();
        fields.join(", ")
    }

    fn cases(&mut self, cases: &[Case]) -> String {
        let cases = cases.iter().map(|case| match &case.ty {
            Some(ty) => format!("%{}({})", case.name, self.text(ty)),
            None => format!("%{}", case.name),
        });
        cases.collect::<Vec<_>>().join(", ")
    }

    /// Writes the package.
    fn package(&self, types: &[String]) -> String {
        let uses: String = self.used.iter().map(use_of).collect();
        let mut names: Vec<_> = self.names.values().map(String::as_str).collect();
        names.sort_unstable();
        let used = if names.is_empty() {
            String::new()
        } else {
            format!("  use types.{{{}}};\n", names.join(", "))
        };
        let functions = types.iter().enumerate();
        let functions: String = functions
            .map(|(at, ty)| format!("  echo{}: func(value: {ty}) -> {ty};\n", at + 1))
            .collect();
        let failures: String = FAILURES
            .iter()
            .map(|it| format!("  {it}: func();\n"))
            .collect();
        let own = &self.own;
        format!(
            "package {PACKAGE}@1.0.0;\n\n\
             interface types {{\n{uses}{own}}}\n\n\
             interface {HOST} {{\n{used}{functions}}}\n\n\
             interface {GUEST} {{\n{used}{functions}{failures}}}\n\n\
             world {WORLD} {{\n  import {HOST};\n  export {GUEST};\n}}\n"
        )
    }
}

/// Writes the `use` of a type of another interface.
fn use_of((interface, there, here): &(&str, &str, String)) -> String {
    let renamed = if here.strip_prefix('%') == Some(*there) {
        String::new()
    } else {
        format!(" as {here}")
    };
    format!("  use {}.{{%{there}{renamed}}};\n", escaped(interface))
}

/// Escapes the words of the name of an interface, which may be keywords.
fn escaped(interface: &str) -> String {
    let (name, version) = match interface.split_once('@') {
        Some((name, version)) => (name, format!("@{version}")),
        None => (interface, String::new()),
    };
    let name = name.replace(':', ":%").replace('/', "/%");
    format!("%{name}{version}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIT: &str = "package a:b@1.0.0;
interface %interface { record %record { %type: u8 } resource cursor; variant echo1 { a(%record), b } }
world w {
  use %interface.{%record, cursor, echo1};
  record mine { r: %record, o: option<my-flags> }
  flags my-flags { x }
  export run: func(it: mine, c: cursor) -> result<list<mine>, echo1>;
  export inside: interface { record %record { x: u8 } go: func() -> %record; }
}";

    #[test]
    fn it_has_every_type_without_handles_once() {
        let contract = Contract::from_files("w.wit", [("w.wit", WIT)]).unwrap();
        let echo = of(&contract, contract.world(None).unwrap()).unwrap();
        let expected = "mine\nresult<list<mine>, echo1-n2>\nrecord-n2\nrecord\necho1-n2\nmy-flags";
        let mut types = echo.types.clone();
        types.sort();
        let mut wanted: Vec<_> = expected.lines().collect();
        wanted.sort_unstable();
        assert_eq!(types, wanted);
        let world = echo.contract.world(Some(WORLD)).unwrap();
        let model = echo.contract.model(world);
        let functions: usize = model.exports().map(|it| it.functions.len()).sum();
        assert_eq!(functions, types.len() + FAILURES.len());
    }

    #[test]
    fn a_world_without_types_has_the_failures() {
        let text = "package a:b; world w { export run: func(); }";
        let contract = Contract::from_files("w.wit", [("w.wit", text)]).unwrap();
        let echo = of(&contract, contract.world(None).unwrap()).unwrap();
        assert_eq!(echo.types, [""; 0]);
    }
}
