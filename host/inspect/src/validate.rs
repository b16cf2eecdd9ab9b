//! Validates a component with exactly the features that the host's engine has switched on.

use wasmparser::types::Types;
use wasmparser::{BinaryReaderError, Validator, WasmFeatures};

use crate::Diagnostic;

/// What the engine accepts. Everything else is switched off: a hostile guest has fewer doors.
const FEATURES: WasmFeatures = WasmFeatures::MUTABLE_GLOBAL
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::REFERENCE_TYPES)
    .union(WasmFeatures::MULTI_VALUE)
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::BULK_MEMORY_OPT)
    .union(WasmFeatures::CALL_INDIRECT_OVERLONG)
    .union(WasmFeatures::SIMD)
    .union(WasmFeatures::FLOATS)
    .union(WasmFeatures::EXTENDED_CONST)
    .union(WasmFeatures::COMPONENT_MODEL);

/// Checks that a component is valid, and returns its types.
pub(crate) fn component(bytes: &[u8]) -> Result<Types, Diagnostic> {
    let error = match valid(bytes, FEATURES) {
        Ok(types) => return Ok(types),
        Err(error) => error,
    };
    if let Some(feature) = missing_feature(bytes) {
        let message = format!(
            "the component needs WebAssembly's feature `{feature}`: {}",
            said(&error)
        );
        return Err(Diagnostic::error("unsupported-feature", message).hint(feature_hint(&feature)));
    }
    Err(broken(&error, bytes.len()))
}

/// Says how a file is broken.
pub(crate) fn broken(error: &BinaryReaderError, length: usize) -> Diagnostic {
    let text = said(error);
    let ends_early = ["unexpected end", "out of bounds"]
        .iter()
        .any(|sign| text.contains(sign));
    if ends_early {
        let message = format!("the file is cut off after {length} bytes: {text}");
        return Diagnostic::error("truncated", message).hint("copy or build it again");
    }
    let hint = "build it again; if it stays so, the toolchain that wrote it has a bug";
    Diagnostic::error(
        "malformed",
        format!("the file is not valid WebAssembly: {text}"),
    )
    .hint(hint)
}

fn valid(bytes: &[u8], features: WasmFeatures) -> Result<Types, BinaryReaderError> {
    Validator::new_with_features(features).validate_all(bytes)
}

/// Names the one feature whose absence makes the component invalid.
fn missing_feature(bytes: &[u8]) -> Option<String> {
    valid(bytes, WasmFeatures::all()).ok()?;
    let single = (WasmFeatures::all() - FEATURES)
        .iter_names()
        .find(|(_, feature)| valid(bytes, FEATURES | *feature).is_ok());
    let name = single.map_or("several at once", |(name, _)| name);
    Some(name.to_lowercase().replace('_', "-"))
}

fn feature_hint(feature: &str) -> &'static str {
    if feature.starts_with("cm-") || feature.contains("async") {
        "build it for synchronous WASI 0.2 (componentize-qjs: --sync)"
    } else {
        "switch the feature off in the compiler; plugins run without it"
    }
}

fn said(error: &BinaryReaderError) -> String {
    format!("{} (at byte {})", error.message(), error.offset())
}
