//! Which Go packages there are, and the name of each item in them.

#![expect(clippy::indexing_slicing, reason = "the indices came with the model")]

use std::collections::HashMap;

use guesthouse_contract::names::{Kind, name};
use guesthouse_contract::{
    Case, Direction, Field, Function, FunctionKind, Interface, Model, Param, Type, TypeDefKind,
    TypeId,
};
use guesthouse_diagnostics::Language;

use crate::Options;
use crate::unique::Unique;

/// The names of packages that generated code imports, and of folders with a meaning for Go.
const PACKAGES: [&str; 9] = [
    "guest", "internal", "main", "plugin", "reflect", "testdata", "testing", "unsafe", "vendor",
];

/// The names in each package that come from no WIT.
const ITEMS: [&str; 5] = ["Export", "Exports", "Fake", "Missing", "Use"];

/// The packages of an SDK, and the names in them.
pub(super) struct Plan<'a> {
    pub(super) model: &'a Model,
    /// The module's path.
    pub(super) module: String,
    pub(super) packages: Vec<Package>,
    /// The index of the package of each interface.
    homes: Vec<usize>,
    /// The name of each type in its package.
    types: Vec<String>,
    /// The names of the cases of each type.
    cases: Vec<Vec<String>>,
    /// The name of each function in its package, or in its resource, by the indices of the interface
    /// and of the function.
    functions: HashMap<(usize, usize), String>,
    /// The names of the types that each interface `use`s.
    uses: Vec<Vec<String>>,
    /// The type to embed in a fake of each resource of the host.
    missing: HashMap<TypeId, String>,
}

/// A Go package: an interface, or both sides of what the world itself declares.
pub(super) struct Package {
    pub(super) name: String,
    pub(super) interfaces: Vec<usize>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(model: &'a Model, options: &Options) -> Self {
        let mut plan = Self {
            model,
            module: options.package(Language::Go, model),
            packages: Vec::new(),
            homes: Vec::new(),
            types: vec![String::new(); model.types.len()],
            cases: vec![Vec::new(); model.types.len()],
            functions: HashMap::new(),
            uses: vec![Vec::new(); model.interfaces.len()],
            missing: HashMap::new(),
        };
        plan.name_packages();
        for package in 0..plan.packages.len() {
            plan.name_items(package);
        }
        plan
    }

    fn name_packages(&mut self) {
        let mut unique = Unique::with(PACKAGES.into_iter().chain(["wit"]));
        let mut world = None;
        for (index, interface) in self.model.interfaces.iter().enumerate() {
            if interface.is_world
                && let Some(package) = world
            {
                self.homes.push(package);
                self.packages[package].interfaces.push(index);
                continue;
            }
            let package = self.packages.len();
            world = interface.is_world.then_some(package).or(world);
            self.homes.push(package);
            self.packages.push(Package {
                name: unique.first(package_names(self.model, interface)),
                interfaces: vec![index],
            });
        }
    }

    fn name_items(&mut self, package: usize) {
        let mut unique = Unique::with(ITEMS);
        let mut exports = Unique::default();
        let interfaces = self.packages[package].interfaces.clone();
        let sides = || {
            interfaces
                .iter()
                .map(|index| (*index, &self.model.interfaces[*index]))
        };
        let types: Vec<_> = sides().flat_map(|(_, it)| it.types.clone()).collect();
        for id in &types {
            self.types[id.0] = unique.take(ident(Kind::Type, &self.model.ty(*id).name));
        }
        let mut functions = Vec::new();
        for (side, interface) in sides() {
            let mut methods: HashMap<TypeId, Unique> = HashMap::new();
            for (index, function) in interface.functions.iter().enumerate() {
                let scope = match function.kind {
                    FunctionKind::Method(id) => {
                        methods.entry(id).or_insert_with(|| Unique::with(["Close"]))
                    }
                    _ if interface.direction == Direction::Export => &mut exports,
                    _ => &mut unique,
                };
                functions.push(((side, index), scope.take(self.function_name(function))));
            }
        }
        self.functions.extend(functions);
        for side in interfaces {
            let uses = &self.model.interfaces[side].uses;
            let names = uses
                .iter()
                .map(|(wit, _)| unique.take(ident(Kind::Type, wit)));
            self.uses[side] = names.collect();
        }
        for id in &types {
            let of = self.types[id.0].clone();
            self.cases[id.0] = cases(&self.model.ty(*id).kind)
                .iter()
                .map(|case| unique.take(format!("{of}{}", ident(Kind::Type, &case.name))))
                .collect();
        }
        for id in types {
            if self.model.ty(id).kind == TypeDefKind::Resource && !self.is_own(id) {
                let name = unique.take(format!("Missing{}", self.types[id.0]));
                self.missing.insert(id, name);
            }
        }
    }

    fn function_name(&self, function: &Function) -> String {
        let name = ident(Kind::Function, &function.name);
        match function.kind {
            FunctionKind::Free | FunctionKind::Method(_) => name,
            FunctionKind::Static(id) => format!("{}{name}", self.types[id.0]),
            FunctionKind::Constructor(id) => format!("New{}", self.types[id.0]),
        }
    }

