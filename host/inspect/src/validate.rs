//! Validates a component with exactly the features that the host's engine has.

use std::borrow::Cow;

use guesthouse_diagnostics::{Diagnostic, RefusalCode, catch_parser_panic};
use wasmparser::types::Types;
use wasmparser::{BinaryReader, BinaryReaderError, Validator, WasmFeatures};

use crate::damage;
use crate::limits::SMALLER;

/// The features of the engine: what toolchains emit and what stays deterministic. Threads, garbage
/// collection, 64-bit memories, exceptions, tail calls, relaxed SIMD and component-model async are
/// off, so that a hostile guest reaches less of the engine.
///
/// Several memories in a module are on, because the engine's own adapters between nested components
/// use them. The scan refuses modules that define more than one.
pub const FEATURES: WasmFeatures = WasmFeatures::MUTABLE_GLOBAL
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
    .union(WasmFeatures::MULTI_MEMORY)
    .union(WasmFeatures::COMPONENT_MODEL);

/// Checks that a component is valid, and returns its types.
pub(crate) fn component(bytes: &[u8]) -> Result<Types, Diagnostic> {
    match catch_parser_panic(|| read(bytes)) {
        Ok(read) => read,
        Err(_panic) => Err(parser_panicked()),
    }
}

fn read(bytes: &[u8]) -> Result<Types, Diagnostic> {
    let error = match validate(bytes, FEATURES) {
        Ok(types) => return Ok(types),
        Err(error) => error,
    };
    let Some(feature) = missing_feature(bytes) else {
        return Err(damage::diagnose(bytes).unwrap_or_else(|| invalid(&error)));
    };
    let message = format!(
        "the component uses {feature}, which hosts do not support: {}",
        message_with_offset(&error)
    );
    let found = RefusalCode::UnsupportedFeature.diagnostic(message);
    Err(found
        .offset(error.offset() as u64)
        .hint(feature_hint(&feature)))
}

/// Returns the diagnostic for a file whose structure is broken.
pub(crate) fn broken(error: &BinaryReaderError, bytes: &[u8]) -> Diagnostic {
    if let Some(changed) = damage::diagnose(bytes) {
        return changed;
    }
    let Some(section) = cut_section(bytes).filter(|start| *start <= error.offset()) else {
        return invalid(error);
    };
    if damage::without_line_end(bytes) == Some(section) {
        let message = "a line end was added at the end of the file";
        let found = RefusalCode::Malformed.diagnostic(message);
        return found.offset(section as u64).hint(damage::CHANGED);
    }
    let length = bytes.len();
    let message = format!(
        "the file is truncated: it has {length} bytes, but the section at byte {section} needs more"
    );
    RefusalCode::Truncated
        .diagnostic(message)
        .offset(section as u64)
        .hint("copy the file again, or build it again")
}

/// Returns where the section starts that the end of the file cuts off, if there is one.
fn cut_section(bytes: &[u8]) -> Option<usize> {
    // The header has eight bytes.
    let mut start = 8;
    while start < bytes.len() {
        let mut reader = BinaryReader::new(bytes.get(start + 1..)?, start + 1);
        let size = reader.read_var_u32();
        let end = size.map(|size| reader.original_position().saturating_add(size as usize));
        match end {
            Ok(end) if end <= bytes.len() => start = end,
            Err(_) if !reader.eof() => return None,
            _ => return Some(start),
        }
    }
    None
}

/// The words of the parser for a limit of its own. The file breaks no rule of WebAssembly.
const LIMITS: [&str; 9] = [
    "exceeds limit of",
    "exceeds the limit of",
    "implementation limit",
    "size is out of bounds",
    "string size out of bounds",
    "number of elements is out of bounds",
    "too many",
    "nesting is too deep",
    "more than 32 flags",
];

/// Returns the diagnostic for a structurally complete file that breaks a rule or exceeds a limit.
fn invalid(error: &BinaryReaderError) -> Diagnostic {
    let text = error.message();
    let offset = error.offset() as u64;
    if LIMITS.iter().any(|words| text.contains(words)) {
        let message = format!(
            "a part of the component is too large: {}",
            message_with_offset(error)
        );
        return RefusalCode::TooManyParts
            .diagnostic(message)
            .offset(offset)
            .hint(SMALLER);
    }
    malformed(&message_with_offset(error)).offset(offset)
}

/// Returns the diagnostic for a panic of the parser, which happens on some invalid files.
pub(crate) fn parser_panicked() -> Diagnostic {
    malformed("the parser failed")
}

fn malformed(why: &str) -> Diagnostic {
    RefusalCode::Malformed
        .diagnostic(format_args!("the file is not valid WebAssembly: {why}"))
        .hint("build the file again; if the error persists, report it to the authors of the toolchain")
}

