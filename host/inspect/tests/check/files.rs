//! Files that are no component: each is called by its name, with what to do.

use crate::made;

use guesthouse_inspect::{Diagnostic, Kind, check};

fn code(bytes: &[u8]) -> (Kind, &'static str) {
    let report = check(bytes);
    assert!(!report.is_plugin());
    let [found] = report.diagnostics.as_slice() else {
        panic!("{:?}", report.diagnostics)
    };
    assert!(found.hint.is_some(), "{found}");
    (report.kind, found.code)
}

#[test]
fn what_is_not_webassembly() {
    let cases: [(&[u8], Kind, &str); 12] = [
        (b"", Kind::Empty, "empty-file"),
        (b"(module)", Kind::Text, "text-format"),
        (b"  ;; a comment\n(component)", Kind::Text, "text-format"),
        (b"<!DOCTYPE html><html>", Kind::Html, "html"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid",
            Kind::GitLfsPointer,
            "git-lfs-pointer",
        ),
        (b"\x1f\x8b\x08\x00", Kind::Compressed, "compressed"),
        (b"PK\x03\x04", Kind::Zip, "zip"),
        (b"\x7fELF\x02\x01", Kind::Native, "native"),
        (
            b"\x7fELF\x02\x01....wasmtime.engine",
            Kind::Native,
            "precompiled",
        ),
        (b"\0asm\x01\0", Kind::UnknownWasm, "truncated"),
        (b"\0asm\x07\0\0\0", Kind::UnknownWasm, "unknown-version"),
        (b"{\"specversion\": \"1.0\"}", Kind::Unknown, "not-wasm"),
    ];
    for (bytes, kind, expected) in cases {
        assert_eq!(
            code(bytes),
            (kind, expected),
            "{}",
            String::from_utf8_lossy(bytes)
        );
    }
}

#[test]
fn core_modules_by_the_build_that_made_them() {
    let cases = [
        ("(module)", "core-module"),
        (
            r#"(module (import "__wbindgen_placeholder__" "f" (func)))"#,
            "wasm-bindgen-module",
        ),
        (
            r#"(module (import "env" "emscripten_resize_heap" (func)))"#,
            "emscripten-module",
        ),
        (
            r#"(module (import "gojs" "runtime.wasmExit" (func)))"#,
            "go-js-module",
        ),
        (
            r#"(module (import "wasi:io/poll@0.2.0" "poll" (func)))"#,
            "unlinked-module",
        ),
        (
            r#"(module (import "wasi_snapshot_preview1" "fd_write" (func)))"#,
            "wasip1-module",
        ),
        (
            r#"(module (import "wasi_snapshot_preview1" "fd_write" (func)) (func (export "_start")))"#,
            "command-module",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(
            code(&wat::parse_str(text).unwrap()),
            (Kind::Module, expected),
            "{text}"
        );
    }
}

#[test]
fn a_component_cut_off_or_changed_is_an_error() {
    let whole = made::component(&made::contract(), "plugin");
    let (_, truncated) = code(&whole[..whole.len() - 5]);
    assert_eq!(truncated, "truncated");
}

#[test]
fn a_feature_that_the_engine_has_not_is_named() {
    let text = "(component (core module (memory i64 1)))";
    let report = check(&wat::parse_str(text).unwrap());
    let shown = report.diagnostics[0].to_string();
    assert!(
        shown.starts_with(
            "error[unsupported-feature]: the component needs WebAssembly's feature `memory64`"
        ),
        "{shown}"
    );
}

#[test]
fn wit_in_binary_form_is_no_plugin() {
    let mut resolve = wit_parser::Resolve::new();
    let package = resolve
        .push_str("a.wit", "package a:b; interface c { d: func(); }")
        .unwrap();
    let bytes = wit_component::encode(&resolve, package).unwrap();
    assert_eq!(code(&bytes), (Kind::Component, "wit-package"));
}

/// Whoever reads these types recurses once for each.
#[test]
fn components_nested_without_end() {
    let nested = |levels: usize| {
        let inner = "(component ".repeat(levels) + &")".repeat(levels);
        wat::parse_str(inner).unwrap()
    };
    let is_deep = |found: &Diagnostic| found.code == "too-deep";
    assert!(!check(&nested(16)).diagnostics.iter().any(is_deep));
    assert_eq!(code(&nested(17)), (Kind::Component, "too-deep"));
}

#[test]
fn types_nested_without_end() {
    let levels = 300_000_usize;
    let size = 1 + levels * 3 + 2;
    let byte = |shift: usize| u8::try_from(size >> shift & 0x7f).unwrap();
    let mut nested = b"\0asm\x0d\0\x01\0".to_vec();
    nested.extend([7, byte(0) | 0x80, byte(7) | 0x80, byte(14), 1]);
    nested.extend([0x41, 1, 1].repeat(levels));
    nested.extend([0x41, 0]);
    assert_eq!(code(&nested), (Kind::Component, "too-deep"));
}
