//! Instructions with many branch targets. The engine has a limit on them, and finds one that exceeds
//! it only when it compiles the function.

use wasmparser::{BinaryReaderError, Operator, Parser, Payload};

use crate::limits::{BRANCH_TARGETS, SMALLER};
use crate::{Diagnostic, RefusalCode};

/// Refuses a valid component with a `br_table` that has too many targets.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Diagnostic> {
    let most = most_targets(bytes).unwrap_or_default();
    if most <= BRANCH_TARGETS {
        return Ok(());
    }
    let message = format!(
        "the component has {most} branch targets in one instruction, more than the {BRANCH_TARGETS} allowed"
    );
    Err(RefusalCode::TooManyParts.diagnostic(message).hint(SMALLER))
}

/// Returns the targets of the largest `br_table`. A target takes at least a byte, so most functions
/// are too small for one that matters.
fn most_targets(bytes: &[u8]) -> Result<u32, BinaryReaderError> {
    let mut most = 0;
    for payload in Parser::new(0).parse_all(bytes) {
        if let Payload::CodeSectionEntry(body) = payload?
            && body.range().len() > BRANCH_TARGETS as usize
        {
            for operator in body.get_operators_reader()? {
                if let Operator::BrTable { targets } = operator? {
                    most = most.max(targets.len());
                }
            }
        }
    }
    Ok(most)
}
