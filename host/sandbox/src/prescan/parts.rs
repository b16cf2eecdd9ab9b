//! How many parts a component has once all its instantiations are unfolded.
//!
//! The compiler inlines every instantiation of a nested component, so its work is the product of
//! what is nested: ten components that each instantiate the one before ten times are ten billion
//! instances in a file of 800 bytes. Here each component is weighed once, when it ends, and an
//! instantiation adds the weight of what it names.

use crate::Diagnostic;
use crate::prescan::kept;
use crate::refused::RefusalCode;
use crate::static_limits;
use wasmparser::{
    BinaryReaderError, ComponentAlias, ComponentExternalKind, ComponentInstance,
    ComponentOuterAliasKind, Encoding, Instance, Payload,
};

/// What a module or component amounts to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Weight {
    instances: u64,
    memories: u64,
    tables: u64,
    items: u64,
    /// Bytes that the engine keeps of the instances, beside their memories and tables.
    bytes: u64,
}

impl Weight {
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
    weight: Weight,
    /// Whether it has functions that are lifted or lowered, or handles.
    has_canonicals: bool,
    modules: Vec<Weight>,
    components: Vec<Weight>,
}

/// Weighs a component while it is read.
#[derive(Default)]
pub(super) struct Parts {
    open: Vec<Frame>,
    total: Weight,
    too_deep: bool,
    /// Modules and components that were given an index, which is all that is kept.
    kept: u64,
}

impl Parts {
    /// Whether the outermost component is being read, and none inside it.
    pub(super) fn at_root(&self) -> bool {
        self.open.len() == 1
    }

    /// Whether reading on would only find more of the same.
    pub(super) fn is_hopeless(&self) -> bool {
        self.too_deep || self.kept > static_limits::DEFINITIONS
    }

