//! Describes a world of a parsed package.

#![expect(clippy::indexing_slicing, reason = "the ids came with the resolve")]

use std::collections::HashMap;

use wit_parser as wit;
use wit_parser::{Docs, Handle, InterfaceId, Resolve, TypeOwner, WorldId, WorldKey};

use crate::model::{
    Case, Direction, Field, Function, FunctionKind, Interface, Model, PackageName, Param, Result_,
    Type, TypeDef, TypeDefKind, TypeId,
};
use crate::sides::{Side, sides};

/// Describes a world.
pub(crate) fn describe(resolve: &Resolve, world: WorldId) -> Model {
    let definition = &resolve.worlds[world];
    let package = definition.package.map(|id| &resolve.packages[id]);
    let sides = sides(resolve, definition);
    let index = |(index, side): (usize, &Side<'_>)| ((side.interface, side.direction), index);
    let mut describer = Describer {
        resolve,
        homes: sides.iter().enumerate().map(index).collect(),
        found: HashMap::new(),
        types: Vec::new(),
    };
    let described = sides
        .iter()
        .map(|side| describer.interface(side, &definition.name));
    let interfaces: Vec<_> = described.collect();
    let mut model = Model {
        package: package_name(package),
        packages: packages(resolve, definition.package),
        world: definition.name.clone(),
        package_docs: package.map(|it| docs(&it.docs)).unwrap_or_default(),
        docs: docs(&definition.docs),
        interfaces,
        types: describer.types,
    };
    mark_errors(&mut model);
    model
}

fn package_name(package: Option<&wit::Package>) -> PackageName {
    let name = package.map(|package| &package.name);
    PackageName {
        namespace: name.map(|it| it.namespace.clone()).unwrap_or_default(),
        name: name.map(|it| it.name.clone()).unwrap_or_default(),
        version: name.and_then(|it| Some(it.version.as_ref()?.to_string())),
    }
}

/// Returns the names of the other packages.
fn packages(resolve: &Resolve, own: Option<wit::PackageId>) -> Vec<PackageName> {
    let others = resolve.packages.iter().filter(|(id, _)| Some(*id) != own);
    others
        .map(|(_, package)| package_name(Some(package)))
        .collect()
}

pub(crate) fn docs(docs: &Docs) -> String {
    docs.contents
        .as_deref()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

struct Describer<'a> {
    resolve: &'a Resolve,
    /// The index of each interface in the model. `None` stands for the items of the world.
    homes: HashMap<(Option<InterfaceId>, Direction), usize>,
    /// The types that are described already, by their definition and the index of their interface.
    found: HashMap<(wit::TypeId, usize), TypeId>,
    types: Vec<TypeDef>,
}

impl Describer<'_> {
    fn interface(&mut self, side: &Side<'_>, world: &str) -> Interface {
        let (mut types, mut uses) = (Vec::new(), Vec::new());
        for (name, id) in &side.types {
            let described = self.named(*id, side.direction);
            if self.definition(*id) == *id {
                types.push(described);
            } else {
                uses.push(((*name).to_owned(), described));
            }
        }
        let functions = side.functions.iter();
        let functions = functions.map(|function| self.function(function, side.direction));
        let functions = functions.collect();
        let name = match side.key {
            Some(WorldKey::Name(name)) => name.clone(),
            Some(WorldKey::Interface(id)) => self.resolve.interfaces[*id]
                .name
                .clone()
                .unwrap_or_default(),
            None => world.to_owned(),
        };
        Interface {
            name,
            id: side.interface.and_then(|id| self.resolve.id_of(id)),
            is_world: side.interface.is_none(),
            direction: side.direction,
            docs: side.docs.clone(),
            types,
            uses,
            functions,
        }
    }

    fn function(&mut self, function: &wit::Function, direction: Direction) -> Function {
        use wit::FunctionKind as Wit;
        let mut resource = |id| self.named(id, direction);
        let kind = match function.kind {
            Wit::Freestanding | Wit::AsyncFreestanding => FunctionKind::Free,
            Wit::Method(id) | Wit::AsyncMethod(id) => FunctionKind::Method(resource(id)),
            Wit::Static(id) | Wit::AsyncStatic(id) => FunctionKind::Static(resource(id)),
            Wit::Constructor(id) => FunctionKind::Constructor(resource(id)),
        };
        let own_params = match kind {
            FunctionKind::Method(_) => function.params.get(1..).unwrap_or_default(),
            _ => &function.params,
        };
        let params = own_params.iter().map(|param| Param {
            name: param.name.clone(),
            ty: self.ty(param.ty, direction),
        });
        let params = params.collect();
        let name = match kind {
            FunctionKind::Constructor(_) => "new",
            _ => function.item_name(),
        };
        let result = function.result.map(|ty| self.returned(ty, direction));
        let is_named = |ty: wit::Type| match ty {
            wit::Type::Id(id) => self.resolve.types[id].name.is_some(),
            _ => false,
        };
        Function {
            name: name.to_owned(),
            wit_name: function.name.clone(),
            kind,
            is_async: function.kind.is_async(),
            docs: docs(&function.docs),
            params,
            is_result_named: matches!(result, Some(Type::Result(_)))
                && function.result.is_some_and(is_named),
            result,
        }
    }

    fn ty(&mut self, ty: wit::Type, direction: Direction) -> Type {
        match ty {
            wit::Type::Bool => Type::Bool,
            wit::Type::U8 => Type::U8,
            wit::Type::U16 => Type::U16,
            wit::Type::U32 => Type::U32,
            wit::Type::U64 => Type::U64,
            wit::Type::S8 => Type::S8,
            wit::Type::S16 => Type::S16,
            wit::Type::S32 => Type::S32,
            wit::Type::S64 => Type::S64,
            wit::Type::F32 => Type::F32,
            wit::Type::F64 => Type::F64,
            wit::Type::Char => Type::Char,
            wit::Type::String => Type::String,
            wit::Type::ErrorContext => Type::Unsupported("error-context".to_owned()),
            wit::Type::Id(id) => self.defined(id, direction),
        }
    }

    /// Describes what a function returns. A `result` stands for its aliases: whether a function can
    /// fail must not depend on what its type is called.
    fn returned(&mut self, ty: wit::Type, direction: Direction) -> Type {
        let mut found = ty;
        while let wit::Type::Id(id) = found {
            match self.resolve.types[id].kind {
                wit::TypeDefKind::Type(next) => found = next,
                wit::TypeDefKind::Result(_) => return self.structure(id, direction),
                _ => break,
            }
        }
        self.ty(ty, direction)
    }

    fn defined(&mut self, id: wit::TypeId, direction: Direction) -> Type {
        if self.resolve.types[id].name.is_some() {
            return Type::Defined(self.named(id, direction));
        }
        self.structure(id, direction)
    }

    /// Describes a named type once, and returns its index.
    fn named(&mut self, id: wit::TypeId, direction: Direction) -> TypeId {
        let id = self.definition(id);
        let home = self.home(id, direction);
        if let Some(known) = self.found.get(&(id, home)) {
            return *known;
        }
        let index = TypeId(self.types.len());
        self.found.insert((id, home), index);
        let definition = &self.resolve.types[id];
        self.types.push(TypeDef {
            name: definition.name.clone().unwrap_or_default(),
            interface: home,
            docs: docs(&definition.docs),
            is_error: false,
            kind: TypeDefKind::Resource,
        });
        let kind = self.kind(id, direction);
        self.types[index.0].kind = kind;
        index
    }

    fn kind(&mut self, id: wit::TypeId, direction: Direction) -> TypeDefKind {
        use wit::TypeDefKind as Wit;
        let resolve = self.resolve;
        let name = |name: &str, docs_: &Docs| Case {
            name: name.to_owned(),
            ty: None,
            docs: docs(docs_),
        };
        match &resolve.types[id].kind {
            Wit::Resource => TypeDefKind::Resource,
            Wit::Record(record) => {
                let fields = record.fields.iter().map(|field| Field {
                    name: field.name.clone(),
                    ty: self.ty(field.ty, direction),
                    docs: docs(&field.docs),
                });
                TypeDefKind::Record(fields.collect())
            }
            Wit::Variant(variant) => {
                let cases = variant.cases.iter().map(|case| Case {
                    ty: case.ty.map(|ty| self.ty(ty, direction)),
                    ..name(&case.name, &case.docs)
                });
                TypeDefKind::Variant(cases.collect())
            }
            Wit::Enum(it) => {
                TypeDefKind::Enum(it.cases.iter().map(|it| name(&it.name, &it.docs)).collect())
            }
            Wit::Flags(it) => {
                TypeDefKind::Flags(it.flags.iter().map(|it| name(&it.name, &it.docs)).collect())
            }
            _ => TypeDefKind::Alias(self.structure(id, direction)),
        }
    }

    /// Describes a type without its name: `list<string>` of `type names = list<string>`.
    fn structure(&mut self, id: wit::TypeId, direction: Direction) -> Type {
        use wit::TypeDefKind as Wit;
        let resolve = self.resolve;
        let boxed = |this: &mut Self, ty| Box::new(this.ty(ty, direction));
        match &resolve.types[id].kind {
            Wit::List(item) => Type::List(boxed(self, *item)),
            Wit::Option(some) => Type::Option(boxed(self, *some)),
            Wit::Tuple(tuple) => {
                let types = tuple.types.iter().map(|ty| self.ty(*ty, direction));
                Type::Tuple(types.collect())
            }
            Wit::Result(result) => Type::Result(Result_ {
                ok: result.ok.map(|ty| boxed(self, ty)),
                err: result.err.map(|ty| boxed(self, ty)),
            }),
            Wit::Handle(Handle::Own(to)) => Type::Own(self.resource(*to, direction)),
            Wit::Handle(Handle::Borrow(to)) => Type::Borrow(self.resource(*to, direction)),
            Wit::Type(ty) => self.ty(*ty, direction),
            other => Type::Unsupported(other.as_str().to_owned()),
        }
    }

    /// Returns the resource that a handle refers to, by whatever name.
    fn resource(&mut self, id: wit::TypeId, direction: Direction) -> TypeId {
        let mut id = id;
        while let wit::TypeDefKind::Type(wit::Type::Id(next)) = self.resolve.types[id].kind {
            id = next;
        }
        self.named(id, direction)
    }

    /// Follows `use` to the definition of a type. An alias of the same interface is a definition.
    fn definition(&self, id: wit::TypeId) -> wit::TypeId {
        let mut id = id;
        while let wit::TypeDefKind::Type(wit::Type::Id(next)) = self.resolve.types[id].kind
            && self.resolve.types[id].owner != self.resolve.types[next].owner
        {
            id = next;
        }
        id
    }

    /// Returns the interface that a type belongs to. An export uses types of exports, and types of
    /// imports where the interface is not exported. The types of a world are imports.
    fn home(&self, id: wit::TypeId, direction: Direction) -> usize {
        let (owner, direction) = match self.resolve.types[id].owner {
            TypeOwner::Interface(id) => (Some(id), direction),
            TypeOwner::World(_) | TypeOwner::None => (None, Direction::Import),
        };
        let on = |side| self.homes.get(&(owner, side)).copied();
        let other = match direction {
            Direction::Import => Direction::Export,
            Direction::Export => Direction::Import,
        };
        on(direction).or_else(|| on(other)).unwrap_or_default()
    }
}

/// Marks the types that functions return as errors, and what their aliases stand for.
fn mark_errors(model: &mut Model) {
    let functions = model.interfaces.iter().flat_map(|it| &it.functions);
    let errors = functions.filter_map(|function| match function.fallible()?.err.as_deref()? {
        Type::Defined(id) => Some(*id),
        _ => None,
    });
    let mut waiting: Vec<TypeId> = errors.collect();
    while let Some(id) = waiting.pop() {
        let Some(ty) = model.types.get_mut(id.0) else {
            continue;
        };
        ty.is_error = true;
        if let TypeDefKind::Alias(Type::Defined(next)) = ty.kind {
            waiting.push(next);
        }
    }
}
