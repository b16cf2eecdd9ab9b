//! Files that are not components: the report names each kind and says what to do.

use crate::made;

use guesthouse_inspect::{Diagnostic, FileKind, RefusalCode, check};

fn code(bytes: &[u8]) -> (FileKind, String) {
    let report = check(bytes);
    assert!(!report.is_plugin());
    let [found] = report.diagnostics.as_slice() else {
        panic!("{:?}", report.diagnostics)
    };
    assert!(!found.hints.is_empty(), "{found}");
    (report.kind, found.code.to_string())
}

#[test]
fn files_that_are_not_webassembly() {
    let cases: [(&[u8], FileKind, &str); 18] = [
        (b"", FileKind::Empty, "empty-file"),
        (b"(module)", FileKind::Text, "text-format"),
        (
            b"  ;; a comment\n(component)",
            FileKind::Text,
            "text-format",
        ),
        (b"<!DOCTYPE html><html>", FileKind::Html, "not-wasm"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid",
            FileKind::GitLfsPointer,
            "not-wasm",
        ),
        (b"\x1f\x8b\x08\x00", FileKind::Compressed, "not-wasm"),
        (b"PK\x03\x04", FileKind::Zip, "not-wasm"),
        (b"\x7fELF\x02\x01", FileKind::Native, "not-wasm"),
        (
            b"\x7fELF\x02\x01\x01\xc8",
            FileKind::Precompiled,
            "precompiled",
        ),
        (b"\0asm\x01\0", FileKind::CutHeader, "truncated"),
        (b"\0asm\x07\0\0\0", FileKind::UnknownWasm, "malformed"),
        (
            b"{\"specversion\": \"1.0\"}",
            FileKind::OtherText,
            "not-wasm",
        ),
        (b"\xff\xfe", FileKind::Unknown, "not-wasm"),
        (b"AGFzbQEAAAA=", FileKind::Base64, "not-wasm"),
        (b"<?xml version='1.0'?><Error/>", FileKind::Xml, "not-wasm"),
        (b"package a:b;", FileKind::Wit, "not-wasm"),
        (b"\0asm\n\0\x01\0", FileKind::ChangedAsText, "malformed"),
        (b"\xef\xbb\xbf\0asm", FileKind::ChangedAsText, "malformed"),
    ];
    for (bytes, kind, expected) in cases {
        assert_eq!(
            code(bytes),
            (kind, expected.to_owned()),
            "{}",
            String::from_utf8_lossy(bytes)
        );
    }
}

