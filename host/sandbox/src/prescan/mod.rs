//! Reads a component once, before anything else touches it, and says everything that speaks
//! against it.
//!
//! The pass is linear in the bytes, keeps little but counts, and never recurses over what a stranger
//! chose. What it bounds is what the compiler is given: a component of some hundred bytes can
//! otherwise unfold into millions of instances. What it does not see, the compiler refuses, in its
//! own process.

mod contract;
mod features;
mod format;
mod kept;
mod parts;
mod sizes;

use crate::refused::RefusalCode;
use crate::{Diagnostic, Domain, Refused, static_limits, unwind};
use features::Features;
use parts::Parts;
use sizes::Sizes;
use wasmparser::{BinaryReaderError, Parser, Payload};

/// Checks the size of a component, before anything scans or copies it.
pub(crate) fn check_size(bytes: usize, max: u64) -> Result<(), Diagnostic> {
    if bytes as u64 <= max {
        return Ok(());
    }
    let message = format!("it is larger than the {max} bytes that are allowed");
    Err(Diagnostic::new(RefusalCode::TooLarge, message))
}

/// Checks the bytes of a component against a domain, and returns how many bytes the engine will keep
/// of its instances beside memories and tables.
pub(crate) fn check<D: Domain>(bytes: &[u8]) -> Result<u64, Refused> {
    format::check(bytes)?;
    let scan = guarded(|| scan(bytes))?.map_err(|error| broken(&error))?;
    let mut diagnostics = scan.features.diagnostics();
    diagnostics.extend(scan.parts.diagnostics());
    diagnostics.extend(scan.sizes.diagnostics());
    if !scan.is_hopeless() {
        diagnostics.extend(contract::check::<D>(&scan.imports, &scan.exports));
    }
    diagnostics.truncate(static_limits::DIAGNOSTICS);
    match diagnostics.is_empty() {
        true => Ok(scan.parts.bytes()),
        false => Err(Refused { diagnostics }),
    }
}

/// Makes a panic of the parser a refusal: it is made for hostile input, and still has had panics.
fn guarded<T>(parse: impl FnOnce() -> T + std::panic::UnwindSafe) -> Result<T, Diagnostic> {
    unwind::guarded(parse).map_err(|_| malformed("the parser gave up"))
}

/// What the pass found.
struct Scan {
    features: Features,
    parts: Parts,
    sizes: Sizes,
    imports: Vec<String>,
    exports: Vec<String>,
}

fn scan(bytes: &[u8]) -> Result<Scan, BinaryReaderError> {
    let mut scan = Scan {
        features: Features::default(),
        parts: Parts::default(),
        sizes: Sizes::default(),
        imports: Vec::new(),
        exports: Vec::new(),
    };
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        scan.features.note(&payload)?;
        scan.parts.note(&payload)?;
        scan.sizes.note(&payload)?;
        if scan.is_hopeless() {
            break;
        }
        if scan.parts.at_root() {
            scan.note_names(payload)?;
        }
    }
    Ok(scan)
}

impl Scan {
    /// Whether reading on would only find more of the same. What is kept is bounded by this.
    fn is_hopeless(&self) -> bool {
        self.parts.is_hopeless() || self.sizes.is_hopeless()
    }

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

#[cfg(test)]
mod tests {
    use crate::refused::RefusalCode;

    #[test]
    fn a_panic_of_the_parser_is_a_refusal() {
        let guarded = super::guarded(|| panic!("an index out of bounds"));
        let refused: Result<(), _> = guarded;
        assert_eq!(refused.unwrap_err().code, RefusalCode::Malformed);
    }
}