    pub(super) fn home(&self, id: TypeId) -> usize {
        self.homes[self.model.ty(id).interface]
    }

    pub(super) fn type_name(&self, id: TypeId) -> &str {
        &self.types[id.0]
    }

    /// The type to embed in a fake of a resource of the host. `None` if the guest implements it.
    pub(super) fn missing(&self, id: TypeId) -> Option<&str> {
        self.missing.get(&id).map(String::as_str)
    }

    pub(super) fn case_names(&self, id: TypeId) -> &[String] {
        &self.cases[id.0]
    }

    pub(super) fn uses(&self, interface: usize) -> &[String] {
        &self.uses[interface]
    }

    pub(super) fn function(&self, interface: usize, function: usize) -> &str {
        self.functions
            .get(&(interface, function))
            .map_or("", String::as_str)
    }

    /// The interfaces of a package with their indices.
    pub(super) fn sides(&self, package: usize) -> impl Iterator<Item = (usize, &'a Interface)> {
        let model = self.model;
        let indices = self.packages[package].interfaces.iter();
        indices.map(|index| (*index, &model.interfaces[*index]))
    }

    /// The functions of a package in one direction: their indices and they themselves.
    pub(super) fn functions_of(&self, package: usize, direction: Direction) -> Vec<Member<'a>> {
        let sides = self.sides(package);
        let sides = sides.filter(|(_, interface)| interface.direction == direction);
        sides
            .flat_map(|(side, interface)| {
                let functions = interface.functions.iter().enumerate();
                functions.map(move |(index, function)| (side, index, interface, function))
            })
            .map(|(side, index, interface, function)| Member {
                name: self.function(side, index).to_owned(),
                interface,
                function,
            })
            .collect()
    }

    /// Whether the guest implements a resource.
    pub(super) fn is_own(&self, id: TypeId) -> bool {
        self.model.home(id).direction == Direction::Export
    }

    /// Whether Go's type for a type has `nil` besides its values, which then stands for `none`.
    pub(super) fn is_nilable(&self, ty: &Type) -> bool {
        match self.model.resolved(ty) {
            Type::List(_) | Type::Own(_) | Type::Borrow(_) => true,
            Type::Defined(id) => matches!(self.model.ty(*id).kind, TypeDefKind::Variant(_)),
            _ => false,
        }
    }
}

/// A function with its name in Go.
#[derive(Clone)]
pub(super) struct Member<'a> {
    pub(super) name: String,
    pub(super) interface: &'a Interface,
    pub(super) function: &'a Function,
}

impl Member<'_> {
    /// A name for private functions: unique in its package and direction.
    pub(super) fn private(&self, plan: &Plan<'_>) -> String {
        match self.function.kind {
            FunctionKind::Method(id) => format!("{}_{}", plan.type_name(id), self.name),
            _ => self.name.clone(),
        }
    }

    pub(super) fn method_of(&self) -> Option<TypeId> {
        match self.function.kind {
            FunctionKind::Method(id) => Some(id),
            _ => None,
        }
    }
}

/// The name of an item in Go.
pub(super) fn ident(kind: Kind, wit: &str) -> String {
    name(Language::Go, kind, wit)
}

/// The names of a package for an interface, best first. An interface that is also imported has a name
/// of its own as an export.
fn package_names(model: &Model, interface: &Interface) -> Vec<String> {
    let module = |text: &str| ident(Kind::Module, text);
    let short = module(&interface.name);
    let full = interface.id.as_deref().unwrap_or_default();
    let is_export = interface.direction == Direction::Export;
    let is_twin = is_export
        && model
            .imports()
            .any(|it| it.name == interface.name && it.id == interface.id);
    if is_twin {
        return vec![format!("exported{short}")];
    }
    let package = full.split('/').next().unwrap_or_default();
    let parts = package.split(':').map(module).collect::<Vec<_>>();
    let mut names = vec![short.clone()];
    if let Some(own) = parts.last().filter(|own| !own.is_empty()) {
        names.push(format!("{own}{short}"));
    }
    names.push(format!("{}{short}", parts.concat()));
    names
}

/// The names of the fields of a record. An error has a method `Error`, so it has no field of that
/// name.
pub(super) fn field_names(fields: &[Field], is_error: bool) -> Vec<String> {
    let mut unique = Unique::with(is_error.then_some("Error"));
    let names = fields
        .iter()
        .map(|field| unique.take(ident(Kind::Field, &field.name)));
    names.collect()
}

/// The names of parameters. `taken` are the names that the body of the function uses.
pub(super) fn param_names<'t>(
    params: &[Param],
    taken: impl IntoIterator<Item = &'t str>,
) -> Vec<String> {
    let mut unique = Unique::with(taken);
    let names = params
        .iter()
        .map(|param| unique.take(ident(Kind::Param, &param.name)));
    names.collect()
}

/// The cases of a variant or an enum, or the flags.
pub(super) fn cases(kind: &TypeDefKind) -> &[Case] {
    match kind {
        TypeDefKind::Variant(cases) | TypeDefKind::Enum(cases) | TypeDefKind::Flags(cases) => cases,
        TypeDefKind::Record(_) | TypeDefKind::Resource | TypeDefKind::Alias(_) => &[],
    }
}
