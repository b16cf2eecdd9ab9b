//! Packages that use each other's types in a circle. WIT cannot express this, but a component can, and
//! the library that reads a component's interface would follow the circle until the stack overflows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use wasmparser::component_types::{ComponentAnyTypeId, ComponentEntityType};
use wasmparser::types::Types;
use wasmparser::{BinaryReaderError, Parser, Payload};

use crate::Diagnostic;
use crate::fit::unreadable;

/// Refuses a valid component whose packages use each other in a circle.
pub(crate) fn check(bytes: &[u8], types: &Types) -> Result<(), Diagnostic> {
    let mut uses = Uses {
        types,
        owners: HashMap::new(),
        edges: BTreeMap::new(),
    };
    for (name, ty) in interfaces(bytes, types).unwrap_or_default() {
        uses.note(&name, ty);
    }
    let Some(package) = uses.circle() else {
        return Ok(());
    };
    let why = format!("the types of the package `{package}` have a cyclic dependency");
    Err(unreadable(&why))
}

/// The interfaces that the component imports and exports, in their order.
fn interfaces(
    bytes: &[u8],
    types: &Types,
) -> Result<Vec<(String, ComponentEntityType)>, BinaryReaderError> {
    let mut found = Vec::new();
    let mut depth = 0_u32;
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::Version { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if depth == 1 => {
                for import in section {
                    let name = import?.name.name;
                    let item = types.component_item_for_import(name);
                    found.extend(item.map(|item| (name.to_owned(), item.ty)));
                }
            }
            Payload::ComponentExportSection(section) if depth == 1 => {
                for export in section {
                    let name = export?.name.name;
                    let item = types.component_item_for_export(name);
                    found.extend(item.map(|item| (name.to_owned(), item.ty)));
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

struct Uses<'a> {
    types: &'a Types,
    /// For each type, the package in which the walk met it first.
    owners: HashMap<ComponentAnyTypeId, String>,
    /// For each package, the packages whose types it uses.
    edges: BTreeMap<String, BTreeSet<String>>,
}

impl Uses<'_> {
    fn note(&mut self, interface: &str, ty: ComponentEntityType) {
        let ComponentEntityType::Instance(id) = ty else {
            return;
        };
        let package = package(interface);
        let types = self.types;
        for item in types[id].exports.values() {
            let ComponentEntityType::Type {
                referenced,
                created,
            } = item.ty
            else {
                continue;
            };
            self.follow(&package, referenced);
            self.owners
                .entry(created)
                .or_insert_with(|| package.clone());
        }
    }

    /// Follows the aliases of a type. It stops at a type that was met before: the package that met it
    /// has followed the rest. Without that, many aliases in a row would take quadratic time.
    fn follow(&mut self, package: &str, first: ComponentAnyTypeId) {
        let types = self.types;
        let mut next = Some(first);
        while let Some(id) = next {
            if let Some(owner) = self.owners.get(&id) {
                if owner != package {
                    let edges = self.edges.entry(package.to_owned()).or_default();
                    edges.insert(owner.clone());
                }
                return;
            }
            self.owners.insert(id, package.to_owned());
            next = types.as_ref().peel_alias(id);
        }
    }

    /// Removes packages that use no others until none is left. If some are left, they are in a circle
    /// or use a package that is. Returns one of them.
    fn circle(mut self) -> Option<String> {
        loop {
            let there: BTreeSet<_> = self.edges.keys().cloned().collect();
            let before = there.len();
            self.edges
                .retain(|_, uses| uses.iter().any(|it| there.contains(it)));
            match self.edges.keys().next() {
                None => return None,
                Some(package) if self.edges.len() == before => return Some(package.clone()),
                Some(_) => {}
            }
        }
    }
}

/// Returns the package of an interface: `wasi:io@0.2.0` for `wasi:io/streams@0.2.0`.
fn package(interface: &str) -> String {
    let Some((package, rest)) = interface.split_once('/') else {
        return String::new();
    };
    match rest.split_once('@') {
        Some((_, version)) => format!("{package}@{version}"),
        None => package.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use wasmparser::{Validator, WasmFeatures};

    fn check(text: &str) -> Result<(), crate::Diagnostic> {
        let bytes = wat::parse_str(text).unwrap();
        let mut validator = Validator::new_with_features(WasmFeatures::all());
        super::check(&bytes, &validator.validate_all(&bytes).unwrap())
    }

    /// Returns a chain of interfaces. Each has a type of its own and uses one of the previous
    /// interface.
    fn row(names: [&str; 3]) -> String {
        let [first, second, third] = names;
        format!(
            r#"(component
              (import "{first}" (instance $a (type $r (record (field "x" u8))) (export "t" (type (eq $r)))))
              (alias export $a "t" (type $t))
              (import "{second}" (instance $b
                (alias outer 1 $t (type $u)) (export "t" (type $v (eq $u)))
                (type $s (record (field "y" $v))) (export "s" (type (eq $s)))))
              (alias export $b "s" (type $s))
              (import "{third}" (instance (alias outer 1 $s (type $u)) (export "s" (type (eq $u))))))"#
        )
    }

    #[test]
    fn packages_may_be_used_by_many_and_in_any_order() {
        check(&row(["a:a/one", "b:b/one", "c:c/one"])).unwrap();
        check(&row(["a:a/one", "a:a/two", "b:b/one"])).unwrap();
        check(&row(["a:a/one@1.0.0", "b:b/one", "a:a/two@2.0.0"])).unwrap();
    }

    #[test]
    fn a_circle_is_not_followed() {
        let refused = check(&row(["a:a/one", "b:b/one", "a:a/two"])).unwrap_err();
        assert_eq!(refused.code, "unreadable-interface");
        assert!(refused.message.contains("`a:a`"), "{}", refused.message);
    }
}
