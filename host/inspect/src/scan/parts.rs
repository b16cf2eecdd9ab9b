//! How many parts a component has after every instantiation.
//!
//! The compiler inlines every instantiation of a nested component, so its work multiplies with each
//! level: ten components that each instantiate the previous one ten times are ten billion instances
//! in a file of 800 bytes. The pass computes the counts of each component once, at its end. An
//! instantiation adds the counts of its definition.

use super::frame::{Counts, Definition, Frame};
use super::overhead;
use super::unfolded::Unfolded;
use crate::limits;
use guesthouse_diagnostics::{Diagnostic, RefusalCode};
use wasmparser::{
    BinaryReaderError, ComponentAlias, ComponentExport, ComponentExternalKind, ComponentInstance,
    ComponentOuterAliasKind, Encoding, Instance, Payload,
};

/// Counts the parts of a component while it is read.
#[derive(Default)]
pub(super) struct Parts {
    open: Vec<Frame>,
    total: Counts,
    exports: Unfolded,
    too_deep: bool,
    /// Modules, components and instances with an index: the only thing that the pass stores for each
    /// entry.
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
            self.exports = frame.exports;
        } else if frame.is_module {
            self.push_module(frame.counts);
        } else {
            self.push_component(Definition {
                counts: frame.counts,
                exports: frame.exports,
            });
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
                    // The types of imports are compared with those of the contract, or belong to a
                    // component whose arguments are counted.
                    self.push_item(import?.ty.kind(), Unfolded::default());
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
        self.items(1_u32);
        let unfolded = match instance {
            ComponentInstance::Instantiate {
                component_index,
                args,
            } => {
                let definition = self.find(|frame| &frame.components, 0, *component_index);
                self.add(definition.counts);
                for arg in args.iter() {
                    self.entry(arg.name, arg.kind, arg.index);
                }
                definition.exports
            }
            ComponentInstance::FromExports(exports) => {
                let mut unfolded = Unfolded::default();
                for ComponentExport {
                    name, kind, index, ..
                } in exports
                {
                    unfolded.add(self.entry(name.name, *kind, *index));
                }
                unfolded
            }
        };
        self.push_item(ComponentExternalKind::Instance, unfolded);
    }

    /// Counts an entry that gives a name to an item. Returns the exports that it unfolds to.
    fn entry(&mut self, name: &str, kind: ComponentExternalKind, index: u32) -> Unfolded {
        let unfolded = Unfolded::export(name, self.unfolded(kind, index));
        self.items(unfolded.exports);
        unfolded
    }

    fn unfolded(&self, kind: ComponentExternalKind, index: u32) -> Unfolded {
        match kind {
            ComponentExternalKind::Instance => self.find(|frame| &frame.instances, 0, index),
            _ => Unfolded::default(),
        }
    }

    fn alias(&mut self, alias: &ComponentAlias<'_>) {
        self.items(1_u32);
        match *alias {
            ComponentAlias::InstanceExport {
                kind,
                instance_index,
                ..
            } => self.instance_export(kind, instance_index),
            ComponentAlias::Outer { kind, count, index } => self.outer(kind, count, index),
            ComponentAlias::CoreInstanceExport { .. } => {}
        }
    }

    /// The pass stores no names, so an exported instance counts as much as the instance that exports
    /// it.
    fn instance_export(&mut self, kind: ComponentExternalKind, instance: u32) {
        let unfolded = match kind {
            ComponentExternalKind::Instance => self.unfolded(kind, instance),
            _ => Unfolded::default(),
        };
        self.items(unfolded.exports);
        self.push_item(kind, unfolded);
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
        for export in section {
            let export = export?;
            let unfolded = self.entry(export.name.name, export.kind, export.index);
            if let Some(frame) = self.open.last_mut() {
                frame.exports.add(unfolded);
            }
            self.push_item(export.kind, self.unfolded(export.kind, export.index));
        }
        Ok(())
    }

    /// Gives an index to an item of a component. [`Features`](super::features::Features) refuses
    /// components in which the item is a module or component whose definition is not in this file.
    fn push_item(&mut self, kind: ComponentExternalKind, unfolded: Unfolded) {
        match kind {
            ComponentExternalKind::Module => self.push_module(Counts::default()),
            ComponentExternalKind::Component => self.push_component(Definition::default()),
            ComponentExternalKind::Instance => self.push(|frame| &mut frame.instances, unfolded),
            _ => {}
        }
    }

    fn canonicals(&mut self, count: u32) {
        self.items(count);
        if let Some(frame) = self.open.last_mut() {
            frame.has_canonicals |= count > 0;
        }
    }

    /// Returns what is known of an item of the component that is `outer` levels further out.
    fn find<T: Copy + Default>(&self, list: fn(&Frame) -> &Vec<T>, outer: u32, index: u32) -> T {
        let frame = self.open.iter().rev().nth(outer as usize);
        let known = frame.and_then(|frame| list(frame).get(index as usize));
        known.copied().unwrap_or_default()
    }

    fn push_module(&mut self, counts: Counts) {
        self.push(|frame| &mut frame.modules, counts);
    }

    fn push_component(&mut self, definition: Definition) {
        self.push(|frame| &mut frame.components, definition);
    }

    fn push<T>(&mut self, list: fn(&mut Frame) -> &mut Vec<T>, item: T) {
        self.stored += 1;
        // Each alias takes four bytes of the file and many more here, so the pass stores a limited
        // number.
        if self.stored > limits::DEFINITIONS {
            return;
        }
        if let Some(frame) = self.open.last_mut() {
            list(frame).push(item);
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
            (
                "bytes in names of exports",
                self.exports.name_bytes,
                limits::EXPORTED_NAME_BYTES,
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
