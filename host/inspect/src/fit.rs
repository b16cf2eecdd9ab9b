//! Holds a valid component against the worlds of the contract: every mismatch at once.

use std::panic::UnwindSafe;

use wit_parser::decoding::DecodedWasm;
use wit_parser::{InterfaceId, Resolve, World as WitWorld, WorldId, WorldItem, WorldKey};

use crate::contract::Contract;
use crate::imports::{instead, judge, split};
use crate::shape::Pair;
use crate::skew::{compatible, missing_export, skew};
use crate::walk::Found;
use crate::{Diagnostic, Import, Report, Verdict, World, nearest};

/// The package of the contract, without its version.
const PACKAGE: &str = "guesthouse:automation/";

/// What to do about a plugin that was built against other WIT.
const REBUILD: &str = "build it again with this version of guesthouse";

/// What to do about a plugin that wants more than this host has.
const NEWER: &str = "the plugin may be built for a newer host";

/// Fills in what a component imports and exports, and whether it fits.
pub(crate) fn check(bytes: &[u8], found: &Found, wanted: Option<World>, report: &mut Report) {
    let (resolve, world) = match decode(bytes) {
        Ok(decoded) => decoded,
        Err(unreadable) => return report.diagnostics.push(unreadable),
    };
    let Some(theirs) = resolve.worlds.get(world) else {
        return;
    };
    let mut fit = Fit {
        contract: Contract::get(),
        resolve: &resolve,
        theirs,
        needs: World::Transform,
        found: Vec::new(),
    };
    let imports = fit.imports();
    fit.exports(found);
    if let Some(wanted) = wanted {
        fit.declared(wanted);
    }
    if let Some(component) = &mut report.component {
        component.imports = imports;
        component.exports = fit.exported_names();
    }
    report.fits = fit.found.is_empty().then_some(fit.needs);
    report.diagnostics.append(&mut fit.found);
    report.diagnostics.extend(debug_info(found, report.size));
}

fn decode(bytes: &[u8]) -> Result<(Resolve, WorldId), Diagnostic> {
    match guarded(|| wit_component::decode(bytes))? {
        Ok(DecodedWasm::Component(resolve, world)) => Ok((resolve, world)),
        Ok(DecodedWasm::WitPackage(..)) => {
            let message = "this is WIT in binary form, without any code";
            let hint = "give the component that implements it";
            Err(Diagnostic::error("wit-package", message).hint(hint))
        }
        Err(error) => Err(unreadable(&format!("{error:#}"))),
    }
}

/// Makes a panic of the reader a finding: it is made for what compilers write, and gives up on some
/// of what is valid beside.
fn guarded<T>(read: impl FnOnce() -> T + UnwindSafe) -> Result<T, Diagnostic> {
    guesthouse_sandbox::guarded(read).map_err(|_| unreadable("the reader gave up"))
}

/// Says that a component is valid, and still no component that WIT can describe.
pub(crate) fn unreadable(why: &str) -> Diagnostic {
    let message = format!("its interface cannot be read: {why}");
    let hint = "it uses types that WIT cannot say: build it with: guesthouse build";
    Diagnostic::error("unreadable-interface", message).hint(hint)
}

struct Fit<'a> {
    contract: &'a Contract,
    resolve: &'a Resolve,
    theirs: &'a WitWorld,
    needs: World,
    found: Vec<Diagnostic>,
}

