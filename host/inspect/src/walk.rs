//! One pass over the sections of a file, at every depth, that validates nothing.
//!
//! Its results explain a file to people. No decision of a host depends on them.

use std::collections::BTreeSet;

use wasmparser::{
    BinaryReaderError, ComponentName, CompositeInnerType, Encoding, KnownCustom, MemoryType, Name,
    Parser, Payload, SubType, TypeRef,
};

use guesthouse_diagnostics::catch_parser_panic;

use crate::limits::{DEPTH, REPORTED_NAMES};
use crate::{Component, MANIFEST_SECTION};

/// The results of the pass, up to the end of the file or to the first part that cannot be read.
#[derive(Default)]
pub(crate) struct Found {
    /// The facts for the report, for a valid or an invalid component.
    pub(crate) inside: Component,
    /// Name and version of every tool in a producers section, at any depth.
    producers: BTreeSet<(String, String)>,
    /// Names of custom sections and of modules, at any depth.
    pub(crate) names: BTreeSet<String>,
    /// Imports of core modules: the module, a space and the name.
    pub(crate) core_imports: BTreeSet<String>,
    /// Exports of core modules.
    pub(crate) core_exports: BTreeSet<String>,
    /// Whether a core module has or imports a shared memory, a 64-bit memory, or garbage-collected
    /// types.
    pub(crate) has_shared_memory: bool,
    pub(crate) has_memory64: bool,
    pub(crate) has_gc_types: bool,
    depth: usize,
}

/// Bytes of the longest name and of the largest manifest that are kept. Their author chooses the
/// length.
const LONGEST_NAME: usize = 1_000;
const LARGEST_MANIFEST: usize = 64 << 10;

/// Walks through a component or module, up to the first byte that cannot be read.
pub(crate) fn component(bytes: &[u8]) -> Found {
    catch_parser_panic(|| walk(bytes)).unwrap_or_default()
}

fn walk(bytes: &[u8]) -> Found {
    let mut found = Found::default();
    for payload in Parser::new(0).parse_all(bytes) {
        let read = payload.and_then(|payload| found.add_payload(&payload));
        // The parser remembers each component that is being read.
        if read.is_err() || found.depth > DEPTH {
            break;
        }
    }
    found
}

/// Adds an entry unless its name is too long or there are many already.
fn insert_limited<T: Ord>(set: &mut BTreeSet<T>, entry: impl FnOnce() -> T, name_bytes: usize) {
    if set.len() < REPORTED_NAMES && name_bytes <= LONGEST_NAME {
        set.insert(entry());
    }
}

