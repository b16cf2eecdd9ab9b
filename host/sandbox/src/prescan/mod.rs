//! Reads a component once, before anything else touches it, and says everything that speaks
//! against it.
//!
//! The pass is linear in the bytes and keeps nothing but counts. What it bounds is what the
//! compiler is given: a component of some hundred bytes can otherwise unfold into millions of
//! instances. What it does not see, the compiler refuses, in its own process.

mod contract;
mod features;
mod format;
mod parts;

use crate::refused::RefusalCode;
use crate::{Diagnostic, Domain, Refused};
use features::Features;
use parts::Parts;
use wasmparser::{BinaryReaderError, Parser, Payload};

/// Diagnostics that are given at once. A stranger's file may have any number.
const MAX_DIAGNOSTICS: usize = 50;

/// Checks the bytes of a component against a domain.
pub(crate) fn check<D: Domain>(bytes: &[u8], max_bytes: u64) -> Result<(), Refused> {
    if bytes.len() as u64 > max_bytes {
        let message = format!(
            "{} bytes are more than the {max_bytes} allowed",
            bytes.len()
        );
        return Err(Diagnostic::new(RefusalCode::TooLarge, message).into());
    }
    format::check(bytes)?;
    // The parser is made for hostile input, and still has had panics.
    let scanned = std::panic::catch_unwind(|| scan(bytes));
    let scan = match scanned {
        Ok(scan) => scan.map_err(|error| broken(&error))?,
        Err(_) => return Err(malformed("the parser gave up").into()),
    };
    let mut diagnostics = scan.features.diagnostics();
    diagnostics.extend(scan.parts.diagnostics());
    if !scan.parts.is_hopeless() {
        diagnostics.extend(contract::check::<D>(&scan.imports, &scan.exports));
    }
    diagnostics.truncate(MAX_DIAGNOSTICS);
    match diagnostics.is_empty() {
        true => Ok(()),
        false => Err(Refused { diagnostics }),
    }
}

/// What the pass found.
struct Scan {
    features: Features,
    parts: Parts,
    imports: Vec<String>,
    exports: Vec<String>,
}

fn scan(bytes: &[u8]) -> Result<Scan, BinaryReaderError> {
    let mut scan = Scan {
        features: Features::default(),
        parts: Parts::default(),
        imports: Vec::new(),
        exports: Vec::new(),
    };
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        scan.features.note(&payload)?;
        scan.parts.note(&payload)?;
        if scan.parts.at_root() {
            scan.note_names(payload)?;
        }
        if scan.parts.is_hopeless() {
            break;
        }
    }
    Ok(scan)
}

impl Scan {
    fn note_names(&mut self, payload: Payload<'_>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::ComponentImportSection(section) => {
                for import in section {
                    self.imports.push(import?.name.name.to_owned());
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

fn broken(error: &BinaryReaderError) -> Diagnostic {
    let text = error.to_string();
    if text.contains("unexpected end") || text.contains("out of bounds") {
        return Diagnostic::new(RefusalCode::Truncated, text)
            .hint("build or download the component again: its end is missing");
    }
    malformed(text)
}

fn malformed(message: impl AsRef<str>) -> Diagnostic {
    Diagnostic::new(RefusalCode::Malformed, message)
}
