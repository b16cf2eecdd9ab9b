//! The names of an SDK's items, and those of the same items in the bindings of componentize-py.

use std::collections::{BTreeMap, BTreeSet};

use guesthouse_contract::names::{Kind, is_reserved, name};
use guesthouse_contract::{Direction, Interface, Model, TypeDefKind, TypeId};
use guesthouse_diagnostics::Language;
use heck::{ToSnakeCase, ToUpperCamelCase};

/// The modules that a module of the SDK imports as `_NAME`.
const PRIVATE: [&str; 5] = ["builtins", "dataclasses", "enum", "rt", "typing"];

/// Modules of every SDK that no interface may replace.
const OWN_MODULES: [&str; 1] = ["testing"];

/// The names of everything in a world. No two items of a module share one.
pub(super) struct Names<'a> {
    pub(super) model: &'a Model,
    /// The module of each interface.
    modules: Vec<String>,
    /// The class of each type.
    classes: Vec<String>,
    /// The class of each case of each variant, and of each case of an enum that is an error.
    cases: Vec<Vec<String>>,
    /// The class of the fakes of each interface.
    fakes: Vec<String>,
    /// The class of the fakes of each resource.
    resource_fakes: BTreeMap<TypeId, String>,
    /// The names of functions and parameters in the author's module.
    author: BTreeSet<String>,
    /// The types of an import that stand for those of the same interface as an export.
    twins: BTreeMap<TypeId, TypeId>,
}

