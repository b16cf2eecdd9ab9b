//! A small plugin in the text format, with other imports or exports. `check` and every host give the
//! same verdict on each variant: the test of their agreement compares them.

/// The smallest plugin. Variants replace its last export, or add imports and definitions.
const PLUGIN: &str = include_str!("plugin.wat");
const HANDLER: &str = r#"(export "guesthouse:automation/handler@0.1.0" (instance $good))"#;

/// A variant of the plugin.
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) text: String,
    /// The code of the refusal, or none if it is a plugin.
    pub(crate) code: Option<&'static str>,
}

pub(crate) fn all() -> Vec<Variant> {
    let exports = EXPORTS.iter().map(|(name, code, exports)| Variant {
        name: (*name).to_owned(),
        text: PLUGIN.replace(HANDLER, exports),
        code: *code,
    });
    let added = |name: &str, code, before: &str, after: &str| Variant {
        name: name.to_owned(),
        text: PLUGIN
            .replace(";; imports", before)
            .replace(HANDLER, &format!("{after} {HANDLER}")),
        code,
    };
    let resources = RESOURCES
        .iter()
        .map(|(name, code, imports)| added(name, *code, imports, ""));
    let passed_on = PASSED_ON.iter().map(|(name, code, exports)| {
        let import = r#"(import "wasi:random/random@0.2.0" (instance $random
          (export "get-random-u64" (func (result u64)))))
          (alias export $random "get-random-u64" (func $f))"#;
        added(name, *code, import, exports)
    });
    let sizes = sizes();
    let sizes = sizes
        .iter()
        .map(|(name, code, inside)| added(name, *code, inside, ""));
    exports
        .chain(resources)
        .chain(passed_on)
        .chain(sizes)
        .collect()
}

/// The code, and a text of the plugin.
type Row = (&'static str, Option<&'static str>, &'static str);

/// The engine calls the export with the exact version, or else the one with the highest version.
const EXPORTS: [Row; 8] = [
    ("the plugin", None, HANDLER),
    (
        "the exact version is not the first",
        Some("type-mismatch"),
        r#"(export "guesthouse:automation/handler@0.1.1" (instance $good))
           (export "guesthouse:automation/handler@0.1.0" (instance $bad))"#,
    ),
    (
        "the exact version lacks the function",
        Some("type-mismatch"),
        r#"(export "guesthouse:automation/handler@0.1.1" (instance $good))
           (export "guesthouse:automation/handler@0.1.0" (instance $empty))"#,
    ),
    (
        "a higher version than the exact one differs",
        None,
        r#"(export "guesthouse:automation/handler@0.1.1" (instance $bad))
           (export "guesthouse:automation/handler@0.1.0" (instance $good))"#,
    ),
    (
        "the highest version is not the first",
        Some("type-mismatch"),
        r#"(export "guesthouse:automation/handler@0.1.9" (instance $good))
           (export "guesthouse:automation/handler@0.1.10" (instance $bad))"#,
    ),
    (
        "a lower version differs",
        None,
        r#"(export "guesthouse:automation/handler@0.1.10" (instance $good))
           (export "guesthouse:automation/handler@0.1.9" (instance $bad))"#,
    ),
    (
        "build metadata makes a version higher",
        Some("type-mismatch"),
        r#"(export "guesthouse:automation/handler@0.1.1" (instance $good))
           (export "guesthouse:automation/handler@0.1.1+build" (instance $bad))"#,
    ),
    (
        "a pre-release is another interface",
        None,
        r#"(export "guesthouse:automation/handler@0.1.0" (instance $good))
           (export "guesthouse:automation/handler@0.1.9-rc.1" (instance $bad))"#,
    ),
];

/// Each resource must be the one that the host has under that name.
const RESOURCES: [Row; 9] = [
    (
        "a resource with the name of a record",
        Some("type-mismatch"),
        r#"(import "guesthouse:automation/types@0.1.1" (instance (export "event" (type (sub resource)))))"#,
    ),
    (
        "a resource with the name of a variant",
        Some("type-mismatch"),
        r#"(import "wasi:io/streams@0.2.0" (instance (export "stream-error" (type (sub resource)))))"#,
    ),
    (
        "a resource with the name of a resource of another interface",
        Some("type-mismatch"),
        r#"(import "wasi:cli/stdin@0.2.0" (instance (export "input-stream" (type (sub resource)))))"#,
    ),
    (
        "a resource with the name of a function",
        Some("type-mismatch"),
        r#"(import "wasi:cli/stdin@0.2.0" (instance (export "get-stdin" (type (sub resource)))))"#,
    ),
    (
        "a resource with the name of another one",
        Some("type-mismatch"),
        r#"(import "wasi:io/error@0.2.0" (instance $e (export "error" (type (sub resource)))))
           (alias export $e "error" (type $error))
           (import "wasi:io/poll@0.2.0" (instance (alias outer 1 $error (type $p)) (export "pollable" (type (eq $p)))))"#,
    ),
    (
        "a resource with the name of another one of its interface",
        Some("type-mismatch"),
        r#"(import "wasi:io/streams@0.2.0" (instance
             (export "input-stream" (type $i (sub resource))) (export "output-stream" (type (eq $i)))))"#,
    ),
    (
        "a second name of a resource is the name of a function",
        Some("type-mismatch"),
        r#"(import "wasi:io/error@0.2.0" (instance $e (export "error" (type (sub resource)))))
           (alias export $e "error" (type $error))
           (import "wasi:cli/stdin@0.2.0" (instance (alias outer 1 $error (type $p)) (export "get-stdin" (type (eq $p)))))"#,
    ),
    (
        "a second name of a resource",
        None,
        r#"(import "wasi:io/error@0.2.0" (instance
             (export "error" (type $e (sub resource))) (export "other" (type (eq $e)))))"#,
    ),
    (
        "a resource that two interfaces use",
        None,
        r#"(import "wasi:io/streams@0.2.0" (instance $s (export "input-stream" (type (sub resource)))))
           (alias export $s "input-stream" (type $stream))
           (import "wasi:cli/stdin@0.2.3" (instance (alias outer 1 $stream (type $p))
             (export "input-stream" (type $i (eq $p))) (export "get-stdin" (func (result (own $i))))))"#,
    ),
];

