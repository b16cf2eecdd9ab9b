//! Compares the types of a valid component with those of a contract: every mismatch at once.

mod decode;

use std::collections::HashMap;

use guesthouse_diagnostics::version::compatible;
use guesthouse_diagnostics::{Diagnostic, RefusalCode, nearest};
use wit_parser::{
    Function, IndexMap, Interface, InterfaceId, Resolve, Type, TypeDefKind, TypeId, World, WorldId,
    WorldItem, WorldKey,
};

use crate::contract::wasi;
use crate::limits::DIAGNOSTICS;
use crate::names::Names;
use crate::shape::{Pair, Resource};
pub(crate) use decode::{decode, unreadable};

/// The hint for a component that was built against other WIT.
const REBUILD: &str = "build it again with this version of guesthouse";

/// The items that a world imports or exports.
type Items = IndexMap<WorldKey, WorldItem>;

/// Compares everything that a component imports or must export with a world of the contract.
pub(crate) fn check(
    bytes: &[u8],
    names: &Names,
    contract: &Resolve,
    world: WorldId,
) -> Result<(), Vec<Diagnostic>> {
    let (resolve, decoded) = decode(bytes).map_err(|unreadable| vec![unreadable])?;
    let Some((ours, theirs)) = contract.worlds.get(world).zip(resolve.worlds.get(decoded)) else {
        return Err(vec![unreadable("the component has no world")]);
    };
    let mut fit = Fit {
        contract,
        ours,
        resolve: &resolve,
        origins: HashMap::new(),
        found: Vec::new(),
    };
    for (key, item) in &theirs.imports {
        let name = resolve.name_world_key(key);
        fit.import(&name, item, names);
    }
    for wanted in &names.exports {
        fit.export(wanted, called(&resolve, theirs, wanted));
    }
    if fit.found.is_empty() {
        Ok(())
    } else {
        Err(fit.found)
    }
}

/// Returns the export that the engine calls: the one with the exact name, or else the one with the
/// highest compatible version.
fn called<'a>(
    resolve: &'a Resolve,
    world: &'a World,
    wanted: &str,
) -> Option<(String, &'a WorldItem)> {
    let exports = world.exports.iter().map(|(key, item)| {
        let name = resolve.name_world_key(key);
        (key, name, item)
    });
    let highest = exports
        .filter(|(_, name, _)| compatible(name, wanted))
        .max_by_key(|(key, name, _)| (name == wanted, version(resolve, key)));
    highest.map(|(_, name, item)| (name, item))
}

fn version<'a>(resolve: &'a Resolve, key: &WorldKey) -> Option<impl Ord + 'a> {
    let WorldKey::Interface(id) = key else {
        return None;
    };
    let package = resolve.interfaces.get(*id)?.package?;
    resolve.packages.get(package)?.name.version.as_ref()
}

struct Fit<'a> {
    contract: &'a Resolve,
    /// The world of the contract.
    ours: &'a World,
    resolve: &'a Resolve,
    origins: HashMap<TypeId, TypeId>,
    found: Vec<Diagnostic>,
}

/// An interface of the contract or of WASI, and the package that defines it.
struct Ours<'a> {
    resolve: &'a Resolve,
    interface: &'a Interface,
}

impl<'a> Fit<'a> {
    fn import(&mut self, name: &str, item: &WorldItem, names: &Names) {
        let contract = self.contract;
        let wanted = find(contract, &self.ours.imports, name);
        match (item, wanted) {
            (WorldItem::Interface { id, .. }, Some(WorldItem::Interface { id: wanted, .. })) => {
                self.imported_interface(name, *id, interface(contract, *wanted));
            }
            (WorldItem::Interface { id, .. }, None) if !names.has(name) => {
                self.imported_interface(name, *id, wasi_interface(name));
            }
            (WorldItem::Function(theirs), Some(WorldItem::Function(wanted))) => {
                self.function("", contract, wanted, theirs);
            }
            (WorldItem::Type { id, .. }, wanted) => self.named_type(name, *id, wanted),
            (item, Some(wanted)) => self.other_kind("import", name, wanted, item),
            (_, None) => self.undefined("import", name),
        }
    }

    /// Checks a type that the component imports by itself. Only a resource is the host's.
    fn named_type(&mut self, name: &str, id: TypeId, wanted: Option<&WorldItem>) {
        if !is_definition(self.resolve, id) {
            return;
        }
        let is_resource =
            matches!(wanted, Some(WorldItem::Type { id, .. }) if is_definition(self.contract, *id));
        if !is_resource {
            self.mismatch(format!("the contract has no resource `{name}`"));
        }
    }

    fn imported_interface(&mut self, name: &str, theirs: InterfaceId, ours: Option<Ours<'_>>) {
        let theirs = self.resolve.interfaces.get(theirs);
        let Some((ours, theirs)) = ours.zip(theirs) else {
            return self.undefined("import", name);
        };
        for (function, theirs) in &theirs.functions {
            match ours.interface.functions.get(function) {
                Some(wanted) => self.function(name, ours.resolve, wanted, theirs),
                None => self.unknown_function(name, function, &ours),
            }
        }
        for (resource, id) in &theirs.types {
            self.resource(name, resource, *id, &ours);
        }
    }