impl<'a> Names<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        let mut names = Self {
            model,
            modules: modules(model),
            classes: vec![String::new(); model.types.len()],
            cases: vec![Vec::new(); model.types.len()],
            fakes: Vec::new(),
            resource_fakes: BTreeMap::new(),
            author: BTreeSet::from(["plugin".to_owned()]),
            twins: twins(model),
        };
        for interface in &model.interfaces {
            names.name_items(interface);
        }
        let functions = model.exports().flat_map(|it| &it.functions);
        let params = functions.flat_map(|it| &it.params);
        names.author.extend(params.map(|it| param(&it.name)));
        names.author.extend(names.exports().into_values());
        names
    }

    /// Names the items of an interface: types first, because adding a case or a function later must
    /// not change the name of a type.
    fn name_items(&mut self, interface: &Interface) {
        let mut taken = BTreeSet::new();
        for (alias, _) in &interface.uses {
            taken.insert(class(alias));
        }
        for id in &interface.types {
            self.set_class(*id, unique(&mut taken, class(&self.model.ty(*id).name)));
        }
        let fake = unique(&mut taken, "Fake".to_owned());
        for id in &interface.types {
            if self.model.ty(*id).kind == TypeDefKind::Resource {
                let name = unique(&mut taken, format!("{}{fake}", self.class(*id)));
                self.resource_fakes.insert(*id, name);
            }
        }
        self.fakes.push(fake);
        for id in &interface.types {
            let ty = self.model.ty(*id);
            let is_exception = self.is_exception(*id);
            // A case of an ordinary enum is a member of its class.
            let cases = match &ty.kind {
                TypeDefKind::Variant(cases) => cases,
                TypeDefKind::Enum(cases) if is_exception => cases,
                _ => continue,
            };
            let names = cases.iter().map(|case| {
                let full = format!("{}{}", class(&ty.name), case.name.to_upper_camel_case());
                let short = class(&case.name);
                let is_short = is_exception && !taken.contains(&short);
                unique(&mut taken, if is_short { short } else { full })
            });
            let names = names.collect();
            if let Some(slot) = self.cases.get_mut(id.0) {
                *slot = names;
            }
        }
    }

    fn set_class(&mut self, id: TypeId, class: String) {
        if let Some(slot) = self.classes.get_mut(id.0) {
            *slot = class;
        }
    }

    /// Returns the type that stands for another one: that of the import, for a type of an interface
    /// that is imported and exported. componentize-py has one class for both.
    pub(super) fn canonical(&self, id: TypeId) -> TypeId {
        self.twins.get(&id).copied().unwrap_or(id)
    }

    /// Returns whether exceptions stand for the values of a type.
    pub(super) fn is_exception(&self, id: TypeId) -> bool {
        let has_class = matches!(
            self.model.ty(id).kind,
            TypeDefKind::Record(_) | TypeDefKind::Variant(_) | TypeDefKind::Enum(_)
        );
        let is_error = |id: &TypeId| self.model.ty(*id).is_error;
        let id = self.canonical(id);
        let mut same = self.twins.iter().filter(|(_, twin)| **twin == id);
        has_class && (is_error(&id) || same.any(|(export, _)| is_error(export)))
    }

    /// Returns whether an interface is also an import, whose module has its types.
    pub(super) fn has_twin(&self, interface: &Interface) -> bool {
        twin(self.model, interface).is_some()
    }

    pub(super) fn class(&self, id: TypeId) -> &str {
        self.classes
            .get(self.canonical(id).0)
            .map_or("", String::as_str)
    }

    pub(super) fn cases(&self, id: TypeId) -> &[String] {
        self.cases
            .get(self.canonical(id).0)
            .map_or(&[], Vec::as_slice)
    }

    /// Returns the name of the object that describes a type.
    pub(super) fn described(&self, id: TypeId) -> String {
        format!("_type_{}", self.class(id))
    }

    /// Returns the index of the interface whose module has a type.
    pub(super) fn home(&self, id: TypeId) -> usize {
        self.model.ty(self.canonical(id)).interface
    }

    pub(super) fn module(&self, interface: usize) -> &str {
        self.modules.get(interface).map_or("", String::as_str)
    }

    /// Returns the name by which other modules of the SDK import the module of an interface.
    pub(super) fn private(&self, interface: usize) -> String {
        let module = self.module(interface);
        let is_taken =
            PRIVATE.contains(&module) || ["call_", "type_"].iter().any(|it| module.starts_with(it));
        if is_taken {
            return format!("_{module}_");
        }
        format!("_{module}")
    }

    /// Returns the name by which the author's modules import the module of an interface.
    pub(super) fn author_module(&self, interface: usize) -> String {
        let module = self.module(interface);
        if self.author.contains(module) {
            return format!("{module}_");
        }
        module.to_owned()
    }

    /// Returns what such an import names.
    pub(super) fn author_import(&self, interface: usize) -> String {
        let (module, local) = (self.module(interface), self.author_module(interface));
        if module == local {
            return local;
        }
        format!("{module} as {local}")
    }

    pub(super) fn fake(&self, interface: usize) -> &str {
        self.fakes.get(interface).map_or("", String::as_str)
    }

    /// Returns the class of the fakes of a resource.
    pub(super) fn resource_fake(&self, id: TypeId) -> String {
        let name = self.resource_fakes.get(&self.canonical(id));
        name.cloned().unwrap_or_default()
    }

    /// Returns the names of the functions of an author's module, by interface and function.
    pub(super) fn exports(&self) -> BTreeMap<(usize, usize), String> {
        let all = self.model.interfaces.iter().enumerate();
        let exported = all.filter(|(_, it)| it.direction == Direction::Export);
        let functions: Vec<_> = exported
            .flat_map(|(at, it)| {
                it.functions
                    .iter()
                    .enumerate()
                    .map(move |(n, f)| (at, n, it, f))
            })
            .collect();
        let mut taken = BTreeSet::new();
        let named = functions.iter().map(|(at, index, interface, function)| {
            let same = functions.iter().filter(|(.., it)| it.name == function.name);
            let wit = if same.count() > 1 && !interface.is_world {
                format!("{}-{}", interface.name, function.name)
            } else {
                function.name.clone()
            };
            ((*at, *index), unique(&mut taken, function_name(&wit)))
        });
        named.collect()
    }

    /// Returns the module of the bindings with the items of an interface.
    pub(super) fn bound_module(&self, interface: &Interface) -> String {
        if interface.is_world {
            return "wit_world".to_owned();
        }
        let side = match interface.direction {
            Direction::Import => "imports",
            Direction::Export => "exports",
        };
        let name = self.bound_name(interface).to_snake_case();
        format!("wit_world.{side}.{}", keyword(name))
    }

    /// Returns the class of the component's exports for an interface.
    pub(super) fn bound_export(&self, interface: &Interface) -> String {
        if interface.is_world {
            return "WitWorld".to_owned();
        }
        keyword(self.bound_name(interface).to_upper_camel_case())
    }

    /// Returns the name of an interface in the bindings: as short as it is unique on its side.
    fn bound_name(&self, interface: &Interface) -> String {
        let side = self.model.interfaces.iter();
        let others = side.filter(|it| it.direction == interface.direction && !it.is_world);
        let ids: Vec<_> = others
            .filter(|it| it.name == interface.name)
            .filter_map(|it| it.id.as_deref())
            .collect();
        let Some(id) = interface.id.as_deref().filter(|_| ids.len() > 1) else {
            return interface.name.clone();
        };
        let without = |id: &str| id.split('@').next().unwrap_or(id).replace([':', '/'], "-");
        let same = ids.iter().filter(|it| without(it) == without(id)).count();
        match id.split_once('@') {
            Some((_, version)) if same > 1 => {
                format!("{}-{}", without(id), version.replace(['.', '+'], "-"))
            }
            _ => without(id),
        }
    }
}

