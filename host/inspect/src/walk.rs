//! One pass over the sections of a file, as deep as they nest, without validating anything.

use std::collections::BTreeSet;

use wasmparser::{BinaryReaderError, ComponentName, Encoding, KnownCustom, Name, Parser, Payload};

use crate::{Component, MANIFEST_SECTION, Manifest, World, fingerprint};

/// What a pass saw before the file ended or broke.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) modules: usize,
    pub(crate) components: usize,
    pub(crate) memory: u64,
    pub(crate) debug_info: usize,
    pub(crate) manifest: Option<Manifest>,
    /// `field name version` of every producers section, at any depth.
    pub(crate) producers: BTreeSet<(String, String, String)>,
    /// Names of custom sections and of modules, at any depth.
    pub(crate) names: BTreeSet<String>,
    /// Imports of core modules, as module and name.
    pub(crate) core_imports: BTreeSet<(String, String)>,
    /// Exports of core modules.
    pub(crate) core_exports: BTreeSet<String>,
    /// Whether types may nest so deep that reading them ends this process.
    pub(crate) bottomless: bool,
    /// Whether components nest so deep that no host loads them; the pass ends there.
    pub(crate) too_deep: bool,
    /// Where and why the pass ended early.
    pub(crate) broken: Option<BinaryReaderError>,
    depth: usize,
}

/// Types inside types that honest components do not come near.
const NESTED_TYPES: usize = 1000;

/// Components inside components that the host loads.
const NESTED_COMPONENTS: usize = 16;

/// Counts what may be a type of components or instances inside another: the byte that declares a
/// type, then one that opens it. Parsers recurse into them without a bound of their own.
fn may_nest(types: &[u8]) -> usize {
    let opens = |pair: &&[u8]| matches!(pair, [1, 0x41 | 0x42]);
    types.windows(2).filter(opens).count()
}

/// Walks through a component or module.
pub(crate) fn component(bytes: &[u8]) -> Found {
    let mut found = Found::default();
    for payload in Parser::new(0).parse_all(bytes) {
        if let Ok(Payload::ComponentTypeSection(section)) = &payload {
            let types = bytes.get(section.range()).unwrap_or_default();
            found.bottomless |= may_nest(types) > NESTED_TYPES;
        }
        if let Err(error) = payload.and_then(|payload| found.see(&payload)) {
            found.broken = Some(error);
            break;
        }
        // Validating takes as long as the square of how deep they nest.
        found.too_deep |= found.depth > NESTED_COMPONENTS;
        if found.too_deep {
            break;
        }
    }
    found
}

impl Found {
    fn see(&mut self, payload: &Payload<'_>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::Version { encoding, .. } => self.enter(*encoding),
            Payload::End(_) => self.depth = self.depth.saturating_sub(1),
            Payload::MemorySection(section) => {
                for memory in section.clone() {
                    let memory = memory?;
                    let page = 1_u64
                        .checked_shl(memory.page_size_log2.unwrap_or(16))
                        .unwrap_or(0);
                    self.memory = self
                        .memory
                        .saturating_add(memory.initial.saturating_mul(page));
                }
            }
            Payload::ImportSection(section) => {
                for import in section.clone().into_imports() {
                    let import = import?;
                    self.core_imports
                        .insert((import.module.to_owned(), import.name.to_owned()));
                }
            }
            Payload::ExportSection(section) => {
                for export in section.clone() {
                    self.core_exports.insert(export?.name.to_owned());
                }
            }
            Payload::CustomSection(section) => self.custom(section),
            _ => {}
        }
        Ok(())
    }

    fn enter(&mut self, encoding: Encoding) {
        match encoding {
            Encoding::Module => self.modules += 1,
            Encoding::Component if self.depth > 0 => self.components += 1,
            Encoding::Component => {}
        }
        self.depth += 1;
    }

    /// A custom section is never an error: engines do not read it, so it may hold anything.
    fn custom(&mut self, section: &wasmparser::CustomSectionReader<'_>) {
        let name = section.name();
        if name.starts_with(".debug_") {
            self.debug_info += section.data().len();
        } else {
            self.names.insert(name.to_owned());
        }
        if name == MANIFEST_SECTION && self.depth == 1 {
            self.manifest = serde_json::from_slice(section.data()).ok();
        }
        match section.as_known() {
            KnownCustom::Producers(fields) => self.producers(fields),
            KnownCustom::Name(names) => self.module_name(names),
            KnownCustom::ComponentName(names) => self.names_inside(names),
            _ => {}
        }
    }

    fn module_name(&mut self, names: wasmparser::NameSectionReader<'_>) {
        for name in names.into_iter().flatten() {
            if let Name::Module { name, .. } = name {
                self.names.insert(name.to_owned());
            }
        }
    }

    /// What a component calls the modules and instances inside it.
    fn names_inside(&mut self, names: wasmparser::ComponentNameSectionReader<'_>) {
        for name in names.into_iter().flatten() {
            if let ComponentName::CoreModules(map) | ComponentName::CoreInstances(map) = name {
                let inside = map.into_iter().flatten();
                self.names
                    .extend(inside.map(|naming| naming.name.to_owned()));
            }
        }
    }

    fn producers(&mut self, fields: wasmparser::ProducersSectionReader<'_>) {
        for field in fields.into_iter().flatten() {
            for value in field.values.into_iter().flatten() {
                let entry = (
                    field.name.to_owned(),
                    value.name.to_owned(),
                    value.version.to_owned(),
                );
                self.producers.insert(entry);
            }
        }
    }

    /// Whether a producers section names this tool or language.
    pub(crate) fn producer(&self, name: &str) -> Option<&str> {
        let named = |(_, tool, _): &&(String, String, String)| tool.eq_ignore_ascii_case(name);
        self.producers
            .iter()
            .find(named)
            .map(|(_, _, version)| version.as_str())
    }

    pub(crate) fn claimed_world(&self) -> Option<World> {
        self.manifest.as_ref().map(|manifest| manifest.world)
    }

    /// What is worth telling of a component before it is known to be valid.
    pub(crate) fn facts(&self) -> Component {
        Component {
            toolchain: fingerprint::toolchain(self),
            modules: self.modules,
            components: self.components,
            memory: self.memory,
            debug_info: self.debug_info,
            manifest: self.manifest.clone(),
            ..Component::default()
        }
    }
}
