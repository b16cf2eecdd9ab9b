//! Runs every adversary of `hostile/`: components that try to get more than they may.
//!
//! An adversary is one file of WebAssembly text. Comments at its head say what must become of it:
//! `;;! ends: CLASS [CODE]`, or `;;! ends: refused CODE`, and `;;! limits: {...}` where the
//! defaults would take long. After each, an honest guest must get its right answer from the same
//! sandbox.

use crate::tiny::{Calc, guest, load, quick_sandbox, run, run_with};
use guesthouse_sandbox::{Limit, Limits, Loaded, Sandbox, Stop};
use std::path::Path;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_adversary_ends_as_it_must() {
    let sandbox = quick_sandbox();
    let canary = load(&sandbox, guest("(drop (call $ask (i32.const 1)))"))
        .await
        .unwrap();
    let mut wrong = Vec::new();
    let mut untested: Vec<_> = Limit::ALL
        .iter()
        .map(|limit| format!("limit {limit}"))
        .collect();
    // What comes back from a guest is counted by the domain, and this one counts nothing.
    untested.retain(|limit| !limit.starts_with("limit output"));
    for path in adversaries() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let must =
            header(&text, "ends").unwrap_or_else(|| panic!("{name} does not say how it ends"));
        untested.retain(|limit| *limit != must);
        let did = ending(&sandbox, &text).await;
        if did != must {
            wrong.push(format!("{name}: ended as `{did}`, not as `{must}`"));
        }
        assert_eq!(
            run(&canary).await.result.unwrap(),
            "ok",
            "{name} harmed another guest"
        );
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(untested.is_empty(), "no adversary meets {untested:?}");
}

fn adversaries() -> Vec<std::path::PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sandbox/hostile");
    let entries = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.collect();
    paths.sort();
    assert!(paths.len() > 20, "the adversaries are gone");
    paths
}

fn header(text: &str, name: &str) -> Option<String> {
    let start = format!(";;! {name}:");
    let line = text.lines().find_map(|line| line.strip_prefix(&start))?;
    Some(line.trim().to_owned())
}

async fn ending(sandbox: &Sandbox, text: &str) -> String {
    let bytes = wat::parse_str(text).unwrap();
    let limits: Limits = match header(text, "limits") {
        Some(limits) => serde_json::from_str(&limits).unwrap(),
        None => Limits::default(),
    };
    match sandbox.load::<Calc>(&bytes).await {
        Ok(loaded) => run_ending(&loaded, &limits).await,
        Err(refused) => {
            let codes = refused
                .diagnostics
                .iter()
                .map(|diagnostic| diagnostic.code.code());
            let mut codes: Vec<_> = codes.collect();
            codes.dedup();
            format!("refused {}", codes.join(" "))
        }
    }
}

async fn run_ending(loaded: &Loaded<Calc>, limits: &Limits) -> String {
    let finished = run_with(loaded, limits).await;
    assert!(
        finished.usage.peak_memory <= limits.memory,
        "the sum of memories is too large"
    );
    match finished.result {
        Ok(_) => "completed".to_owned(),
        Err(stop) => words(&stop),
    }
}

fn words(stop: &Stop) -> String {
    match stop.code() {
        Some(code) => format!("{} {code}", stop.class()),
        None => stop.class().to_owned(),
    }
}