fn validate(bytes: &[u8], features: WasmFeatures) -> Result<Types, BinaryReaderError> {
    Validator::new_with_features(features).validate_all(bytes)
}

/// Above this size the search for the feature is skipped, because each attempt validates the whole
/// file.
const SEARCHED: usize = 1 << 20;

/// Names the one feature whose absence makes the component invalid. Each step halves the candidates.
fn missing_feature(bytes: &[u8]) -> Option<Cow<'static, str>> {
    validate(bytes, WasmFeatures::all()).ok()?;
    let unnamed = Cow::Borrowed("a WebAssembly feature");
    if bytes.len() > SEARCHED {
        return Some(unnamed);
    }
    let off = WasmFeatures::all() - FEATURES;
    let mut candidates: Vec<_> = off.iter_names().collect();
    while candidates.len() > 1 {
        let rest = candidates.split_off(candidates.len() / 2);
        let with = |some: &[(&str, WasmFeatures)]| {
            let added = some
                .iter()
                .fold(FEATURES, |all, (_, feature)| all | *feature);
            validate(bytes, added).is_ok()
        };
        if with(&rest) {
            candidates = rest;
        } else if !with(&candidates) {
            return Some("several WebAssembly features".into());
        }
    }
    let name = candidates
        .first()
        .map(|(name, _)| name.to_lowercase().replace('_', "-"));
    Some(name.map_or(unnamed, |name| {
        format!("WebAssembly's feature `{name}`").into()
    }))
}

fn feature_hint(feature: &str) -> &'static str {
    if feature.contains("`cm-") || feature.contains("async") {
        "build it for synchronous WASI 0.2 (componentize-qjs: `--sync`)"
    } else {
        "turn the feature off in the compiler, or build for `wasm32-wasip2`"
    }
}

fn message_with_offset(error: &BinaryReaderError) -> String {
    let message = without_ids(error.message());
    format!("{message} (at byte {})", error.offset())
}

/// Removes the parts in parentheses that print an internal id of the validator, such as `(ResourceId
/// { globally_unique_id: 0 })`.
fn without_ids(message: &str) -> Cow<'_, str> {
    let part = || {
        let brace = message.find(" { ")?;
        let start = message.get(..brace)?.rfind(" (")?;
        let end = brace + message.get(brace..)?.find(')')?;
        Some((message.get(..start)?, message.get(end + 1..)?))
    };
    match part() {
        Some((before, after)) => Cow::Owned(without_ids(&format!("{before}{after}")).into_owned()),
        None => Cow::Borrowed(message),
    }
}

#[cfg(test)]
mod tests {
    use guesthouse_diagnostics::RefusalCode;

    #[test]
    fn the_missing_feature_of_a_large_file_is_not_searched() {
        for (bytes, expected) in [
            (100, "uses WebAssembly's feature `tail-call`"),
            (super::SEARCHED, "uses a WebAssembly feature"),
        ] {
            let text = format!(
                "(component (core module (func $f return_call $f) (@custom \"x\" \"{}\")))",
                "a".repeat(bytes)
            );
            let refused = super::component(&wat::parse_str(text).unwrap())
                .map(drop)
                .unwrap_err();
            assert!(refused.message.contains(expected), "{refused}");
        }
    }

    #[test]
    fn internal_ids_of_the_validator_are_not_shown() {
        let text = r#"(component
            (type $one (resource (rep i32)))
            (type $other (resource (rep i32)))
            (component $c
                (import "r" (type $r (sub resource)))
                (import "f" (func (param "x" (own $r)))))
            (core module $m (func (export "f") (param i32)))
            (core instance $i (instantiate $m))
            (func $f (param "x" (own $other)) (canon lift (core func $i "f")))
            (instance (instantiate $c (with "r" (type $one)) (with "f" (func $f)))))"#;
        let refused = super::component(&wat::parse_str(text).unwrap())
            .map(drop)
            .unwrap_err();
        let message = &refused.message;
        let is_plain =
            message.contains("resource types are not the same") && !message.contains('{');
        assert!(is_plain, "{message}");
    }

    #[test]
    fn a_panic_of_the_parser_is_a_refusal() {
        let levels = 200;
        let mut text = "(component (type $t0 (instance))".to_owned();
        for level in 1..levels {
            let before = level - 1;
            text +=
                &format!("(type $t{level} (instance (export \"a\" (instance (type $t{before})))))");
        }
        let bytes = wat::parse_str(text + ")").unwrap();
        let refused = super::component(&bytes).map(drop).unwrap_err();
        assert_eq!(refused.code, RefusalCode::Malformed, "{refused}");
    }
}