impl Fit<'_> {
    fn imports(&mut self) -> Vec<Import> {
        let mut imports = Vec::new();
        for (key, item) in &self.theirs.imports {
            let name = self.resolve.name_world_key(key);
            let verdict = match item {
                WorldItem::Type { .. } => continue,
                WorldItem::Interface { id, .. } if name.starts_with(PACKAGE) => {
                    self.ours(&name, *id)
                }
                _ => judge(&name),
            };
            if verdict == Verdict::Refused && !name.starts_with(PACKAGE) {
                let message = format!("the import `{name}` is refused");
                self.found
                    .push(Diagnostic::error("refused-import", message).hint(instead(&name)));
            }
            imports.push(Import { name, verdict });
        }
        imports
    }

    /// Judges an import of the contract's package.
    fn ours(&mut self, name: &str, theirs: InterfaceId) -> Verdict {
        let plugin = self.contract.world(World::Plugin);
        let Some(ours) = self.same_track(name, plugin) else {
            return Verdict::Refused;
        };
        let before = self.found.len();
        self.interface(name, ours, theirs);
        let transform = self.contract.world(World::Transform);
        if self.lookup(name, transform).is_none() {
            self.needs = World::Plugin;
        }
        if self.found.len() == before {
            Verdict::Contract
        } else {
            Verdict::Refused
        }
    }

    fn exports(&mut self, found: &Found) {
        let world = self.contract.world(World::Transform);
        let Some(ours) = self.contract.resolve.worlds.get(world) else {
            return;
        };
        for (key, item) in &ours.exports {
            let wanted = self.contract.resolve.name_world_key(key);
            let WorldItem::Interface { id: ours, .. } = item else {
                continue;
            };
            let exact = self.theirs.exports.iter().find_map(|(key, item)| {
                let name = self.resolve.name_world_key(key);
                let WorldItem::Interface { id, .. } = item else {
                    return None;
                };
                compatible(&name, &wanted).then_some((name, *id))
            });
            match exact {
                Some((name, theirs)) => self.exported(&name, *ours, theirs),
                None => {
                    let there = self.exported_names();
                    self.found.push(missing_export(&wanted, &there, found));
                }
            }
        }
    }

    fn exported_names(&self) -> Vec<String> {
        let keys = self.theirs.exports.keys();
        keys.map(|key| self.resolve.name_world_key(key)).collect()
    }

    /// An exported interface needs every function of the contract's.
    fn exported(&mut self, name: &str, ours: InterfaceId, theirs: InterfaceId) {
        let Some(interface) = self.contract.resolve.interfaces.get(ours) else {
            return;
        };
        let there = self
            .resolve
            .interfaces
            .get(theirs)
            .map(|theirs| &theirs.functions);
        for function in interface.functions.keys() {
            if !there.is_some_and(|there| there.contains_key(function)) {
                let message = format!("the export `{name}` has no function `{function}`");
                self.found
                    .push(Diagnostic::error("missing-function", message).hint(REBUILD));
            }
        }
        self.interface(name, ours, theirs);
    }

    /// Compares every function that the component has in an interface.
    fn interface(&mut self, name: &str, ours: InterfaceId, theirs: InterfaceId) {
        let pair = Pair {
            ours: &self.contract.resolve,
            theirs: self.resolve,
        };
        let (Some(ours), Some(theirs)) = (
            pair.ours.interfaces.get(ours),
            pair.theirs.interfaces.get(theirs),
        ) else {
            return;
        };
        for (function, theirs) in &theirs.functions {
            let Some(ours) = ours.functions.get(function) else {
                let message = format!("`{name}` has no function `{function}` here");
                let meant = nearest(function, ours.functions.keys().map(String::as_str));
                let hint = meant.map(|meant| format!("there is `{meant}`; {REBUILD}"));
                let made = Diagnostic::error("unknown-function", message).hint(NEWER);
                self.found.push(made.maybe_hint(hint));
                continue;
            };
            if let Err(why) = pair.functions(ours, theirs) {
                let message = format!("`{function}` of `{name}` has another type: {why}");
                self.found
                    .push(Diagnostic::error("type-mismatch", message).hint(REBUILD));
            }
        }
    }

    /// Finds the contract's interface of a name, or reports why there is none.
    fn same_track(&mut self, name: &str, world: WorldId) -> Option<InterfaceId> {
        if let Some(found) = self.lookup(name, world) {
            return Some(found);
        }
        let ours = self.names(world);
        let plain = split(name).0;
        let same = ours.iter().find(|ours| split(ours).0 == plain);
        let made = match same {
            Some(ours) => skew(name, ours),
            None => {
                let meant = nearest(plain, ours.iter().map(|ours| split(ours).0));
                let made =
                    Diagnostic::error("unknown-interface", format!("the contract has no `{name}`"));
                made.hint(NEWER)
                    .maybe_hint(meant.map(|meant| format!("there is `{meant}`")))
            }
        };
        self.found.push(made);
        None
    }

    fn lookup(&self, name: &str, world: WorldId) -> Option<InterfaceId> {
        let world = self.contract.resolve.worlds.get(world)?;
        world.imports.keys().find_map(|key| match key {
            WorldKey::Interface(id)
                if compatible(name, &self.contract.resolve.name_world_key(key)) =>
            {
                Some(*id)
            }
            _ => None,
        })
    }

    fn names(&self, world: WorldId) -> Vec<String> {
        let world = self.contract.resolve.worlds.get(world);
        let keys = world.into_iter().flat_map(|world| world.imports.keys());
        keys.map(|key| self.contract.resolve.name_world_key(key))
            .collect()
    }
}

impl Fit<'_> {
    /// A manifest names a world; using more than it has is a mistake in one of the two.
    fn declared(&mut self, world: World) {
        if self.needs <= world {
            return;
        }
        let message = format!("the plugin uses more than its world `{}` has", world.name());
        let hint = format!(
            "in plugin.toml: world = \"{}\"; or leave state and http alone",
            self.needs.name()
        );
        self.found
            .push(Diagnostic::error("beyond-world", message).hint(hint));
    }
}

/// Warns when most of the file is debug information.
fn debug_info(found: &Found, size: usize) -> Option<Diagnostic> {
    (found.debug_info > size / 2).then(|| {
        let message = format!("{} of {size} bytes are debug information", found.debug_info);
        let hint = "Rust: strip = \"debuginfo\" in [profile.release]; others: wasm-tools strip --delete '[.]debug'";
        Diagnostic::warning("debug-info", message).hint(hint)
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
