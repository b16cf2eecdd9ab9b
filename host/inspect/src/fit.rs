//! Compares the types of a valid component with those of a contract: every mismatch at once.

use std::collections::HashMap;
use std::panic::UnwindSafe;

use guesthouse_diagnostics::version::compatible;
use guesthouse_diagnostics::{Diagnostic, RefusalCode, catch_parser_panic, nearest};
use wit_parser::decoding::DecodedWasm;
use wit_parser::{
    Interface, Resolve, Type, TypeDefKind, TypeId, World, WorldId, WorldItem, WorldKey,
};

use crate::contract::wasi;
use crate::limits::DIAGNOSTICS;
use crate::names::Names;
use crate::shape::{Pair, Resource};

/// The hint for a component that was built against other WIT.
const REBUILD: &str = "build it again with this version of guesthouse";

/// Compares every interface that a component imports or must export.
pub(crate) fn check(
    bytes: &[u8],
    names: &Names,
    contract: &Resolve,
) -> Result<(), Vec<Diagnostic>> {
    let (resolve, world) = decode(bytes).map_err(|unreadable| vec![unreadable])?;
    let Some(theirs) = resolve.worlds.get(world) else {
        return Err(vec![unreadable("the component has no world")]);
    };
    let mut fit = Fit {
        contract,
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

fn decode(bytes: &[u8]) -> Result<(Resolve, WorldId), Diagnostic> {
    match guarded(|| wit_component::decode(bytes))? {
        Ok(DecodedWasm::Component(resolve, world)) => Ok((resolve, world)),
        Ok(DecodedWasm::WitPackage(..)) => {
            Err(unreadable("the file contains only WIT, without code"))
        }
        Err(error) => Err(unreadable(&format!("{error:#}"))),
    }
}

/// The reader is written for the output of compilers, and panics on some other valid components.
fn guarded<T>(read: impl FnOnce() -> T + UnwindSafe) -> Result<T, Diagnostic> {
    catch_parser_panic(read).map_err(|_panic| unreadable("the WIT parser does not support it"))
}

/// Says that WIT cannot describe a valid component.
pub(crate) fn unreadable(why: &str) -> Diagnostic {
    let message = format!("the component's interface cannot be read: {why}");
    let hint = "the file may use types that WIT cannot describe; build it with `guesthouse build`";
    RefusalCode::UnreadableInterface
        .diagnostic(message)
        .hint(hint)
}

struct Fit<'a> {
    contract: &'a Resolve,
    resolve: &'a Resolve,
    origins: HashMap<TypeId, TypeId>,
    found: Vec<Diagnostic>,
}

/// An interface of the contract or of WASI, and the package that defines it.
struct Ours<'a> {
    resolve: &'a Resolve,
    interface: &'a Interface,
}

impl Fit<'_> {
    fn import(&mut self, name: &str, item: &WorldItem, names: &Names) {
        let WorldItem::Interface { id, .. } = item else {
            // The scan has refused every name that is not the name of an interface.
            return self.mismatch(format!("the import `{name}` is not an interface"));
        };
        let resolve = if names.has(name) {
            self.contract
        } else {
            wasi()
        };
        let theirs = self.resolve.interfaces.get(*id);
        let Some((ours, theirs)) = find(resolve, name).zip(theirs) else {
            return self.mismatch(format!("the contract does not define the import `{name}`"));
        };
        for (function, theirs) in &theirs.functions {
            match ours.interface.functions.get(function) {
                Some(wanted) => self.function(name, &ours, wanted, theirs),
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

    /// Checks an exported interface, which needs every function of the interface in the contract.
    fn export(&mut self, wanted: &str, exported: Option<(String, &WorldItem)>) {
        let Some((name, WorldItem::Interface { id, .. })) = exported else {
            return self.mismatch(format!("the export `{wanted}` is not an interface"));
        };
        let theirs = self.resolve.interfaces.get(*id);
        let Some((ours, theirs)) = find(self.contract, wanted).zip(theirs) else {
            return self.mismatch(format!("the contract does not define the export `{name}`"));
        };
        for (function, wanted) in &ours.interface.functions {
            match theirs.functions.get(function) {
                Some(theirs) => self.function(&name, &ours, wanted, theirs),
                None => self.mismatch(format!("the export `{name}` has no function `{function}`")),
            }
        }
    }

    fn function(
        &mut self,
        name: &str,
        ours: &Ours<'_>,
        wanted: &wit_parser::Function,
        theirs: &wit_parser::Function,
    ) {
        let pair = Pair {
            ours: ours.resolve,
            theirs: self.resolve,
        };
        if let Err(why) = pair.functions(wanted, theirs) {
            let function = &wanted.name;
            self.mismatch(format!(
                "the function `{function}` of `{name}` differs from the contract: {why}"
            ));
        }
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

fn find<'a>(resolve: &'a Resolve, name: &str) -> Option<Ours<'a>> {
    resolve.interfaces.iter().find_map(|(id, interface)| {
        let full = resolve.id_of(id)?;
        compatible(&full, name).then_some(Ours { resolve, interface })
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_panic_of_the_reader_is_a_finding() {
        let guarded = super::guarded(|| panic!("an index out of bounds"));
        let refused: Result<(), _> = guarded;
        assert_eq!(refused.unwrap_err().code, "unreadable-interface");
    }
}
