//! How many parts a component has after every instantiation.
//!
//! The compiler inlines every instantiation of a nested component, so its work multiplies with each
//! level: ten components that each instantiate the previous one ten times are ten billion instances
//! in a file of 800 bytes. The pass computes the counts of each component once, at its end. An
//! instantiation adds the counts of its definition.

use super::overhead;
use crate::limits;
use guesthouse_diagnostics::{Diagnostic, RefusalCode};
use wasmparser::{
    BinaryReaderError, ComponentAlias, ComponentExternalKind, ComponentInstance,
    ComponentOuterAliasKind, Encoding, Instance, Payload,
};

/// The number of parts of a module or component.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    instances: u64,
    memories: u64,
    tables: u64,
    items: u64,
    /// Bytes that the engine keeps for the instances, in addition to their memories and tables.
    bytes: u64,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.instances = self.instances.saturating_add(other.instances);
        self.memories = self.memories.saturating_add(other.memories);
        self.tables = self.tables.saturating_add(other.tables);
        self.items = self.items.saturating_add(other.items);
        self.bytes = self.bytes.saturating_add(other.bytes);
    }
}

/// A module or component that is being read.
#[derive(Default)]
struct Frame {
    is_module: bool,
    counts: Counts,
    /// Whether it has functions that are lifted or lowered, or handles.
    has_canonicals: bool,
    modules: Vec<Counts>,
    components: Vec<Counts>,
}

/// Counts the parts of a component while it is read.
#[derive(Default)]
pub(super) struct Parts {
    open: Vec<Frame>,
    total: Counts,
    too_deep: bool,
    /// Modules and components with an index: the only thing that the pass stores for each entry.
    stored: u64,
}

impl Parts {
    /// Whether the outermost component is being read, and none inside it.
    pub(super) fn at_root(&self) -> bool {
        self.open.len() == 1
    }

    /// Returns whether a limit is exceeded. Further reading would only find more of the same.
    pub(super) fn exceeds_a_limit(&self) -> bool {
        self.too_deep || self.stored > limits::DEFINITIONS
    }

