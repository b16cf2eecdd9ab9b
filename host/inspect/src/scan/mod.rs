//! Reads a component once, before any other code does, and reports the reasons to refuse it. The pass
//! stops when the component exceeds a limit.
//!
//! The pass is linear in the bytes, stores little more than counts, and never recurses over a
//! structure that the component's author chose. It bounds the work of everything that reads the
//! component after it, most of all of the compiler: a component of a few hundred bytes can
//! instantiate millions of modules.

mod features;
mod frame;
mod overhead;
mod parts;
mod sizes;
mod unfolded;

use features::Features;
use guesthouse_diagnostics::{Diagnostic, catch_parser_panic};
use parts::Parts;
use sizes::Sizes;
use wasmparser::{BinaryReaderError, ComponentTypeRef, Parser, Payload, TypeBounds};

use crate::names::Names;
use crate::validate::{broken, parser_panicked};
use crate::{limits, names};

/// The results of the pass.
#[derive(Default)]
pub(crate) struct Scanned {
    /// Bytes that the engine keeps for the instances of one run, in addition to memories and tables.
    pub(crate) instance_bytes: u64,
    /// The imports that a host must provide.
    pub(crate) imports: Vec<String>,
    pub(crate) exports: Vec<String>,
    /// The reasons to refuse the component, at most [`limits::DIAGNOSTICS`].
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Scans a component, and checks the names that it imports and exports.
pub(crate) fn component(bytes: &[u8], names: &Names) -> Scanned {
    let refused = match catch_parser_panic(|| scan(bytes)) {
        Ok(Ok(scan)) => return scan.finish(names),
        Ok(Err(error)) => broken(&error, bytes),
        Err(_panic) => parser_panicked(),
    };
    Scanned {
        diagnostics: vec![refused],
        ..Scanned::default()
    }
}

#[derive(Default)]
struct Scan {
    features: Features,
    parts: Parts,
    sizes: Sizes,
    imports: Vec<String>,
    exports: Vec<String>,
}

fn scan(bytes: &[u8]) -> Result<Scan, BinaryReaderError> {
    let mut scan = Scan::default();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        scan.features.note(&payload)?;
        scan.parts.note(&payload)?;
        scan.sizes.note(&payload, bytes)?;
        if scan.exceeds_a_limit() {
            break;
        }
        if scan.parts.at_root() {
            scan.note_names(payload)?;
        }
    }
    Ok(scan)
}

impl Scan {
    fn finish(self, names: &Names) -> Scanned {
        let mut diagnostics = self.features.diagnostics();
        diagnostics.extend(self.parts.diagnostics());
        diagnostics.extend(self.sizes.diagnostics());
        if !self.exceeds_a_limit() {
            // Lazy: a diagnostic takes much longer than reading the name that it is about.
            let unfit = names::check(names, &self.imports, &self.exports);
            diagnostics.extend(unfit.take(limits::DIAGNOSTICS));
        }
        diagnostics.truncate(limits::DIAGNOSTICS);
        Scanned {
            instance_bytes: self.parts.bytes(),
            imports: self.imports,
            exports: self.exports,
            diagnostics,
        }
    }

    /// Returns whether a limit is exceeded. The pass stops then, which bounds the memory that it
    /// uses.
    fn exceeds_a_limit(&self) -> bool {
        self.parts.exceeds_a_limit() || self.sizes.exceeds_a_limit()
    }

    fn note_names(&mut self, payload: Payload<'_>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::ComponentImportSection(section) => {
                for import in section {
                    let import = import?;
                    if !only_names_a_type(&import.ty) {
                        self.imports.push(import.name.name.to_owned());
                    }
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section {
                    self.exports.push(export?.name.name.to_owned());
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Whether an import gives a name to a type that the component itself defines. No host provides it.
/// The functions that use the type are compared with those of the contract.
fn only_names_a_type(import: &ComponentTypeRef) -> bool {
    matches!(import, ComponentTypeRef::Type(TypeBounds::Eq(_)))
}
