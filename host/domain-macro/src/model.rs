//! The world as the generated code needs it: each function and type once, with its names in Rust.

use crate::names::{self, Scope};
use proc_macro2::Ident;
use std::collections::HashMap;
use wit_parser::{
    Function, Interface, InterfaceId, Resolve, TypeDefKind, TypeId, TypeOwner, World, WorldId,
    WorldItem, WorldKey,
};

/// A world.
pub(crate) struct Model<'a> {
    pub(crate) resolve: &'a Resolve,
    pub(crate) world: &'a World,
    /// The domain: `Rule` for the world `rule`.
    pub(crate) name: Ident,
    /// The modules of the types of each interface.
    pub(crate) modules: HashMap<InterfaceId, Ident>,
    /// The module of the types of the world itself.
    own_module: Ident,
    /// The types of all interfaces and of the world itself.
    pub(crate) types: Vec<TypeId>,
    pub(crate) imports: Vec<Import<'a>>,
    pub(crate) exports: Vec<Export<'a>>,
    /// Names that a component must export.
    pub(crate) export_names: Vec<String>,
}

/// An interface that guests import, or the functions that a world itself imports.
pub(crate) struct Import<'a> {
    /// The interface's name for the linker, or none for the world.
    pub(crate) instance: Option<String>,
    pub(crate) docs: Option<&'a str>,
    /// The name of the trait, if the host has something to implement.
    pub(crate) name: Option<Ident>,
    pub(crate) resources: Vec<TypeId>,
    /// The functions, each with the name of its method.
    pub(crate) functions: Vec<(Ident, &'a Function)>,
}

/// A function that guests export.
pub(crate) struct Export<'a> {
    /// The interface's name, or none for the world.
    pub(crate) instance: Option<String>,
    pub(crate) function: &'a Function,
    /// The name of the method.
    pub(crate) name: Ident,
}

/// Methods that a loaded component has already.
const METHODS: [&str; 2] = ["run", "clone"];

/// A refused part of the world, in a sentence.
pub(crate) type Refused = String;

impl<'a> Model<'a> {
    #[expect(clippy::indexing_slicing, reason = "the ids came with the resolve")]
    pub(crate) fn new(resolve: &'a Resolve, world: WorldId) -> Result<Self, Refused> {
        let world = &resolve.worlds[world];
        let mut model = Self {
            resolve,
            world,
            name: names::camel(&world.name),
            modules: HashMap::new(),
            own_module: names::snake("types"),
            types: Vec::new(),
            imports: Vec::new(),
            exports: Vec::new(),
            export_names: Vec::new(),
        };
        model.add_modules();
        model.add_types();
        model.add_imports();
        model.add_exports()?;
        crate::unsupported::check(&model)?;
        Ok(model)
    }

    /// Returns the names of what the macro makes of every world.
    pub(crate) fn own_names(&self) -> [Ident; 4] {
        let name = self.name.clone();
        [name, self.host(), self.exports_name(), self.calls_name()]
    }

    /// Returns the names of what a guest may import.
    pub(crate) fn import_names(&self) -> Vec<String> {
        let items = self.world.imports.iter();
        let needed = items.filter(|(_, item)| match item {
            WorldItem::Interface { id, .. } => !self.is_wasi(*id),
            WorldItem::Function(_) => true,
            WorldItem::Type { id, .. } => self.is_resource(*id),
        });
        needed
            .map(|(key, _)| self.resolve.name_world_key(key))
            .collect()
    }

    pub(crate) fn is_resource(&self, id: TypeId) -> bool {
        matches!(self.kind(id), TypeDefKind::Resource)
    }