    /// Checks a resource that an import defines, or gives a further name. The engine links each one
    /// by name, whether a function uses it or not.
    fn resource(&mut self, import: &str, name: &str, id: TypeId, ours: &Ours<'_>) {
        let origin = self.origin(id);
        let Some(theirs) = Resource::find(self.resolve, origin) else {
            return;
        };
        let wanted = ours.interface.types.get(name).copied();
        let wanted = wanted.filter(|id| is_definition(ours.resolve, *id));
        match wanted.and_then(|id| Resource::find(ours.resolve, id)) {
            Some(wanted) if !wanted.is(&theirs) => self.mismatch(format!(
                "the type `{name}` of `{import}` differs from the contract: expected {wanted}, found {theirs}"
            )),
            None if origin == id || ours.interface.functions.contains_key(name) => {
                self.mismatch(format!("the contract has no resource `{name}` in `{import}`"));
            }
            _ => {}
        }
    }

    /// Follows the names of a type to its definition. The definition of each name is stored: many
    /// names in a row would take quadratic time.
    fn origin(&mut self, id: TypeId) -> TypeId {
        let mut origin = id;
        while let Some(found) = self.resolve.types.get(origin)
            && let TypeDefKind::Type(Type::Id(next)) = found.kind
        {
            origin = self.origins.get(&next).copied().unwrap_or(next);
        }
        self.origins.insert(id, origin);
        origin
    }

    fn export(&mut self, wanted: &str, exported: Option<(String, &WorldItem)>) {
        let contract = self.contract;
        let ours = find(contract, &self.ours.exports, wanted);
        let Some((ours, (name, theirs))) = ours.zip(exported) else {
            return self.undefined("export", wanted);
        };
        match (ours, theirs) {
            (WorldItem::Interface { id: ours, .. }, WorldItem::Interface { id, .. }) => {
                self.exported_interface(&name, *id, interface(contract, *ours));
            }
            (WorldItem::Function(ours), WorldItem::Function(theirs)) => {
                self.function("", contract, ours, theirs);
            }
            _ => self.other_kind("export", &name, ours, theirs),
        }
    }

    /// Checks an exported interface, which needs every function of the interface in the contract.
    fn exported_interface(&mut self, name: &str, theirs: InterfaceId, ours: Option<Ours<'_>>) {
        let theirs = self.resolve.interfaces.get(theirs);
        let Some((ours, theirs)) = ours.zip(theirs) else {
            return self.undefined("export", name);
        };
        for (function, wanted) in &ours.interface.functions {
            match theirs.functions.get(function) {
                Some(theirs) => self.function(name, ours.resolve, wanted, theirs),
                None => self.mismatch(format!("the export `{name}` has no function `{function}`")),
            }
        }
    }

    /// Compares two functions of an interface, or of the world if its name is empty.
    fn function(&mut self, interface: &str, ours: &Resolve, wanted: &Function, theirs: &Function) {
        let pair = Pair {
            ours,
            theirs: self.resolve,
        };
        if let Err(why) = pair.functions(wanted, theirs) {
            let function = &wanted.name;
            let place = if interface.is_empty() {
                String::new()
            } else {
                format!(" of `{interface}`")
            };
            self.mismatch(format!(
                "the function `{function}`{place} differs from the contract: {why}"
            ));
        }
    }

    fn other_kind(&mut self, side: &str, name: &str, wanted: &WorldItem, found: &WorldItem) {
        let (wanted, found) = (kind(wanted), kind(found));
        self.mismatch(format!(
            "the {side} `{name}` is {found}, but the contract has {wanted} of this name"
        ));
    }

    fn undefined(&mut self, side: &str, name: &str) {
        self.mismatch(format!("the contract does not define the {side} `{name}`"));
    }

    fn unknown_function(&mut self, name: &str, function: &str, ours: &Ours<'_>) {
        if self.is_full() {
            return;
        }
        let known = ours.interface.functions.keys().map(String::as_str);
        let hint = match nearest(function, known) {
            Some(meant) => format!("did you mean `{meant}`? if not, {REBUILD}"),
            None => {
                "the component may use a newer version of the contract: use a newer host, or build \
                 the component against the contract of this host"
                    .to_owned()
            }
        };
        let message = format!("the contract has no function `{function}` in `{name}`");
        let found = RefusalCode::TypeMismatch.diagnostic(message);
        self.found
            .push(found.import(RefusalCode::shown(name)).hint(hint));
    }

    fn mismatch(&mut self, message: String) {
        if self.is_full() {
            return;
        }
        let found = RefusalCode::TypeMismatch.diagnostic(message);
        self.found.push(found.hint(REBUILD));
    }

    fn is_full(&self) -> bool {
        self.found.len() >= DIAGNOSTICS
    }
}

/// Whether a type is itself a resource, and not a further name of one.
fn is_definition(resolve: &Resolve, id: TypeId) -> bool {
    let kind = resolve.types.get(id).map(|found| &found.kind);
    matches!(kind, Some(TypeDefKind::Resource))
}

fn kind(item: &WorldItem) -> &'static str {
    match item {
        WorldItem::Interface { .. } => "an interface",
        WorldItem::Function(_) => "a function",
        WorldItem::Type { .. } => "a type",
    }
}

fn find<'a>(resolve: &Resolve, items: &'a Items, name: &str) -> Option<&'a WorldItem> {
    let mut items = items.iter();
    items.find_map(|(key, item)| compatible(&resolve.name_world_key(key), name).then_some(item))
}

fn interface(resolve: &Resolve, id: InterfaceId) -> Option<Ours<'_>> {
    let interface = resolve.interfaces.get(id)?;
    Some(Ours { resolve, interface })
}

fn wasi_interface(name: &str) -> Option<Ours<'static>> {
    let resolve = wasi();
    resolve.interfaces.iter().find_map(|(id, interface)| {
        let full = resolve.id_of(id)?;
        compatible(&full, name).then_some(Ours { resolve, interface })
    })
}
