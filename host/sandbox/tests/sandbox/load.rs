//! The sandbox loads any bytes or refuses them with all reasons.

use crate::tiny::{Calc, guest, load, quick_sandbox, run, sandbox};
use guesthouse_sandbox::{CompileLimits, Diagnostic, RefusalCode, Refused, Sandbox};

async fn refused(bytes: &[u8]) -> Refused {
    match sandbox().load(&Calc, bytes).await {
        Ok(_) => panic!("it was loaded"),
        Err(refused) => refused,
    }
}

async fn code(bytes: &[u8]) -> String {
    let refused = refused(bytes).await;
    assert_eq!(refused.diagnostics.len(), 1, "{refused}");
    refused.diagnostics[0].code.to_string()
}

fn wasm(wat: &str) -> Vec<u8> {
    wat::parse_str(wat).unwrap()
}

#[tokio::test]
async fn files_that_are_not_components_are_named() {
    assert_eq!(code(b"").await, "empty-file");
    assert_eq!(code(b"hello, this is a text file").await, "not-wasm");
    assert_eq!(code(b"  (component)").await, "text-format");
    assert_eq!(code(&wasm("(module)")).await, "core-module");
    assert_eq!(code(b"\0asm").await, "truncated");
    assert_eq!(code(b"\0asm\x63\0\x01\0").await, "malformed");
}

#[tokio::test]
async fn a_precompiled_artefact_is_refused() {
    let engine = wasmtime::Engine::default();
    let native = engine.precompile_component(&wasm("(component)")).unwrap();
    assert_eq!(code(&native).await, "precompiled");
}

#[tokio::test]
async fn every_truncation_is_refused_or_loses_nothing() {
    let sandbox = quick_sandbox();
    let bytes = wasm(&guest("(drop (call $ask (i32.const 1)))"));
    for end in 0..bytes.len() {
        match sandbox.load(&Calc, &bytes[..end]).await {
            Ok(loaded) => assert_eq!(run(&loaded).await.result.unwrap(), "ok", "cut at {end}"),
            Err(refused) => assert_not_an_error_of_the_host(&refused, &format!("cut at {end}")),
        }
    }
}

#[tokio::test]
async fn every_bit_flip_is_refused_or_loaded() {
    let sandbox = quick_sandbox();
    let bytes = wasm(&guest("(drop (call $ask (i32.const 1)))"));
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        if let Err(refused) = sandbox.load(&Calc, flipped).await {
            assert_not_an_error_of_the_host(&refused, &format!("bit {bit}"));
        }
    }
}

fn assert_not_an_error_of_the_host(refused: &Refused, what: &str) {
    assert!(!refused.diagnostics.is_empty(), "{what}: no reason");
    let is_of_the_host = |found: &Diagnostic| found.code == RefusalCode::HostError;
    assert!(
        !refused.diagnostics.iter().any(is_of_the_host),
        "{what}: {refused}"
    );
}

#[tokio::test]
async fn all_reasons_are_reported_at_once() {
    let refused = refused(&wasm(
        r#"(component
          (import "wasi:http/types@0.2.10" (instance))
          (import "wasi:cli/environment@0.3.0" (instance))
          (import "other:thing/x\u{41}@1.0.0" (instance))
          (import "tiny:calc/host@0.2.0" (instance))
          (core module (memory 1 1 shared))
          (core module (memory i64 1)))"#,
    ))
    .await;
    assert_eq!(
        refused.to_string(),
        "error[unsupported-feature]: the component uses 64-bit memories and tables, which hosts do not support\n\
         hint: turn the feature off in the compiler, or build for `wasm32-wasip2`\n\
         error[unsupported-feature]: the component uses shared memory, which hosts do not support\n\
         hint: build without threads\n\
         error[unknown-import]: the component imports `wasi:http/types@0.2.10`, which hosts do not provide\n\
         hint: ask the host instead\n\
         error[unknown-import]: the component imports `wasi:cli/environment@0.3.0`, which hosts do not provide\n\
         hint: build against a released version of WASI 0.2; hosts provide no other version\n\
         error[unknown-import]: the component imports `other:thing/xA@1.0.0`, which hosts do not provide\n\
         hint: use only interfaces of the contract and of WASI 0.2\n\
         error[unknown-import]: the component imports `tiny:calc/host@0.2.0`, but hosts provide `tiny:calc/host@0.1.0`\n\
         hint: build the component against the version that hosts have\n\
         error[missing-export]: the component does not export `tiny:calc/math@0.1.0`\n\
         hint: export this interface; the component exports nothing",
    );
}