/// Exports of imported functions. The host cannot call them.
const PASSED_ON: [Row; 7] = [
    (
        "an imported instance is exported",
        Some("unsupported-feature"),
        r#"(export "a:b/c" (instance $random))"#,
    ),
    (
        "an imported function is exported",
        Some("unsupported-feature"),
        r#"(export "random" (func $f))"#,
    ),
    (
        "a new instance of an imported function is exported",
        Some("unsupported-feature"),
        r#"(instance $new (export "random" (func $f))) (export "a:b/c" (instance $new))"#,
    ),
    (
        "a component inside passes an imported function on",
        Some("unsupported-feature"),
        r#"(component $outer
             (component $inner (import "f" (func $f (result u64))) (export "g" (func $f)))
             (import "in" (instance $in (export "get-random-u64" (func (result u64)))))
             (alias export $in "get-random-u64" (func $f))
             (instance $i (instantiate $inner (with "f" (func $f))))
             (export "out" (instance $i)))
           (instance $o (instantiate $outer (with "in" (instance $random))))
           (alias export $o "out" (instance $out)) (export "a:b/c" (instance $out))"#,
    ),
    (
        "a component inside passes one of two functions on",
        None,
        r#"(component $inner
             (import "imported" (func $imported (result u64))) (import "own" (func $own))
             (export "a" (func $imported)) (export "b" (func $own)))
           (instance $i (instantiate $inner (with "imported" (func $f)) (with "own" (func $nothing))))
           (alias export $i "b" (func $b)) (export "b" (func $b))"#,
    ),
    (
        "an imported instance without functions is exported",
        None,
        r#"(import "wasi:io/poll@0.2.0" (instance $poll)) (export "wasi:io/poll@0.2.1" (instance $poll))"#,
    ),
    (
        "an imported function stays inside",
        None,
        r#"(instance $new (export "random" (func $f)))"#,
    ),
];

/// Limits of the engine and of the parser, whether the part is instantiated or not.
fn sizes() -> Vec<(&'static str, Option<&'static str>, String)> {
    let too_many = Some("too-many-parts");
    let module = |inside: &str| format!("(core module {inside})");
    let flags: String = (0..33).map(|n| format!("\"f{n}\" ")).collect();
    let nested: String = (1..=100)
        .map(|n| format!("(type $t{n} (list $t{}))", n - 1))
        .collect();
    let branches = |targets: usize| {
        let targets = "0 ".repeat(targets);
        module(&format!(
            "(func (param i32) (br_table {targets} 0 (local.get 0)))"
        ))
    };
    // 512 core instances, with the one of the plugin. Each call of another component needs an adapter.
    let adapters = |calls: usize| {
        let lowered = "(core func (canon lower (func $f)))".repeat(calls);
        let fill = "(core instance (instantiate $none))".repeat(510);
        format!(
            r#"(component $callee (core module $m (func (export "f"))) (core instance $i (instantiate $m))
                 (func (export "f") (canon lift (core func $i "f"))))
               (instance $callee (instantiate $callee))
               (component $caller (import "f" (func $f)) {lowered})
               (instance (instantiate $caller (with "f" (func $callee "f"))))
               (core module $none) {fill}"#
        )
    };
    vec![
        ("512 core instances and an adapter", None, adapters(1)),
        ("512 adapters", None, adapters(512)),
        ("513 adapters", too_many, adapters(513)),
        ("65520 branch targets", None, branches(65_520)),
        ("65521 branch targets", too_many, branches(65_521)),
        (
            "interface types",
            Some("unsupported-feature"),
            module(r#"(@custom "wasm-interface-types" "")"#),
        ),
        ("a full table", None, module("(table 100000 funcref)")),
        (
            "a table that is too large",
            too_many,
            module("(table 100001 funcref)"),
        ),
        (
            "64 tables in a module",
            None,
            module(&"(table 1 funcref)".repeat(64)),
        ),
        (
            "65 tables in a module",
            too_many,
            module(&"(table 1 funcref)".repeat(65)),
        ),
        (
            "101 tables in a module",
            too_many,
            module(&"(table 1 funcref)".repeat(101)),
        ),
        ("1001 modules", too_many, "(core module)".repeat(1_001)),
        ("1001 components", too_many, "(component)".repeat(1_001)),
        (
            "1001 instances",
            too_many,
            format!(
                "(component $c) {}",
                "(instance (instantiate $c))".repeat(1_001)
            ),
        ),
        ("33 flags", too_many, format!("(type (flags {flags}))")),
        (
            "types nested too deep",
            too_many,
            format!("(type $t0 (list u8)) {nested}"),
        ),
        (
            "a name longer than the parser reads",
            too_many,
            module(&format!("(func (export \"{}\"))", "n".repeat(100_001))),
        ),
        (
            "more parameters than the parser reads",
            too_many,
            module(&format!("(type (func (param {})))", "i32 ".repeat(1_001))),
        ),
        (
            "components nested too deep",
            too_many,
            "(component ".repeat(17) + &")".repeat(17),
        ),
    ]
}
