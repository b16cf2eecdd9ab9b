//! A component that exceeds a limit on sizes or counts does not reach the compiler.

use crate::tiny::{Calc, guest, load, quick_sandbox, run};
use guesthouse_sandbox::{RefusalCode, Refused};

async fn refused(bytes: &[u8]) -> Refused {
    match quick_sandbox().load(&Calc, bytes).await {
        Ok(_) => panic!("it was loaded"),
        Err(refused) => refused,
    }
}

/// Asserts that the sandbox refuses a component with these parts because of `words`. The component
/// has no exports, so the sandbox always refuses it and never compiles it here.
async fn assert_too_many(words: &str, parts: &str) {
    let wat = format!("(component {parts})");
    assert_bytes_too_many(words, &wat::parse_str(wat).unwrap()).await;
}

async fn assert_bytes_too_many(words: &str, bytes: &[u8]) {
    let refused = refused(bytes).await;
    let told = refused.diagnostics.iter().any(|diagnostic| {
        diagnostic.code == RefusalCode::TooManyParts && diagnostic.message.contains(words)
    });
    assert!(told, "not refused because of {words}: {refused}");
}

fn module(fields: &str) -> String {
    format!("(core module {fields})")
}

#[tokio::test]
async fn functions() {
    assert_too_many("functions", &module(&"(func)".repeat(200_001))).await;
    let large = format!("(func {})", "nop ".repeat(2 << 20));
    assert_too_many("bytes in one function", &module(&large)).await;
    let locals = format!("(func (local {}))", "i32 ".repeat(10_001));
    assert_too_many("locals in one function", &module(&locals)).await;
}

#[tokio::test]
async fn types() {
    for list in ["param", "result"] {
        let wide = format!("(type (func ({list} {})))", "i32 ".repeat(101));
        assert_too_many("parameters or results", &module(&wide)).await;
    }
    assert_too_many("types", &module(&"(type (func))".repeat(20_001))).await;
    assert_too_many("types", &"(type (func))".repeat(20_001)).await;
    let wide = format!("(type (func (param {})))", "i32 ".repeat(100));
    assert_too_many("bytes of types", &module(&wide.repeat(10_500))).await;
    let wide = r#"(type (enum "a-very-long-name-of-a-case-of-an-enum-that-goes-on-and-on"))"#;
    assert_too_many("bytes of types", &wide.repeat(19_000)).await;
}

/// Returns instances that each export the previous one twice, under names of `name` bytes.
fn doubling_instances(levels: usize, name: usize) -> String {
    let mut parts = "(instance $i0)".to_owned();
    for level in 1..=levels {
        let [a, b] = ["a", "b"].map(|letter| letter.repeat(name));
        let inner = level - 1;
        parts += &format!(
            "(instance $i{level} (export \"{a}\" (instance $i{inner})) (export \"{b}\" (instance $i{inner})))"
        );
    }
    format!("{parts} (export \"x\" (instance $i{levels}))")
}