/// The scan finds these features before the compiler runs, and gives a hint for each.
#[tokio::test]
async fn every_feature_that_is_off_is_named() {
    let features = [
        ("64-bit memories", "(core module (memory i64 1))"),
        ("64-bit memories", "(core module (table i64 1 funcref))"),
        ("shared memory", "(core module (memory 1 1 shared))"),
        ("custom page sizes", "(core module (memory 1 (pagesize 1)))"),
        ("several memories", "(core module (memory 1) (memory 1))"),
        ("exceptions", "(core module (tag))"),
        ("component-model async", "(core func (canon task.cancel))"),
        (
            "garbage-collected types",
            r#"(core module $g (func (export "f"))) (core instance $j (instantiate $g))
               (func (canon lift (core func $j "f") gc))"#,
        ),
    ];
    for (name, uses) in features {
        let wat = guest("").replacen("(component", &format!("(component {uses}"), 1);
        let refused = refused(&wasm(&wat)).await;
        let [diagnostic] = &refused.diagnostics[..] else {
            panic!("{refused}")
        };
        assert_eq!(diagnostic.code, RefusalCode::UnsupportedFeature);
        // The text of the parser, which follows, may have the same words.
        let start = format!("the component uses {name}");
        assert!(diagnostic.message.starts_with(&start), "{refused}");
        assert!(
            !diagnostic.hints.is_empty(),
            "the compiler found it: {refused}"
        );
    }
}

#[tokio::test]
async fn long_names_are_truncated() {
    let name = "a".repeat(10_000);
    let wat = format!(r#"(component (import "x:y/{name}" (instance)))"#);
    let refused = refused(&wasm(&wat)).await;
    let message = &refused.diagnostics[0].message;
    assert!(message.contains("aaa…`"), "{message}");
    assert!(message.len() < 300, "{message}");
}

/// Returns a component with a module that exports a function under many long names.
fn long_exports() -> String {
    let export = |n: usize| format!("(export \"{n}{}\" (func 0))", "a".repeat(16_000));
    let exports: String = (0..200).map(export).collect();
    let module = format!("(component (core module (func) {exports})");
    guest("").replacen("(component", &module, 1)
}

#[tokio::test]
async fn what_loaded_components_make_the_host_hold_is_limited() {
    let bytes = wasm(&long_exports());
    let refused = sandbox().load(&Calc, bytes).await.err().unwrap();
    assert_eq!(refused.diagnostics[0].code, RefusalCode::CompileLimit);
    assert!(refused.to_string().contains("of metadata"), "{refused}");

    let honest = wasm(&guest(""));
    let of_one = |limits| {
        let builder = Sandbox::builder().in_process_for_trusted_code().no_cache();
        builder
            .compile_limits(limits)
            .max_guests(1)
            .build()
            .unwrap()
    };
    let sandbox = of_one(CompileLimits::default());
    let loaded = sandbox.load(&Calc, &*honest).await.unwrap();
    let held = sandbox.loaded_bytes();
    assert!(held > 10_000, "{held} bytes");
    drop(loaded);
    assert_eq!(sandbox.loaded_bytes(), 0);

    let limits = CompileLimits {
        loaded_bytes: held + held / 2,
        ..CompileLimits::default()
    };
    let sandbox = of_one(limits);
    let first = sandbox.load(&Calc, &*honest).await.unwrap();
    let refused = sandbox.load(&Calc, &*honest).await.err().unwrap();
    assert_eq!(refused.diagnostics[0].code, RefusalCode::Busy, "{refused}");
    drop(first);
    assert!(sandbox.load(&Calc, &*honest).await.is_ok());
}

#[tokio::test]
async fn components_in_a_component_are_composed() {
    let inner = guest("").replace("(component\n", "(component $inner\n");
    let wat = format!(
        r#"(component
          (import "tiny:calc/host@0.1.0" (instance $host
            (export "ask" (func (param "n" u32) (result u32)))))
          {inner}
          (component $outer
            (import "math" (instance $math
              (export "run" (func (param "input" string) (result string)))))
            (core module $memory
              (memory (export "memory") 1)
              (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024)))
            (core instance $mem (instantiate $memory))
            (core func $inner (canon lower (func $math "run")
              (memory $mem "memory") (realloc (func $mem "realloc"))))
            (core module $m
              (import "inner" "run" (func $run (param i32 i32 i32)))
              (func (export "run") (param i32 i32) (result i32)
                (call $run (local.get 0) (local.get 1) (i32.const 64)) (i32.const 64)))
            (core instance $i (instantiate $m
              (with "inner" (instance (export "run" (func $inner))))))
            (func $run (param "input" string) (result string) (canon lift (core func $i "run")
              (memory $mem "memory") (realloc (func $mem "realloc"))))
            (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
          (instance $a (instantiate $inner (with "tiny:calc/host@0.1.0" (instance $host))))
          (alias export $a "tiny:calc/math@0.1.0" (instance $math))
          (instance $b (instantiate $outer (with "math" (instance $math))))
          (alias export $b "tiny:calc/math@0.1.0" (instance $result))
          (export "tiny:calc/math@0.1.0" (instance $result)))"#
    );
    let loaded = load(&sandbox(), wat).await.unwrap();
    assert_eq!(run(&loaded).await.result.unwrap(), "ok");
}

#[tokio::test]
async fn a_wrong_type_is_a_mismatch() {
    let wat = r#"(component
      (core module $m (func (export "run")))
      (core instance $i (instantiate $m))
      (func $run (canon lift (core func $i "run")))
      (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))"#;
    assert_eq!(code(&wasm(wat)).await, "type-mismatch");
}

