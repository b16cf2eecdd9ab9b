//! A package as a table of every item that a component may be built against, with its text.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use wit_component::WitPrinter;
use wit_parser::{
    Function, FunctionKind, InterfaceId, Resolve, Type, TypeId, TypeOwner, WorldId, WorldItem,
    WorldKey,
};

use super::Package;

/// The kind of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Interface,
    Type,
    Function,
    World,
    Import,
    Export,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Interface => "interface",
            Self::Type => "type",
            Self::Function => "function",
            Self::World => "world",
            Self::Import => "import",
            Self::Export => "export",
        }
    }

    pub(super) fn removed_code(self) -> &'static str {
        match self {
            Self::Interface => "interface-removed",
            Self::Type => "type-removed",
            Self::Function => "function-removed",
            Self::World => "world-removed",
            Self::Import => "import-removed",
            Self::Export => "export-removed",
        }
    }
}

/// An item, by its name: `canvas.counter.next`, `plugin.canvas`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Item {
    pub(super) kind: Kind,
    path: String,
}

impl Item {
    /// Returns whether this item contains the other one.
    pub(super) fn holds(&self, other: &Self) -> bool {
        let inside = other.path.strip_prefix(&self.path);
        let of_world = |kind| matches!(kind, Kind::World | Kind::Import | Kind::Export);
        inside.is_some_and(|rest| rest.starts_with('.'))
            && of_world(self.kind) == of_world(other.kind)
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} `{}`", self.kind.word(), self.path)
    }
}

/// The items of a package.
#[derive(Default)]
pub(super) struct Items {
    /// The items, each with its text without documentation.
    pub(super) texts: BTreeMap<Item, String>,
    /// The interfaces that components export.
    exported: BTreeSet<String>,
}

impl Items {
    /// Returns whether the item belongs to an interface that components export.
    pub(super) fn exports(&self, item: &Item) -> bool {
        let interface = item.path.split('.').next().unwrap_or_default();
        self.exported.contains(interface)
    }

    pub(super) fn of(package: &Package) -> Self {
        let mut reader = Reader {
            resolve: &package.resolve,
            items: Self::default(),
        };
        if let Some(found) = package.resolve.packages.get(package.id) {
            for (name, id) in &found.interfaces {
                reader.interface(name, *id);
            }
            for (name, id) in &found.worlds {
                reader.world(name, *id);
            }
        }
        reader.items
    }
}

struct Reader<'a> {
    resolve: &'a Resolve,
    items: Items,
}

impl Reader<'_> {
    fn add(&mut self, kind: Kind, path: String, text: String) {
        self.items.texts.insert(Item { kind, path }, text);
    }

    fn interface(&mut self, name: &str, owner: InterfaceId) {
        self.add(Kind::Interface, name.to_owned(), String::new());
        let Some(interface) = self.resolve.interfaces.get(owner) else {
            return;
        };
        for (ty, id) in &interface.types {
            let text = self.definition(ty, *id, owner);
            self.add(Kind::Type, format!("{name}.{ty}"), text);
        }
        for function in interface.functions.values() {
            let path = format!("{name}.{}", self.short_name(function));
            self.add(Kind::Function, path, self.signature(function));
        }
    }

    fn world(&mut self, name: &str, id: WorldId) {
        self.add(Kind::World, name.to_owned(), String::new());
        let Some(world) = self.resolve.worlds.get(id) else {
            return;
        };
        for (kind, items) in [
            (Kind::Import, &world.imports),
            (Kind::Export, &world.exports),
        ] {
            for (key, item) in items {
                let plain = self.import_or_export_name(key);
                if kind == Kind::Export {
                    self.items.exported.insert(plain.clone());
                }
                let text = match item {
                    WorldItem::Function(function) => self.signature(function),
                    _ => String::new(),
                };
                self.add(kind, format!("{name}.{plain}"), text);
            }
        }
    }

    /// Returns the name of an import or export of a world, without the package's own name and
    /// version.
    fn import_or_export_name(&self, key: &WorldKey) -> String {
        match key {
            WorldKey::Name(name) => name.clone(),
            WorldKey::Interface(id) => {
                let interface = self.resolve.interfaces.get(*id);
                let name = interface.and_then(|it| it.name.clone());
                name.unwrap_or_else(|| self.resolve.name_world_key(key))
            }
        }
    }

    /// Returns the short name of a function: `counter.next` for a method, its own name otherwise.
    fn short_name(&self, function: &Function) -> String {
        let owner = function
            .kind
            .resource()
            .and_then(|id| self.resolve.types.get(id)?.name.as_deref());
        match owner {
            Some(owner) => format!("{owner}.{}", function.item_name()),
            None => function.name.clone(),
        }
    }

    fn signature(&self, function: &Function) -> String {
        let word = match function.kind {
            FunctionKind::Static(_) | FunctionKind::AsyncStatic(_) => "static func",
            _ => "func",
        };
        let asynchronous = if function.kind.is_async() {
            "async "
        } else {
            ""
        };
        let params: Vec<_> = function
            .params
            .iter()
            .map(|it| format!("{}: {}", it.name, self.type_name(&it.ty)))
            .collect();
        let result = function
            .result
            .map(|ty| format!(" -> {}", self.type_name(&ty)));
        format!(
            "{asynchronous}{word}({}){}",
            params.join(", "),
            result.unwrap_or_default()
        )
    }

    /// Returns the WIT definition of a type on one line. The functions of a resource are separate
    /// items.
    fn definition(&self, name: &str, id: TypeId, owner: InterfaceId) -> String {
        let mut printer = WitPrinter::default();
        let printed = printer.emit_docs(false).print_types(
            self.resolve,
            TypeOwner::Interface(owner),
            [(name, id)].into_iter(),
            &HashMap::new(),
        );
        let text = match printed {
            Ok(()) => printer.output.to_string(),
            Err(error) => error.to_string(),
        };
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        line.replace(", }", " }")
    }

    fn type_name(&self, ty: &Type) -> String {
        let mut printer = WitPrinter::default();
        match printer.print_type_name(self.resolve, ty) {
            Ok(()) => printer.output.to_string(),
            Err(error) => error.to_string(),
        }
    }
}