    #[expect(clippy::indexing_slicing, reason = "the ids came with the resolve")]
    pub(crate) fn kind(&self, id: TypeId) -> &'a TypeDefKind {
        &self.resolve.types[id].kind
    }

    /// Whether the sandbox itself gives an interface to guests.
    pub(crate) fn is_wasi(&self, id: InterfaceId) -> bool {
        let name = self.resolve.id_of(id);
        name.is_some_and(|name| name.starts_with("wasi:"))
    }

    #[expect(clippy::indexing_slicing, reason = "the ids came with the resolve")]
    pub(crate) fn interface(&self, id: InterfaceId) -> &'a Interface {
        &self.resolve.interfaces[id]
    }

    /// Returns the interfaces of the world with their keys, each once.
    fn interfaces(&self) -> Vec<(&'a WorldKey, InterfaceId)> {
        let mut found: Vec<(&WorldKey, InterfaceId)> = Vec::new();
        for (key, item) in self.world.imports.iter().chain(&self.world.exports) {
            if let WorldItem::Interface { id, .. } = item
                && !self.is_wasi(*id)
                && !found.iter().any(|(_, known)| known == id)
            {
                found.push((key, *id));
            }
        }
        found
    }

    /// Returns names of an interface, the shortest first.
    #[expect(clippy::indexing_slicing, reason = "the ids came with the resolve")]
    fn interface_names(&self, key: &WorldKey) -> Vec<String> {
        let id = match key {
            WorldKey::Name(name) => return vec![name.clone()],
            WorldKey::Interface(id) => *id,
        };
        let interface = self.interface(id);
        let short = interface.name.clone().unwrap_or_default();
        let Some(package) = interface.package else {
            return vec![short];
        };
        let package = &self.resolve.packages[package].name;
        let longer = format!("{}-{short}", package.name);
        let longest = format!("{}-{longer}", package.namespace);
        vec![short, longer, longest]
    }

    fn add_modules(&mut self) {
        let mut scope = Scope::default();
        scope.take(&[names::snake("scope")]);
        for (key, id) in self.interfaces() {
            let candidates = self.interface_names(key);
            let candidates: Vec<_> = candidates.iter().map(|name| names::snake(name)).collect();
            self.modules.insert(id, scope.take(&candidates));
        }
        let candidates = ["types".to_owned(), format!("{}-types", self.world.name)];
        self.own_module = scope.take(&candidates.map(|name| names::snake(&name)));
    }

    fn add_types(&mut self) {
        for (_, id) in self.interfaces() {
            let types = self.interface(id).types.values();
            self.types.extend(types);
        }
        let own = self.world.imports.values().filter_map(|item| match item {
            WorldItem::Type { id, .. } => Some(*id),
            _ => None,
        });
        self.types.extend(own);
    }

    fn add_imports(&mut self) {
        let mut scope = Scope::default();
        for taken in self.own_names() {
            scope.take(&[taken]);
        }
        for (key, item) in &self.world.imports {
            let WorldItem::Interface { id, .. } = item else {
                continue;
            };
            if self.is_wasi(*id) {
                continue;
            }
            let interface = self.interface(*id);
            let resources = interface.types.values().copied();
            let resources: Vec<_> = resources.filter(|id| self.is_resource(*id)).collect();
            let functions = self.name_methods(interface.functions.values());
            let is_empty = resources.is_empty() && functions.is_empty();
            let name = (!is_empty).then(|| {
                let candidates = self.interface_names(key);
                let candidates: Vec<_> = candidates.iter().map(|name| names::camel(name)).collect();
                scope.take(&candidates)
            });
            self.imports.push(Import {
                instance: Some(self.resolve.name_world_key(key)),
                docs: interface.docs.contents.as_deref(),
                name,
                resources,
                functions,
            });
        }
        self.add_own_imports(&mut scope);
    }

    /// Adds the functions and resources that the world itself imports.
    fn add_own_imports(&mut self, scope: &mut Scope) {
        let (mut functions, mut resources) = (Vec::new(), Vec::new());
        for item in self.world.imports.values() {
            match item {
                WorldItem::Function(function) => functions.push(function),
                WorldItem::Type { id, .. } if self.is_resource(*id) => resources.push(*id),
                _ => {}
            }
        }
        if functions.is_empty() && resources.is_empty() {
            return;
        }
        let name = names::camel(&format!("{}-imports", self.world.name));
        self.imports.push(Import {
            instance: None,
            docs: self.world.docs.contents.as_deref(),
            name: Some(scope.take(&[name])),
            resources,
            functions: self.name_methods(functions),
        });
    }

    fn add_exports(&mut self) -> Result<(), Refused> {
        let mut scope = Scope::default();
        for (key, item) in &self.world.exports {
            let full = self.resolve.name_world_key(key);
            match item {
                WorldItem::Interface { id, .. } => {
                    for function in self.interface(*id).functions.values() {
                        let short = self.interface_names(key).swap_remove(0);
                        let longer = format!("{short}-{}", function.name);
                        self.add_export(&mut scope, Some(&full), function, &longer)?;
                    }
                }
                WorldItem::Function(function) => {
                    self.add_export(&mut scope, None, function, &function.name)?;
                }
                WorldItem::Type { .. } => {}
            }
            self.export_names.push(full);
        }
        Ok(())
    }

    fn add_export(
        &mut self,
        scope: &mut Scope,
        instance: Option<&String>,
        function: &'a Function,
        longer: &str,
    ) -> Result<(), Refused> {
        if function.kind.resource().is_some() {
            let place = instance.map_or(String::new(), |name| format!(" of `{name}`"));
            return Err(format!(
                "`domain!` does not support the resource of the guest behind `{}`{place}",
                function.name
            ));
        }
        let candidates = [function.name.as_str(), longer].map(|name| names::beside(name, &METHODS));
        self.exports.push(Export {
            instance: instance.cloned(),
            function,
            name: scope.take(&candidates),
        });
        Ok(())
    }

    /// Returns the module of a type.
    #[expect(clippy::indexing_slicing, reason = "the ids came with the resolve")]
    pub(crate) fn module(&self, id: TypeId) -> &Ident {
        let own = &self.own_module;
        match self.resolve.types[id].owner {
            TypeOwner::Interface(interface) => self.modules.get(&interface).unwrap_or(own),
            _ => own,
        }
    }
}
