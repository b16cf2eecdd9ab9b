//! Compares the types of a valid component with those of a contract: every mismatch at once.

use std::panic::UnwindSafe;

use guesthouse_diagnostics::version::compatible;
use guesthouse_diagnostics::{Diagnostic, RefusalCode, catch_parser_panic, nearest};
use wit_parser::decoding::DecodedWasm;
use wit_parser::{Interface, Resolve, TypeDefKind, WorldId, WorldItem};

use crate::contract::wasi;
use crate::names::Names;
use crate::shape::Pair;

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
        found: Vec::new(),
    };
    for (key, item) in &theirs.imports {
        let name = resolve.name_world_key(key);
        fit.import(&name, item, names);
    }
    for wanted in &names.exports {
        let exported = theirs.exports.iter().find_map(|(key, item)| {
            let name = resolve.name_world_key(key);
            compatible(&name, wanted).then_some((name, item))
        });
        fit.export(wanted, exported);
    }
    fit.found.truncate(crate::limits::DIAGNOSTICS);
    if fit.found.is_empty() {
        Ok(())
    } else {
        Err(fit.found)
    }
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
        // The engine links each resource by name, whether a function uses it or not.
        for (resource, id) in &theirs.types {
            let kind = self.resolve.types.get(*id).map(|found| &found.kind);
            let is_resource = matches!(kind, Some(TypeDefKind::Resource));
            if is_resource && !ours.interface.types.contains_key(resource) {
                self.mismatch(format!(
                    "the contract has no resource `{resource}` in `{name}`"
                ));
            }
        }
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
        let found = RefusalCode::TypeMismatch.diagnostic(message);
        self.found.push(found.hint(REBUILD));
    }
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
