//! Which Rust modules there are, and the name of each item in them.
//!
//! wit-bindgen converts values of the SDK's own types, so fields and cases have the names that it
//! gives them.

#![expect(clippy::indexing_slicing, reason = "the indices came with the model")]

use std::collections::HashMap;

use guesthouse_contract::names::{Kind, name};
use guesthouse_contract::{Direction, Function, FunctionKind, Interface, Model, Type, TypeId};
use guesthouse_diagnostics::Language;
use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

use crate::unique::Unique;

/// The modules that every SDK has, files that mean something to cargo, and the crates that generated
/// code names.
const OWN_MODULES: [&str; 7] = ["alloc", "bindings", "core", "lib", "main", "runtime", "std"];

/// The modules of an SDK, and the names in them.
pub(super) struct Plan<'a> {
    pub(super) model: &'a Model,
    pub(super) modules: Vec<Module>,
    /// The index of the module of each interface.
    homes: Vec<usize>,
    types: Vec<String>,
    /// The name of each function of the host in its module's fakes.
    fakes: HashMap<*const Function, String>,
}

/// A module: an interface, both directions of one interface, or what the world itself declares.
pub(super) struct Module {
    pub(super) name: String,
    pub(super) interfaces: Vec<usize>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        let mut plan = Self {
            model,
            modules: Vec::new(),
            homes: Vec::new(),
            types: vec![String::new(); model.types.len()],
            fakes: HashMap::new(),
        };
        plan.name_modules();
        for module in 0..plan.modules.len() {
            plan.name_types(module);
            plan.name_fakes(module);
        }
        plan
    }

    fn name_modules(&mut self) {
        let mut unique = Unique::with(OWN_MODULES);
        for (index, interface) in self.model.interfaces.iter().enumerate() {
            let is_same = |other: &Interface| {
                let is_named = interface.is_world || interface.id.is_some();
                is_named
                    && other.is_world == interface.is_world
                    && other.id == interface.id
                    && other.name == interface.name
            };
            let known = self
                .modules
                .iter()
                .position(|module| is_same(&self.model.interfaces[module.interfaces[0]]));
            let module = known.unwrap_or(self.modules.len());
            self.homes.push(module);
            if known.is_some() {
                self.modules[module].interfaces.push(index);
                continue;
            }
            self.modules.push(Module {
                name: unique.first(module_names(interface)),
                interfaces: vec![index],
            });
        }
    }

    fn name_types(&mut self, module: usize) {
        let mut unique = Unique::default();
        for side in self.modules[module].interfaces.clone() {
            for id in &self.model.interfaces[side].types {
                let wanted = type_ident(&self.model.ty(*id).name);
                self.types[id.0] = match self.twin(module, *id) {
                    Some(twin) => self.types[twin.0].clone(),
                    None => unique.take(wanted),
                };
            }
        }
    }

    /// Names the functions of a module's fakes: a method in the trait of its resource, and any other
    /// function in one trait. Free functions keep their names.
    fn name_fakes(&mut self, module: usize) {
        let mut functions: Vec<_> = self.functions(module, Direction::Import);
        functions.sort_by_key(|(_, function)| !is_free(function));
        let mut unique = Unique::default();
        for (_, function) in functions {
            let name = ident(&function.name);
            let of = |id: TypeId| ident(&self.model.ty(id).name);
            let name = match function.kind {
                FunctionKind::Method(_) => name,
                FunctionKind::Free => unique.take(name),
                FunctionKind::Static(id) => unique.take(format!("{}_{name}", of(id))),
                FunctionKind::Constructor(id) => unique.take(format!("new_{}", of(id))),
            };
            self.fakes.insert(function, name);
        }
    }

    /// The name of a function of the host in its module's fakes.
    pub(super) fn fake(&self, function: &Function) -> &str {
        let name = self.fakes.get(&std::ptr::from_ref(function));
        name.map_or("", String::as_str)
    }

    /// The trait of a resource's fakes. Another trait has the functions of the module.
    pub(super) fn fake_trait(&self, id: TypeId) -> String {
        match self.type_name(id) {
            "Fake" => "Fake_".to_owned(),
            name => name.to_owned(),
        }
    }

    /// The type of the same name in the other direction of the interface, which comes first.
    fn twin(&self, module: usize, id: TypeId) -> Option<TypeId> {
        let first = *self.modules[module].interfaces.first()?;
        let name = &self.model.ty(id).name;
        let types = self.model.interfaces[first].types.iter();
        let mut others =
            types.filter(|other| **other != id && self.model.ty(**other).name == *name);
        others.next().copied()
    }

    /// Whether a module defines a type for another direction already.
    pub(super) fn is_twin(&self, id: TypeId) -> bool {
        self.twin(self.homes[self.model.ty(id).interface], id)
            .is_some()
    }

    pub(super) fn sides(&self, module: usize) -> impl Iterator<Item = &'a Interface> {
        let model = self.model;
        self.modules[module]
            .interfaces
            .iter()
            .map(|index| &model.interfaces[*index])
    }

    /// The functions of a module in one direction.
    pub(super) fn functions(
        &self,
        module: usize,
        direction: Direction,
    ) -> Vec<(&'a Interface, &'a Function)> {
        let sides = self
            .sides(module)
            .filter(|side| side.direction == direction);
        sides
            .flat_map(|side| side.functions.iter().map(move |function| (side, function)))
            .collect()
    }

    pub(super) fn type_name(&self, id: TypeId) -> &str {
        &self.types[id.0]
    }

    /// The path of a type in the SDK's crate.
    pub(super) fn path(&self, id: TypeId) -> String {
        let module = &self.modules[self.homes[self.model.ty(id).interface]].name;
        format!("crate::{module}::{}", self.types[id.0])
    }

    /// The module of the bindings for an interface.
    pub(super) fn bindings(&self, interface: &Interface) -> String {
        let mut path = vec!["crate::bindings".to_owned()];
        if interface.direction == Direction::Export && !interface.is_world {
            path.push("exports".to_owned());
        }
        match &interface.id {
            Some(id) => {
                let (package, rest) = id.split_once('/').unwrap_or_default();
                let (namespace, package) = package.split_once(':').unwrap_or_default();
                let version = rest.split_once('@').map(|(_, version)| version);
                path.push(ident(namespace));
                path.push(self.bound_package(namespace, package, version));
                path.push(ident(&interface.name));
            }
            None if interface.is_world => {}
            None => path.push(ident(&interface.name)),
        }
        path.join("::")
    }

    /// The module of the bindings for a package. wit-bindgen adds the version if the contract has
    /// several.
    fn bound_package(&self, namespace: &str, name: &str, version: Option<&str>) -> String {
        let all = self.model.packages.iter().chain([&self.model.package]);
        let same = all.filter(|it| it.namespace == namespace && it.name == name);
        match version.filter(|_| same.count() > 1) {
            Some(version) => {
                let version = version.replace(['.', '-', '+'], "_").to_snake_case();
                format!("{}{version}", name.to_snake_case())
            }
            None => ident(name),
        }
    }

    /// What a type contains, at any depth.
    pub(super) fn contents(&self, ty: &Type) -> Contents {
        let mut found = Contents::default();
        self.collect(ty, &mut found);
        found
    }

    fn collect(&self, ty: &Type, found: &mut Contents) {
        ty.walk(&mut |ty| match ty {
            Type::F32 | Type::F64 => found.has_float = true,
            Type::String | Type::List(_) => found.has_list = true,
            Type::Own(_) => found.has_own = true,
            Type::Borrow(_) => found.has_borrow = true,
            Type::Defined(id) => {
                let parts = self.model.ty(*id).kind.types().into_iter();
                parts.for_each(|part| self.collect(part, found));
            }
            _ => {}
        });
    }
}