#[test]
fn core_modules_by_the_build_that_made_them() {
    let cases = [
        ("(module)", "it has no interface in WIT"),
        (
            r#"(module (import "__wbindgen_placeholder__" "f" (func)))"#,
            "made with wasm-bindgen",
        ),
        (
            r#"(module (import "env" "emscripten_resize_heap" (func)))"#,
            "made with Emscripten",
        ),
        (
            r#"(module (import "gojs" "runtime.wasmExit" (func)))"#,
            "GOOS=js",
        ),
        (
            r#"(module (import "wasi:io/poll@0.2.0" "poll" (func)))"#,
            "last step of linking",
        ),
        (
            r#"(module (import "wasi_snapshot_preview1" "fd_write" (func)))"#,
            "built for WASI preview 1",
        ),
        (
            r#"(module (import "wasi_snapshot_preview1" "fd_write" (func)) (func (export "_start")))"#,
            "a command for WASI preview 1",
        ),
        (r#"(module (@custom "linking" "\02"))"#, "an object file"),
        (r#"(module (@custom "dylink.0" ""))"#, "a dynamic library"),
        (
            r#"(module (import "a" "a" (func)) (import "a" "bc" (func)))"#,
            "are minified",
        ),
        ("(module (type (struct (field i32))))", "garbage-collected"),
        (
            r#"(module (import "env" "memory" (memory i64 1)))"#,
            "64-bit",
        ),
        (
            r#"(module (import "env" "memory" (memory 1 2 shared)) (import "wasi_snapshot_preview1" "fd_write" (func)))"#,
            "built with threads",
        ),
        (
            r#"(module (import "env" "abort" (func (param i32 i32 i32 i32))))"#,
            "AssemblyScript",
        ),
    ];
    for (text, expected) in cases {
        let report = check(&wat::parse_str(text).unwrap());
        let found = &report.diagnostics[0];
        assert_eq!(found.code, RefusalCode::CoreModule);
        assert!(found.message.contains(expected), "{found}");
    }
}

#[test]
fn a_truncated_component_is_an_error() {
    let whole = made::component(&made::contract(), "plugin");
    let (_, truncated) = code(&whole[..whole.len() - 5]);
    assert_eq!(truncated, "truncated");
    let module = "(component (core module (func (export \"a:b/c#d\"))))";
    let whole = wat::parse_str(module).unwrap();
    let notes = |bytes| {
        let report = check(bytes);
        let codes = report
            .diagnostics
            .iter()
            .map(|found| found.code.to_string());
        codes.collect::<Vec<_>>()
    };
    assert_eq!(notes(&whole), ["missing-export", "stripped-interface"]);
    assert_eq!(notes(&whole[..whole.len() - 1]), ["truncated"]);
}

#[test]
fn a_file_that_was_changed_as_text_is_told_apart() {
    let whole = made::component(&made::contract(), "plugin");
    let message = |bytes: &[u8]| {
        let report = check(bytes);
        assert_eq!(report.diagnostics[0].code, RefusalCode::Malformed);
        report.diagnostics[0].message.clone()
    };
    for line_end in ["\n", "\r\n"] {
        let longer = [&whole, line_end.as_bytes()].concat();
        let added = "a line end was added at the end of the file";
        assert_eq!(message(&longer), added);
    }
    let lossy = String::from_utf8_lossy(&[&whole[..], &[0xff; 3]].concat()).into_owned();
    assert!(message(lossy.as_bytes()).contains("U+FFFD"));
    let line_feeds = whole.iter().filter(|byte| **byte == b'\n').count();
    assert!(line_feeds >= 3, "the test needs a file with line feeds");
    let long = whole.iter().flat_map(|byte| match byte {
        b'\n' => b"\r\n".to_vec(),
        other => vec![*other],
    });
    assert!(message(&long.collect::<Vec<_>>()).contains("carriage return"));
}

/// A section is complete, but its content is not.
#[test]
fn a_complete_file_is_not_truncated() {
    let header = b"\0asm\x0d\0\x01\0";
    // One import whose name has nine bytes, but the section ends after the first. An export of an
    // unknown function follows.
    let short = [header.as_slice(), &[10, 4, 1, 0, 9, b'a', 11, 1, 0]].concat();
    assert_eq!(code(&short).1, "malformed");
    // The size of the section needs another byte.
    assert_eq!(
        code(&[header.as_slice(), &[10, 0x80]].concat()).1,
        "truncated"
    );
    // The size is not a number of 32 bits.
    let wrong = [header.as_slice(), &[10], &[0xff; 6]].concat();
    assert_eq!(code(&wrong).1, "malformed");
}

#[test]
fn a_feature_that_the_engine_lacks_is_named() {
    let handler = made::EMPTY_HANDLER;
    let text = format!("(component {handler} (core module (func return_call 0)))");
    let report = check(&wat::parse_str(text).unwrap());
    let shown = report.diagnostics[0].to_string();
    assert!(
        shown.starts_with(
            "error[unsupported-feature]: the component uses WebAssembly's feature `tail-call`"
        ),
        "{shown}"
    );
    let text = "(component (core module (memory i64 1)))";
    let report = check(&wat::parse_str(text).unwrap());
    assert_eq!(report.diagnostics[0].code, RefusalCode::UnsupportedFeature);
}

#[test]
fn wit_in_binary_form_is_not_a_plugin() {
    let mut resolve = wit_parser::Resolve::new();
    let package = resolve
        .push_str("a.wit", "package a:b; interface c { d: func(); }")
        .unwrap();
    let bytes = wit_component::encode(&resolve, package).unwrap();
    let report = check(&bytes);
    assert!(!report.is_plugin());
    let is_refused = |code: RefusalCode| report.diagnostics.iter().any(|found| found.code == code);
    assert!(
        is_refused(RefusalCode::MissingExport),
        "{:?}",
        report.diagnostics
    );
}

#[test]
fn deeply_nested_components() {
    let nested = |levels: usize| {
        let inner = "(component ".repeat(levels) + &")".repeat(levels);
        wat::parse_str(inner).unwrap()
    };
    let is_deep = |found: &Diagnostic| found.code == RefusalCode::TooManyParts;
    assert!(!check(&nested(16)).diagnostics.iter().any(is_deep));
    assert_eq!(
        code(&nested(17)),
        (FileKind::Component, "too-many-parts".to_owned())
    );
}

/// A reader recurses once for each of these types.
#[test]
fn deeply_nested_types() {
    let levels = 100_000_usize;
    let size = 1 + levels * 3 + 2;
    let byte = |shift: usize| u8::try_from(size >> shift & 0x7f).unwrap();
    let mut nested = b"\0asm\x0d\0\x01\0".to_vec();
    nested.extend([7, byte(0) | 0x80, byte(7) | 0x80, byte(14), 1]);
    nested.extend([0x41, 1, 1].repeat(levels));
    nested.extend([0x41, 0]);
    let report = check(&nested);
    assert_eq!(report.diagnostics[0].code, RefusalCode::TooManyParts);
}