/// Returns the module of each interface. The first of several with one name keeps it; the others are
/// called after their package, too.
fn modules(model: &Model) -> Vec<String> {
    let mut taken: BTreeSet<String> = OWN_MODULES.map(str::to_owned).into();
    let module = |wit: &str| name(Language::Python, Kind::Module, wit);
    let named = model.interfaces.iter().map(|interface| {
        let (package, _) = interface
            .id
            .as_deref()
            .unwrap_or("")
            .split_once('/')
            .unwrap_or_default();
        let (namespace, package) = package.split_once(':').unwrap_or_default();
        let side = match interface.direction {
            Direction::Import => "imported",
            Direction::Export => "exported",
        };
        let longer = [
            interface.name.clone(),
            format!("{package}-{}", interface.name),
            format!("{namespace}-{package}-{}", interface.name),
            format!("{side}-{}", interface.name),
        ];
        let free = longer
            .iter()
            .map(|it| module(it))
            .find(|it| !taken.contains(it));
        unique(&mut taken, free.unwrap_or_else(|| module(&interface.name)))
    });
    named.collect()
}

fn twin<'a>(model: &'a Model, interface: &Interface) -> Option<&'a Interface> {
    let is_export = interface.direction == Direction::Export;
    let mut imports = model.imports();
    imports.find(|it| is_export && it.id.is_some() && it.id == interface.id)
}

fn twins(model: &Model) -> BTreeMap<TypeId, TypeId> {
    let mut found = BTreeMap::new();
    for interface in model.exports() {
        let Some(import) = twin(model, interface) else {
            continue;
        };
        for id in &interface.types {
            let name = &model.ty(*id).name;
            let same = import.types.iter().find(|it| model.ty(**it).name == *name);
            found.extend(same.map(|same| (*id, *same)));
        }
    }
    found
}

/// Takes a name. One that is taken gets a `_` at its end.
pub(super) fn unique(taken: &mut BTreeSet<String>, name: String) -> String {
    let mut name = name;
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}

/// Returns the name of a class. `Resource` and `DomainError` stay free for the SDK.
pub(super) fn class(wit: &str) -> String {
    let name = name(Language::Python, Kind::Type, wit);
    match name.as_str() {
        "DomainError" | "FakeMissing" => format!("{name}_"),
        _ => name,
    }
}

pub(super) fn function_name(wit: &str) -> String {
    name(Language::Python, Kind::Function, wit)
}

pub(super) fn param(wit: &str) -> String {
    name(Language::Python, Kind::Param, wit)
}

pub(super) fn constant(wit: &str) -> String {
    name(Language::Python, Kind::Constant, wit)
}

/// Returns the name of a field. It is that of the bindings, whose classes are the author's.
pub(super) fn field(wit: &str) -> String {
    keyword(wit.to_snake_case())
}

/// Returns the name of a field of an exception, whose class has attributes of its own.
pub(super) fn error_field(wit: &str) -> String {
    match wit.to_snake_case().as_str() {
        name @ ("args" | "add_note" | "with_traceback") => format!("{name}_"),
        _ => field(wit),
    }
}

/// Returns a name as the bindings have it: only keywords are changed.
pub(super) fn keyword(name: String) -> String {
    if is_keyword(&name) {
        format!("{name}_")
    } else {
        name
    }
}

/// The builtins that generated annotations use. The bindings have fields with these names.
pub(super) const BUILTINS: [&str; 7] = ["bool", "bytes", "float", "int", "list", "str", "tuple"];

fn is_keyword(name: &str) -> bool {
    // The other names that the SDK reserves are builtins, and classes of its own.
    let others = [
        "Enum",
        "Err",
        "Exception",
        "Flag",
        "Ok",
        "Protocol",
        "Some",
        "TypeError",
        "self",
        "staticmethod",
        "super",
        "type",
    ];
    is_reserved(Language::Python, name) && !BUILTINS.contains(&name) && !others.contains(&name)
}