    pub(super) fn note(&mut self, payload: &Payload<'_>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::Version { encoding, .. } => self.begin(*encoding == Encoding::Module),
            Payload::End(_) => self.end(),
            _ => match self.open.last().is_some_and(|frame| frame.is_module) {
                true => self.note_module(payload)?,
                false => self.note_component(payload)?,
            },
        }
        Ok(())
    }

    fn begin(&mut self, is_module: bool) {
        self.too_deep |= self.open.len() >= static_limits::DEPTH;
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
            frame.weight.bytes = frame.weight.bytes.saturating_add(kept::HANDLES);
        }
        match self.open.is_empty() {
            true => self.total = frame.weight,
            false if frame.is_module => self.push_module(frame.weight),
            false => self.push_component(frame.weight),
        }
    }

    fn note_module(&mut self, payload: &Payload<'_>) -> Result<(), BinaryReaderError> {
        let mut found = Weight::default();
        match payload {
            Payload::MemorySection(section) => found.memories = section.count().into(),
            Payload::TableSection(section) => found.tables = section.count().into(),
            Payload::ImportSection(section) => found.items = section.count().into(),
            Payload::ExportSection(section) => found.items = section.count().into(),
            _ => {}
        }
        found.bytes = kept::by_instance(payload)?;
        self.add(found);
        Ok(())
    }

    fn note_component(&mut self, payload: &Payload<'_>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::InstanceSection(section) => {
                for instance in section.clone() {
                    let weight = self.core_instance(&instance?);
                    self.add(weight);
                }
            }
            Payload::ComponentInstanceSection(section) => {
                for instance in section.clone() {
                    let weight = self.component_instance(&instance?);
                    self.add(weight);
                }
            }
            Payload::ComponentAliasSection(section) => {
                for alias in section.clone() {
                    self.alias(&alias?);
                }
            }
            Payload::ComponentImportSection(section) => {
                for import in section.clone() {
                    self.items(1);
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

    fn core_instance(&self, instance: &Instance<'_>) -> Weight {
        let mut weight = Weight {
            items: 1,
            ..Weight::default()
        };
        match instance {
            Instance::Instantiate { module_index, args } => {
                weight.instances = 1;
                weight.items += args.len() as u64;
                weight.add(self.find(|frame| &frame.modules, *module_index));
            }
            Instance::FromExports(exports) => weight.items += exports.len() as u64,
        }
        weight
    }

    fn component_instance(&self, instance: &ComponentInstance<'_>) -> Weight {
        let mut weight = Weight {
            items: 1,
            bytes: kept::COMPONENT_INSTANCE,
            ..Weight::default()
        };
        match instance {
            ComponentInstance::Instantiate {
                component_index,
                args,
            } => {
                weight.items += args.len() as u64;
                weight.add(self.find(|frame| &frame.components, *component_index));
            }
            ComponentInstance::FromExports(exports) => weight.items += exports.len() as u64,
        }
        weight
    }

    fn alias(&mut self, alias: &ComponentAlias<'_>) {
        self.items(1);
        match *alias {
            ComponentAlias::InstanceExport { kind, .. } => self.unknown(kind),
            ComponentAlias::Outer { kind, count, index } => self.outer(kind, count, index),
            ComponentAlias::CoreInstanceExport { .. } => {}
        }
    }

    fn outer(&mut self, kind: ComponentOuterAliasKind, count: u32, index: u32) {
        let from = (count as usize).saturating_add(1);
        let outer = self
            .open
            .len()
            .checked_sub(from)
            .and_then(|at| self.open.get(at));
        let of = |list: fn(&Frame) -> &Vec<Weight>| {
            let known = outer.and_then(|frame| list(frame).get(index as usize));
            known.copied().unwrap_or_default()
        };
        match kind {
            ComponentOuterAliasKind::CoreModule => {
                let weight = of(|frame| &frame.modules);
                self.push_module(weight);
            }
            ComponentOuterAliasKind::Component => {
                let weight = of(|frame| &frame.components);
                self.push_component(weight);
            }
            ComponentOuterAliasKind::CoreType | ComponentOuterAliasKind::Type => {}
        }
    }

    /// An export makes a new index for what it names.
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

    /// A module or component whose definition is not known here. A component with one is refused by
    /// [`Features`](super::features::Features).
    fn unknown(&mut self, kind: ComponentExternalKind) {
        match kind {
            ComponentExternalKind::Module => self.push_module(Weight::default()),
            ComponentExternalKind::Component => self.push_component(Weight::default()),
            _ => {}
        }
    }

    fn canonicals(&mut self, count: u32) {
        self.items(count);
        if let Some(frame) = self.open.last_mut() {
            frame.has_canonicals |= count > 0;
        }
    }

    fn find(&self, list: fn(&Frame) -> &Vec<Weight>, index: u32) -> Weight {
        let frame = self.open.last();
        let known = frame.and_then(|frame| list(frame).get(index as usize));
        known.copied().unwrap_or_default()
    }

    fn push_module(&mut self, weight: Weight) {
        self.push(|frame| &mut frame.modules, weight);
    }

    fn push_component(&mut self, weight: Weight) {
        self.push(|frame| &mut frame.components, weight);
    }

    fn push(&mut self, list: fn(&mut Frame) -> &mut Vec<Weight>, weight: Weight) {
        self.kept += 1;
        // An alias of four bytes must not become a multiple of that in memory.
        if self.kept > static_limits::DEFINITIONS {
            return;
        }
        if let Some(frame) = self.open.last_mut() {
            list(frame).push(weight);
        }
    }

    fn items(&mut self, count: u32) {
        self.add(Weight {
            items: count.into(),
            ..Weight::default()
        });
    }

    fn add(&mut self, weight: Weight) {
        if let Some(frame) = self.open.last_mut() {
            frame.weight.add(weight);
        }
    }

    /// Bytes that the engine keeps of all instances, beside their memories and tables.
    pub(super) fn bytes(&self) -> u64 {
        self.total.bytes
    }

    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        if self.too_deep {
            let message = format!("components are nested over {} deep", static_limits::DEPTH);
            return vec![Diagnostic::new(RefusalCode::TooManyParts, message)];
        }
        let definitions = self.total.items.max(self.kept);
        let counts = [
            (
                "core instances",
                self.total.instances,
                static_limits::CORE_INSTANCES.into(),
            ),
            (
                "memories",
                self.total.memories,
                static_limits::MEMORIES.into(),
            ),
            ("tables", self.total.tables, static_limits::TABLES.into()),
            ("definitions", definitions, static_limits::DEFINITIONS),
            (
                "bytes of instances",
                self.total.bytes,
                static_limits::INSTANCE_BYTES,
            ),
        ];
        let over = counts.into_iter().filter(|(_, count, max)| count > max);
        over.map(|(what, count, max)| {
            let message =
                format!("unfolded, the component has {count} {what}, more than the {max} allowed");
            Diagnostic::new(RefusalCode::TooManyParts, message)
        })
        .collect()
    }
}
