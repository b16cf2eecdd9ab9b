//! WebAssembly features that hosts switch off, as far as the structure of a component shows them.
//! The validator finds the ones that only instructions show.

use guesthouse_diagnostics::{Diagnostic, RefusalCode};
use std::collections::BTreeSet;
use wasmparser::{
    BinaryReaderError, CanonicalFunction, CanonicalOption, ComponentAlias, ComponentExternalKind,
    Payload,
};

/// The features that were found.
#[derive(Default)]
pub(super) struct Features(BTreeSet<Feature>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Feature {
    Memory64,
    SharedMemory,
    CustomPageSize,
    MultiMemory,
    Exceptions,
    Async,
    GarbageCollection,
    SuppliedComponents,
    InterfaceTypes,
}

/// Custom sections of modules that the engine refuses.
const INTERFACE_TYPES: [&str; 2] = ["webidl-bindings", "wasm-interface-types"];

impl Feature {
    fn name(self) -> &'static str {
        match self {
            Self::Memory64 => "64-bit memories and tables",
            Self::SharedMemory => "shared memory",
            Self::CustomPageSize => "custom page sizes",
            Self::MultiMemory => "several memories in one module",
            Self::Exceptions => "exceptions",
            Self::Async => "component-model async",
            Self::GarbageCollection => "garbage-collected types",
            Self::SuppliedComponents => "modules or components passed as arguments",
            Self::InterfaceTypes => "interface types, which components have replaced",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Async => "build it for synchronous WASI 0.2 (componentize-qjs: `--sync`)",
            Self::SharedMemory => "build without threads",
            Self::InterfaceTypes => "build it with the toolchains of `guesthouse build`",
            Self::SuppliedComponents => {
                "define each module and component where it is instantiated, as build tools do"
            }
            _ => "turn the feature off in the compiler, or build for `wasm32-wasip2`",
        }
    }
}

impl Features {
    pub(super) fn note(&mut self, payload: &Payload<'_>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::MemorySection(section) => {
                self.found(Feature::MultiMemory, section.count() > 1);
                for memory in section.clone() {
                    let memory = memory?;
                    self.found(Feature::Memory64, memory.memory64);
                    self.found(Feature::SharedMemory, memory.shared);
                    self.found(Feature::CustomPageSize, memory.page_size_log2.is_some());
                }
            }
            Payload::TableSection(section) => {
                for table in section.clone() {
                    let table = table?;
                    self.found(Feature::Memory64, table.ty.table64);
                }
            }
            Payload::CustomSection(section) => {
                self.found(
                    Feature::InterfaceTypes,
                    INTERFACE_TYPES.contains(&section.name()),
                );
            }
            Payload::TagSection(section) => self.found(Feature::Exceptions, section.count() > 0),
            Payload::ComponentCanonicalSection(section) => {
                for function in section.clone() {
                    self.note_canonical(&function?);
                }
            }
            _ => self.note_supplies(payload)?,
        }
        Ok(())
    }

    /// The parts of a component can be counted only if the file has every definition that it
    /// instantiates.
    fn note_supplies(&mut self, payload: &Payload<'_>) -> Result<(), BinaryReaderError> {
        let is_definition = |kind| {
            matches!(
                kind,
                ComponentExternalKind::Module | ComponentExternalKind::Component
            )
        };
        let mut found = |kind| self.found(Feature::SuppliedComponents, is_definition(kind));
        match payload {
            Payload::ComponentImportSection(section) => {
                for import in section.clone() {
                    found(import?.ty.kind());
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section.clone() {
                    found(export?.kind);
                }
            }
            Payload::ComponentAliasSection(section) => {
                for alias in section.clone() {
                    if let ComponentAlias::InstanceExport { kind, .. } = alias? {
                        found(kind);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn note_canonical(&mut self, function: &CanonicalFunction) {
        match function {
            CanonicalFunction::Lift { options, .. } | CanonicalFunction::Lower { options, .. } => {
                self.found(Feature::Async, options.contains(&CanonicalOption::Async));
                self.found(
                    Feature::GarbageCollection,
                    options.contains(&CanonicalOption::Gc),
                );
            }
            CanonicalFunction::ResourceNew { .. }
            | CanonicalFunction::ResourceDrop { .. }
            | CanonicalFunction::ResourceRep { .. } => {}
            _ => self.found(Feature::Async, true),
        }
    }

    fn found(&mut self, feature: Feature, is_there: bool) {
        if is_there {
            self.0.insert(feature);
        }
    }

    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        let diagnostic = |feature: &Feature| {
            let message = format!(
                "the component uses {}, which hosts do not support",
                feature.name()
            );
            let found = RefusalCode::UnsupportedFeature.diagnostic(message);
            found.hint(feature.hint())
        };
        self.0.iter().map(diagnostic).collect()
    }
}