/// What a type contains.
#[derive(Clone, Copy, Default)]
pub(super) struct Contents {
    pub(super) has_list: bool,
    pub(super) has_own: bool,
    pub(super) has_borrow: bool,
    pub(super) has_float: bool,
}

fn module_names(interface: &Interface) -> Vec<String> {
    let short = ident(&interface.name);
    let full = interface.id.as_deref().unwrap_or_default();
    let package = full.split('/').next().unwrap_or_default();
    let parts: Vec<_> = package
        .split(':')
        .map(heck::ToSnakeCase::to_snake_case)
        .collect();
    let own = parts.last().filter(|own| !own.is_empty());
    let longer = own.map(|own| format!("{own}_{short}"));
    let longest = own.map(|_| format!("{}_{short}", parts.join("_")));
    [Some(short), longer, longest]
        .into_iter()
        .flatten()
        .collect()
}

/// The name of a field, a function, a parameter or a module.
pub(super) fn ident(wit: &str) -> String {
    name(Language::Rust, Kind::Function, wit)
}

/// The name of a type.
pub(super) fn type_ident(wit: &str) -> String {
    name(Language::Rust, Kind::Type, wit)
}

/// The name of a case.
pub(super) fn case(wit: &str) -> String {
    wit.to_upper_camel_case()
}

/// The name of a resource in the bindings.
pub(super) fn bound_resource(wit: &str) -> String {
    match wit {
        "guest" => "Guest_".to_owned(),
        _ => case(wit),
    }
}

/// Whether a function belongs to no resource.
pub(super) fn is_free(function: &Function) -> bool {
    function.kind == FunctionKind::Free
}