/// The engine keeps each export of an exported instance separately.
#[tokio::test]
async fn exports_that_unfold() {
    assert_too_many("definitions", &doubling_instances(18, 1)).await;
    assert_too_many("bytes in names of exports", &doubling_instances(10, 2_000)).await;
    let mut components = "(component $c0 (instance $i) (export \"a\" (instance $i)))".to_owned();
    let mut aliases = doubling_instances(1, 1).replace("(export \"x\" (instance $i1))", "");
    for level in 1..=18 {
        let inner = level - 1;
        components += &format!(
            "(component $c{level} (alias outer 1 $c{inner} (component $c)) (instance $i (instantiate $c))
               (export \"a\" (instance $i)) (export \"b\" (instance $i)))"
        );
        aliases += &format!(
            "(alias export $i{level} \"a\" (instance $a{level}))
             (instance $i{} (export \"a\" (instance $a{level})) (export \"b\" (instance $i{level})))",
            level + 1
        );
    }
    let components = components + "(instance (instantiate $c18))";
    assert_too_many("definitions", &components).await;
    assert_too_many("definitions", &(aliases + "(export \"x\" (instance $i19))")).await;
}

#[tokio::test]
async fn definitions_of_modules_are_limited() {
    let imports = r#"(import "" "" (func))"#.repeat(50_001);
    assert_too_many("imports", &module(&imports)).await;
    let export = |n| format!(r#"(export "{n}" (func 0))"#);
    let exports: String = (0..100_001).map(export).collect();
    assert_too_many("exports", &module(&format!("(func) {exports}"))).await;
    let globals = "(global i32 (i32.const 0))".repeat(50_001);
    assert_too_many("globals", &module(&globals)).await;
    assert_too_many(
        "memories in modules",
        &"(core module (memory 1))".repeat(17),
    )
    .await;
    let table = "(core module (table 100000 funcref))".repeat(5);
    assert_too_many("elements in tables of modules", &table).await;
    let segments = r#"(data "")"#.repeat(200_001);
    assert_too_many("data segments", &module(&segments)).await;
    let segments = "(elem func)".repeat(10_001);
    assert_too_many("element segments", &module(&segments)).await;
    let name = "a".repeat((16 << 10) + 1);
    let long = format!(r#"(import "{name}" "" (func))"#);
    assert_too_many("bytes in one name", &module(&long)).await;
}

/// Many instances of one module.
#[tokio::test]
async fn bytes_of_instance_data() {
    let instances = "(core instance (instantiate $m))".repeat(500);
    let kept = [
        "(global i32 (i32.const 0))".repeat(2_000),
        (0..1_000)
            .map(|n| format!(r#"(export "{n}" (func 0))"#))
            .collect(),
        format!("(elem func {})", "0 ".repeat(1_000)),
        r#"(data "")"#.repeat(2_000),
    ];
    let composed = format!(
        "(component $c (type $r (resource (rep i32))) (core func (canon resource.new $r))) {}",
        "(instance (instantiate $c))".repeat(17)
    );
    assert_too_many("bytes of instance data", &composed).await;
    for fields in kept {
        let parts = format!("(core module $m (func) {fields}) {instances}");
        assert_too_many("bytes of instance data", &parts).await;
    }
    let imports = r#"(import "" "f" (func))"#.repeat(1_000);
    let parts = format!(
        r#"(core module $f (func (export "f"))) (core instance $f (instantiate $f))
        (core module $m {imports}) {}"#,
        r#"(core instance (instantiate $m (with "" (instance $f))))"#.repeat(500)
    );
    assert_too_many("bytes of instance data", &parts).await;
}

/// A large program has about this many functions in tables.
#[tokio::test]
async fn a_large_component_has_room_in_the_pool() {
    let functions = format!(
        "{} (table 40000 funcref) (elem (i32.const 0) func {}) (global $n",
        "(func)".repeat(40_000),
        (0..40_000).map(|n| format!("{n} ")).collect::<String>()
    );
    let large = guest("").replacen("(global $n", &functions, 1);
    let loaded = load(&quick_sandbox(), &large).await.unwrap();
    assert_eq!(run(&loaded).await.result.unwrap(), "ok");
}

#[tokio::test]
async fn custom_sections() {
    let mut bytes = wat::parse_str("(component)").unwrap();
    for _ in 0..33 {
        // A section of 1 MiB: the kind, the size in three bytes, a name of one byte, the content.
        bytes.extend([0, 0x80, 0x80, 0x40, 1, b'x']);
        bytes.resize(bytes.len() + (1 << 20) - 2, 0);
    }
    assert_bytes_too_many("bytes in custom sections", &bytes).await;
}

#[tokio::test]
async fn definitions() {
    let aliases = "(alias outer 0 $c (component))".repeat(200_001);
    assert_too_many("definitions", &format!("(component $c) {aliases}")).await;
    // Each inner component is within the limit, but their sum exceeds it.
    let inner = format!(
        "(component {})",
        "(alias outer 1 $c (component))".repeat(30_000)
    );
    assert_too_many(
        "definitions",
        &format!("(component $c) {}", inner.repeat(7)),
    )
    .await;
}

#[tokio::test]
async fn the_number_of_diagnostics_is_limited() {
    let import = |n| format!(r#"(import "a:b/c{n}" (instance))"#);
    let imports: String = (0..100).map(import).collect();
    let refused = refused(&wat::parse_str(format!("(component {imports})")).unwrap()).await;
    assert_eq!(refused.diagnostics.len(), 50);
}

/// Component types nest, so a recursive parser can overflow the stack. No parser in this process
/// recurses over them. The worker may crash.
#[tokio::test]
async fn deeply_nested_types() {
    let mut nested = b"\0asm\x0d\0\x01\0".to_vec();
    let levels = 300_000_usize;
    // A section of types with one type: a component type whose one declaration is a type, and so on.
    let size = 1 + levels * 3 + 2;
    let byte = |shift: usize| u8::try_from(size >> shift & 0x7f).unwrap();
    nested.extend([7, byte(0) | 0x80, byte(7) | 0x80, byte(14), 1]);
    nested.extend([0x41, 1, 1].repeat(levels));
    nested.extend([0x41, 0]);
    // The component lacks exports, so the sandbox refuses it. The test checks that this process
    // survives.
    refused(&nested).await;
    let whole = wat::parse_str(guest("")).unwrap();
    let (header, rest) = whole.split_at(8);
    let (_, nested) = nested.split_at(8);
    let bytes = [header, nested, rest].concat();
    let refused = crate::tiny::sandbox()
        .load(&Calc, bytes)
        .await
        .err()
        .unwrap();
    let code = &refused.diagnostics[0].code;
    let ends = [
        RefusalCode::CheckLimit,
        RefusalCode::TooManyParts,
        RefusalCode::Malformed,
    ];
    assert!(ends.iter().any(|end| code == end), "{refused}");
}