    pub(super) fn note(&mut self, payload: &Payload<'_>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::Version { encoding, .. } => self.begin(*encoding == Encoding::Module),
            Payload::End(_) => self.end(),
            _ if self.open.last().is_some_and(|frame| frame.is_module) => {
                self.note_module(payload)?;
            }
            _ => self.note_component(payload)?,
        }
        Ok(())
    }

    fn begin(&mut self, is_module: bool) {
        self.too_deep |= self.open.len() >= limits::DEPTH;
        self.open.push(Frame {
            is_module,
            ..Frame::default()
        });
    }

    fn end(&mut self) {
        let Some(mut frame) = self.open.pop() else {
            return;
        };
        if frame.has_canonicals && !self.open.is_empty() {
            frame.counts.bytes = frame.counts.bytes.saturating_add(overhead::HANDLES);
        }
        if self.open.is_empty() {
            self.total = frame.counts;
        } else if frame.is_module {
            self.push_module(frame.counts);
        } else {
            self.push_component(frame.counts);
        }
    }

    fn note_module(&mut self, payload: &Payload<'_>) -> Result<(), BinaryReaderError> {
        let mut found = Counts::default();
        match payload {
            Payload::MemorySection(section) => found.memories = section.count().into(),
            Payload::TableSection(section) => found.tables = section.count().into(),
            Payload::ImportSection(section) => found.items = section.count().into(),
            Payload::ExportSection(section) => found.items = section.count().into(),
            _ => {}
        }
        found.bytes = overhead::per_instance(payload)?;
        self.add(found);
        Ok(())
    }

    fn note_component(&mut self, payload: &Payload<'_>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::InstanceSection(section) => {
                for instance in section.clone() {
                    self.core_instance(&instance?);
                }
            }
            Payload::ComponentInstanceSection(section) => {
                for instance in section.clone() {
                    self.component_instance(&instance?);
                }
            }
            Payload::ComponentAliasSection(section) => {
                for alias in section.clone() {
                    self.alias(&alias?);
                }
            }
            Payload::ComponentImportSection(section) => {
                for import in section.clone() {
                    self.items(1_u32);
                    self.unknown(import?.ty.kind());
                }
            }
            Payload::ComponentTypeSection(section) => self.items(section.count()),
            Payload::CoreTypeSection(section) => self.items(section.count()),
            Payload::ComponentCanonicalSection(section) => self.canonicals(section.count()),
            Payload::ComponentExportSection(section) => self.exports(section.clone())?,
            _ => {}
        }
        Ok(())
    }

    fn core_instance(&mut self, instance: &Instance<'_>) {
        let args = match instance {
            Instance::Instantiate { module_index, args } => {
                self.add(Counts {
                    instances: 1,
                    ..Counts::default()
                });
                self.add(self.find(|frame| &frame.modules, 0, *module_index));
                args.len()
            }
            Instance::FromExports(exports) => exports.len(),
        };
        self.items(1 + args as u64);
    }

    fn component_instance(&mut self, instance: &ComponentInstance<'_>) {
        self.add(Counts {
            bytes: overhead::COMPONENT_INSTANCE,
            ..Counts::default()
        });
        let args = match instance {
            ComponentInstance::Instantiate {
                component_index,
                args,
            } => {
                self.add(self.find(|frame| &frame.components, 0, *component_index));
                args.len()
            }
            ComponentInstance::FromExports(exports) => exports.len(),
        };
        self.items(1 + args as u64);
    }

    fn alias(&mut self, alias: &ComponentAlias<'_>) {
        self.items(1_u32);
        match *alias {
            ComponentAlias::InstanceExport { kind, .. } => self.unknown(kind),
            ComponentAlias::Outer { kind, count, index } => self.outer(kind, count, index),
            ComponentAlias::CoreInstanceExport { .. } => {}
        }
    }

    fn outer(&mut self, kind: ComponentOuterAliasKind, count: u32, index: u32) {
        match kind {
            ComponentOuterAliasKind::CoreModule => {
                self.push_module(self.find(|frame| &frame.modules, count, index));
            }
            ComponentOuterAliasKind::Component => {
                self.push_component(self.find(|frame| &frame.components, count, index));
            }
            ComponentOuterAliasKind::CoreType | ComponentOuterAliasKind::Type => {}
        }
    }

    /// Each export creates a new index for the exported item.
    fn exports(
        &mut self,
        section: wasmparser::ComponentExportSectionReader<'_>,
    ) -> Result<(), BinaryReaderError> {
        self.items(section.count());
        for export in section {
            self.unknown(export?.kind);
        }
        Ok(())
    }

    /// Gives an index to a module or component whose definition is not in this file.
    /// [`Features`](super::features::Features) refuses such components.
    fn unknown(&mut self, kind: ComponentExternalKind) {
        match kind {
            ComponentExternalKind::Module => self.push_module(Counts::default()),
            ComponentExternalKind::Component => self.push_component(Counts::default()),
            _ => {}
        }
    }

    fn canonicals(&mut self, count: u32) {
        self.items(count);
        if let Some(frame) = self.open.last_mut() {
            frame.has_canonicals |= count > 0;
        }
    }

    /// Returns the counts of a definition of the component that is `outer` levels further out.
    fn find(&self, list: fn(&Frame) -> &Vec<Counts>, outer: u32, index: u32) -> Counts {
        let frame = self.open.iter().rev().nth(outer as usize);
        let known = frame.and_then(|frame| list(frame).get(index as usize));
        known.copied().unwrap_or_default()
    }

    fn push_module(&mut self, counts: Counts) {
        self.push(|frame| &mut frame.modules, counts);
    }

    fn push_component(&mut self, counts: Counts) {
        self.push(|frame| &mut frame.components, counts);
    }

    fn push(&mut self, list: fn(&mut Frame) -> &mut Vec<Counts>, counts: Counts) {
        self.stored += 1;
        // Each alias takes four bytes of the file and many more here, so the pass stores a limited
        // number.
        if self.stored > limits::DEFINITIONS {
            return;
        }
        if let Some(frame) = self.open.last_mut() {
            list(frame).push(counts);
        }
    }

    fn items(&mut self, count: impl Into<u64>) {
        self.add(Counts {
            items: count.into(),
            ..Counts::default()
        });
    }

    fn add(&mut self, counts: Counts) {
        if let Some(frame) = self.open.last_mut() {
            frame.counts.add(counts);
        }
    }

    /// Bytes that the engine keeps for all instances, in addition to their memories and tables.
    pub(super) fn bytes(&self) -> u64 {
        self.total.bytes
    }

    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        if self.too_deep {
            let message = format!(
                "components are nested more than {} levels deep",
                limits::DEPTH
            );
            let hint = "define the components side by side, as build tools do";
            return vec![RefusalCode::TooManyParts.diagnostic(message).hint(hint)];
        }
        let definitions = self.total.items.max(self.stored);
        let counts = [
            (
                "core instances",
                self.total.instances,
                limits::CORE_INSTANCES.into(),
            ),
            ("memories", self.total.memories, limits::MEMORIES.into()),
            ("tables", self.total.tables, limits::TABLES.into()),
            ("definitions", definitions, limits::DEFINITIONS),
            (
                "bytes of instance data",
                self.total.bytes,
                limits::INSTANCE_BYTES,
            ),
        ];
        let over = counts.into_iter().filter(|(_, count, max)| count > max);
        over.map(|(what, count, max)| {
            let message = format!(
                "after instantiation, the component has {count} {what}, more than the {max} allowed"
            );
            RefusalCode::TooManyParts
                .diagnostic(message)
                .hint(limits::SMALLER)
        })
        .collect()
    }
}