impl Found {
    fn add_payload(&mut self, payload: &Payload<'_>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::Version { encoding, .. } => self.enter(*encoding),
            Payload::End(_) => self.depth = self.depth.saturating_sub(1),
            Payload::MemorySection(section) => {
                for memory in section.clone() {
                    let memory = memory?;
                    let page = 1_u64
                        .checked_shl(memory.page_size_log2.unwrap_or(16))
                        .unwrap_or(0);
                    let bytes = memory.initial.saturating_mul(page);
                    self.inside.memory = self.inside.memory.saturating_add(bytes);
                    self.add_memory(&memory);
                }
            }
            Payload::ImportSection(section) => {
                for import in section.clone().into_imports() {
                    let import = import?;
                    let length = import.module.len().max(import.name.len());
                    let entry = || format!("{} {}", import.module, import.name);
                    insert_limited(&mut self.core_imports, entry, length);
                    if let TypeRef::Memory(memory) = import.ty {
                        self.add_memory(&memory);
                    }
                }
            }
            Payload::TypeSection(section) => {
                for group in section.clone() {
                    let is_function = |it: &SubType| {
                        matches!(it.composite_type.inner, CompositeInnerType::Func(_))
                    };
                    self.has_gc_types |= !group?.types().all(is_function);
                }
            }
            Payload::ExportSection(section) => {
                for export in section.clone() {
                    let name = export?.name;
                    insert_limited(&mut self.core_exports, || name.to_owned(), name.len());
                }
            }
            Payload::CustomSection(section) => self.add_custom_section(section),
            _ => {}
        }
        Ok(())
    }

    fn add_memory(&mut self, memory: &MemoryType) {
        self.has_shared_memory |= memory.shared;
        self.has_memory64 |= memory.memory64;
    }

    fn enter(&mut self, encoding: Encoding) {
        match encoding {
            Encoding::Module => self.inside.modules += 1,
            Encoding::Component if self.depth > 0 => self.inside.components += 1,
            Encoding::Component => {}
        }
        self.depth += 1;
    }

    /// A custom section is never an error: engines do not read it, so it can hold anything.
    fn add_custom_section(&mut self, section: &wasmparser::CustomSectionReader<'_>) {
        let name = section.name();
        if name.starts_with(".debug_") {
            self.inside.debug_info += section.data().len();
        } else {
            self.add_name(name);
        }
        let is_manifest = name == MANIFEST_SECTION && self.depth == 1;
        if is_manifest && section.data().len() <= LARGEST_MANIFEST {
            self.inside.manifest = serde_json::from_slice(section.data()).ok();
        }
        match section.as_known() {
            KnownCustom::Producers(fields) => self.add_producers(fields),
            KnownCustom::Name(names) => self.add_module_name(names),
            KnownCustom::ComponentName(names) => self.add_names_inside(names),
            _ => {}
        }
    }

    fn add_module_name(&mut self, names: wasmparser::NameSectionReader<'_>) {
        for name in names.into_iter().flatten() {
            if let Name::Module { name, .. } = name {
                self.add_name(name);
            }
        }
    }

    fn add_name(&mut self, name: &str) {
        insert_limited(&mut self.names, || name.to_owned(), name.len());
    }

    /// Names that a component gives to the modules and instances inside it.
    fn add_names_inside(&mut self, names: wasmparser::ComponentNameSectionReader<'_>) {
        for name in names.into_iter().flatten() {
            if let ComponentName::CoreModules(map) | ComponentName::CoreInstances(map) = name {
                let inside = map.into_iter().flatten();
                inside.for_each(|naming| self.add_name(naming.name));
            }
        }
    }

    fn add_producers(&mut self, fields: wasmparser::ProducersSectionReader<'_>) {
        for field in fields.into_iter().flatten() {
            for value in field.values.into_iter().flatten() {
                let length = value.name.len().max(value.version.len());
                let entry = || (value.name.to_owned(), value.version.to_owned());
                insert_limited(&mut self.producers, entry, length);
            }
        }
    }

    /// Returns the version of a tool or language, if a producers section names it.
    pub(crate) fn producer(&self, name: &str) -> Option<&str> {
        let mut producers = self.producers.iter();
        let (_, version) = producers.find(|(tool, _)| tool.eq_ignore_ascii_case(name))?;
        Some(version)
    }
}

#[cfg(test)]
mod tests {
    use super::component;

    fn exports(names: impl Iterator<Item = String>) -> usize {
        let exports: String = names
            .map(|name| format!("(export \"{name}\" (func 0))"))
            .collect();
        let text = format!("(component (core module (func) {exports}))");
        let found = component(&wat::parse_str(text).unwrap());
        found.core_exports.len()
    }

    #[test]
    fn the_number_of_kept_names_is_limited() {
        assert_eq!(exports((0..1_200).map(|n| n.to_string())), 1_000);
    }

    #[test]
    fn the_walk_ends_where_the_scan_ends() {
        for (levels, is_found) in [(16, true), (17, false)] {
            let begin = "(component ".repeat(levels);
            let end = ")".repeat(levels);
            let text = format!("{begin} (@custom \"inside\" \"\") {end}");
            let found = component(&wat::parse_str(text).unwrap());
            assert_eq!(found.names.contains("inside"), is_found, "{levels} levels");
        }
    }

    #[test]
    fn long_names_are_not_kept() {
        let names = [1_000, 1_001].map(|length| "a".repeat(length));
        assert_eq!(exports(names.into_iter()), 1);
    }

    #[test]
    fn a_large_manifest_is_not_kept() {
        let manifest = r#"{"name":"a","version":"1","world":"plugin","language":"rust"}"#;
        for (length, is_kept) in [(64 << 10, true), ((64 << 10) + 1, false)] {
            let padding = " ".repeat(length - manifest.len());
            let manifest = format!("{manifest}{padding}").replace('"', "\\\"");
            let wat = format!("(component (@custom \"guesthouse:manifest\" \"{manifest}\"))");
            let found = component(&wat::parse_str(wat).unwrap());
            assert_eq!(found.inside.manifest.is_some(), is_kept, "{length} bytes");
        }
    }
}