/// Returns `depth` nested components. Each instantiates the previous one `fan` times.
fn bomb(depth: usize, fan: usize) -> String {
    let mut wat = String::from("(component\n(component $c0 (core module $m) ");
    wat.push_str("(core instance (instantiate $m)))\n");
    for level in 1..depth {
        wat.push_str(&format!(
            "(component $c{level} (alias outer 1 $c{} (component $p))",
            level - 1
        ));
        wat.push_str(&"(instance (instantiate $p))".repeat(fan));
        wat.push_str(")\n");
    }
    wat.push_str(&format!("(instance (instantiate $c{})))", depth - 1));
    wat
}

#[tokio::test]
async fn a_nested_instantiation_bomb_is_refused_before_it_is_compiled() {
    for (depth, fan) in [(24, 2), (8, 10), (60, 2)] {
        let refused = refused(&wasm(&bomb(depth, fan))).await;
        assert_eq!(
            refused.diagnostics[0].code,
            RefusalCode::TooManyParts,
            "{refused}"
        );
    }
}

/// The scan cannot count the parts of a component whose definition is not in the file.
#[tokio::test]
async fn components_passed_as_arguments_are_refused() {
    let supplied = [
        r#"(component $open (import "x" (component $x)) (instance (instantiate $x)))
        (component $heavy)
        (instance (instantiate $open (with "x" (component $heavy))))"#,
        r#"(component $open (import "x" (core module $x)) (core instance (instantiate $x)))"#,
        r#"(component $gives (component $x) (export "x" (component $x)))"#,
        r#"(component $gives (core module $x) (export "x" (core module $x)))"#,
        r#"(import "x" (instance $x (export "y" (core module)))) (alias export $x "y" (core module $y))"#,
    ];
    for parts in supplied {
        let refused = refused(&wasm(&format!("(component {parts})"))).await;
        let told = |found: &Diagnostic| found.message.contains("passed as arguments");
        assert!(refused.diagnostics.iter().any(told), "{parts}: {refused}");
    }
}

#[tokio::test]
async fn components_nested_too_deep_are_refused() {
    let wat = format!("{}{}", "(component".repeat(40), ")".repeat(40));
    assert_eq!(code(&wasm(&wat)).await, "too-many-parts");
}

#[test]
fn reading_stops_one_byte_past_the_size_limit() {
    let limits = CompileLimits {
        component_bytes: 10,
        ..CompileLimits::default()
    };
    let file = tempfile::NamedTempFile::new().unwrap();
    for (size, read) in [(9, 9), (10, 10), (11, 11), (1 << 20, 11)] {
        file.as_file().set_len(size).unwrap();
        assert_eq!(limits.read(file.path()).unwrap().len(), read, "{size}");
    }
}

