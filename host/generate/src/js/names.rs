//! The names of modules, types and functions.

use std::collections::{HashMap, HashSet};

use guesthouse_contract::names::{Kind, name};
use guesthouse_contract::{Direction, Function, FunctionKind, Interface, Model, TypeId};
use guesthouse_diagnostics::Language;
use heck::{ToLowerCamelCase, ToUpperCamelCase};

/// The names that must be unique in the whole SDK.
pub(super) struct Names<'a> {
    model: &'a Model,
    /// The module of each interface.
    modules: Vec<String>,
    /// Whether two exported functions have one name, so that the plugin exports an object for each
    /// interface.
    has_namespaces: bool,
    /// The types that have a name of their own in the whole package.
    flat: HashSet<TypeId>,
    /// The names of functions, namespaces and parameters in the author's module.
    author: HashSet<String>,
}

/// Names of the package's main module that no type can have.
const OWN: [&str; 2] = ["ContractError", "Plugin"];

impl<'a> Names<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        let mut taken = HashSet::new();
        let interfaces = model.interfaces.iter();
        let modules = interfaces
            .map(|interface| unique(interface, &mut taken))
            .collect();
        let mut flat = HashSet::new();
        let functions = || model.exports().flat_map(|interface| &interface.functions);
        let has_namespaces = functions().map(function).any(|it| !flat.insert(it));
        let params = functions()
            .flat_map(|it| &it.params)
            .map(|it| param(&it.name));
        let mut names = Self {
            model,
            modules,
            has_namespaces,
            flat: flat_types(model),
            author: flat.into_iter().chain(params).collect(),
        };
        if has_namespaces {
            names.author.extend(names.modules.iter().cloned());
        }
        names
    }

    /// Whether the package's main module exports a type.
    pub(super) fn is_flat(&self, id: TypeId) -> bool {
        self.flat.contains(&id)
    }

    /// Returns the name of an interface: its module, and its namespace in the package.
    pub(super) fn module(&self, index: usize) -> &str {
        self.modules.get(index).map_or("", String::as_str)
    }

    /// Returns the name by which the author's module imports the namespace of an interface.
    pub(super) fn author_module(&self, index: usize) -> String {
        let module = self.module(index);
        if self.author.contains(module) {
            return format!("{module}_");
        }
        module.to_owned()
    }

    /// Returns the name of a type in the module that defines it.
    pub(super) fn ty(&self, id: TypeId) -> String {
        type_name(&self.model.ty(id).name)
    }

    /// Returns the namespace of an interface in the author's module, if it has one.
    pub(super) fn namespace(&self, index: usize) -> Option<&str> {
        self.has_namespaces.then(|| self.module(index))
    }
}

/// Returns the types whose name no other type of the world has.
fn flat_types(model: &Model) -> HashSet<TypeId> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for ty in &model.types {
        *counts.entry(type_name(&ty.name)).or_default() += 1;
    }
    let named = model.types.iter().enumerate();
    let flat = named.filter(|(_, ty)| {
        let name = type_name(&ty.name);
        counts.get(&name) == Some(&1) && !OWN.contains(&name.as_str())
    });
    flat.map(|(index, _)| TypeId(index)).collect()
}

/// Returns a name that no other interface has.
fn unique(interface: &Interface, taken: &mut HashSet<String>) -> String {
    let short = name(Language::Js, Kind::Module, &interface.name);
    let package = interface.id.as_deref().and_then(|id| id.split('/').next());
    let long = format!("{}-{}", package.unwrap_or("world"), interface.name);
    let long = long.to_lower_camel_case();
    let side = match interface.direction {
        Direction::Import => "Import",
        Direction::Export => "Export",
    };
    let numbered = (2..).map(|number| format!("{long}{number}"));
    let candidates = [short.clone(), format!("{short}{side}"), long.clone()];
    let mut candidates = candidates.into_iter().chain(numbered);
    // A file system may not tell upper from lower case.
    let free = candidates.find(|candidate| !taken.contains(&candidate.to_lowercase()));
    let free = free.unwrap_or(long);
    taken.insert(free.to_lowercase());
    free
}

/// Returns the name of a type.
pub(super) fn type_name(wit: &str) -> String {
    let found = name(Language::Js, Kind::Type, wit);
    // The modules of interfaces import these.
    if ["CaseError", "ContractError"].contains(&found.as_str()) {
        return format!("{found}_");
    }
    found
}

/// Returns the name of a function, a method or a static function.
pub(super) fn function(function: &Function) -> String {
    let found = name(Language::Js, Kind::Function, &function.name);
    let is_static = matches!(function.kind, FunctionKind::Static(_));
    // Every class has these.
    if is_static && ["name", "length", "prototype", "caller"].contains(&found.as_str()) {
        return format!("{found}_");
    }
    found
}

/// Returns the name of a static function that makes an error.
pub(super) fn case(wit: &str) -> String {
    let found = name(Language::Js, Kind::Function, wit);
    if ["name", "length", "prototype", "caller"].contains(&found.as_str()) {
        return format!("{found}_");
    }
    found
}

/// Returns the name of a parameter.
pub(super) fn param(wit: &str) -> String {
    name(Language::Js, Kind::Param, wit)
}

/// Returns the name of a field or a flag. The engines choose it, and no word is reserved there.
pub(super) fn field(wit: &str) -> String {
    wit.to_lower_camel_case()
}

/// Returns the name that the engines give to a function or an interface.
pub(super) fn engine(wit: &str) -> String {
    wit.to_lower_camel_case()
}

/// Returns the name that the engines give to a resource.
pub(super) fn engine_class(wit: &str) -> String {
    wit.to_upper_camel_case()
}