#[tokio::test]
async fn a_file_over_the_size_limit_is_refused() {
    let limits = CompileLimits {
        component_bytes: 10,
        ..CompileLimits::default()
    };
    let sandbox = Sandbox::builder()
        .compile_limits(limits)
        .no_cache()
        .build()
        .unwrap();
    let refused = sandbox
        .load(&Calc, wasm("(component (core module))"))
        .await
        .err()
        .unwrap();
    assert_eq!(refused.diagnostics[0].code, RefusalCode::TooLarge);
}

#[tokio::test]
async fn the_compiler_ends_at_its_limits() {
    let worker = env!("CARGO_BIN_EXE_guesthouse-sandbox-worker");
    let bytes = wasm(&guest(""));
    let starved = CompileLimits {
        memory: 24 << 20,
        ..CompileLimits::default()
    };
    let hurried = CompileLimits {
        deadline_ms: 0,
        ..CompileLimits::default()
    };
    for (limits, expected) in [
        (starved, RefusalCode::HostError),
        (hurried, RefusalCode::CompileLimit),
    ] {
        let sandbox = Sandbox::builder()
            .worker(worker)
            .compile_limits(limits)
            .no_cache();
        let refused = sandbox
            .build()
            .unwrap()
            .load(&Calc, bytes.as_slice())
            .await
            .err()
            .unwrap();
        let code = &refused.diagnostics[0].code;
        assert_eq!(*code, expected, "{refused}");
    }
}

#[tokio::test]
async fn a_program_that_is_not_a_worker_gets_no_component() {
    let sandbox = Sandbox::builder()
        .worker("/bin/cat")
        .no_cache()
        .build()
        .unwrap();
    let refused = sandbox.load(&Calc, wasm(&guest(""))).await.err().unwrap();
    assert_eq!(
        refused.diagnostics[0].code,
        RefusalCode::HostError,
        "{refused}"
    );
    assert!(refused.to_string().contains("run_if_asked"), "{refused}");
}

#[tokio::test]
async fn a_cache_entry_is_used_and_a_corrupted_one_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("compiled");
    let wat = guest("");
    let in_process = Sandbox::builder()
        .in_process_for_trusted_code()
        .cache_dir(&dir);
    load(&in_process.build().unwrap(), &wat).await.unwrap();
    let entry = entries(&dir).pop().unwrap();
    let good = std::fs::read(&entry).unwrap();

    // This sandbox cannot compile, so a component that it loads comes from the cache.
    let broken = || {
        Sandbox::builder()
            .worker("/nonexistent")
            .cache_dir(&dir)
            .build()
            .unwrap()
    };
    let loaded = load(&broken(), &wat).await.unwrap();
    assert_eq!(run(&loaded).await.result.unwrap(), "ok");

    for at in [0, good.len() / 2, good.len() - 1] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        std::fs::write(&entry, bad).unwrap();
        assert!(
            load(&broken(), &wat).await.is_err(),
            "byte {at} is not checked"
        );
    }
    let in_process = Sandbox::builder()
        .in_process_for_trusted_code()
        .cache_dir(&dir);
    load(&in_process.build().unwrap(), &wat).await.unwrap();
    assert!(
        load(&broken(), &wat).await.is_ok(),
        "the entry was not made again"
    );
}

#[tokio::test]
async fn a_cache_that_others_can_write_is_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let open = std::fs::Permissions::from_mode(0o777);
    std::fs::set_permissions(dir.path(), open).unwrap();
    let in_process = Sandbox::builder()
        .in_process_for_trusted_code()
        .cache_dir(dir.path());
    load(&in_process.build().unwrap(), guest("")).await.unwrap();
    assert!(entries(dir.path()).is_empty());
}

#[tokio::test]
async fn the_size_of_a_cache_is_limited() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("compiled");
    let limits = CompileLimits {
        cache_bytes: 1_000,
        ..CompileLimits::default()
    };
    let in_process = Sandbox::builder()
        .in_process_for_trusted_code()
        .compile_limits(limits)
        .cache_dir(&dir);
    load(&in_process.build().unwrap(), guest("")).await.unwrap();
    assert!(entries(&dir).is_empty());
}

fn entries(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries.filter(|path| !path.ends_with("key")).collect()
}
