//! `guesthouse check` and a host that loads a file give the same verdict and the same codes.
//!
//! Every file of the corpus, of the fuzz seeds and of [`attacks`], and damaged variants of a
//! plugin, are checked and loaded. Limits of the compiler are left out, because only the compiler
//! can reach them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that panics is a test that fails, and it prints its figures for --nocapture"
)]

mod attacks;
mod damage;
mod files;
mod usage;
#[path = "../../../inspect/tests/check/variants.rs"]
#[expect(dead_code, reason = "the test of the report compares the codes")]
mod variants;

use std::collections::BTreeSet;

use guesthouse::{Host, LoadError, Policy, Sandbox};
use guesthouse_inspect::{Against, Report, Severity};

/// Fewer files mean that a folder was moved and nothing was compared.
const AT_LEAST: usize = 2_000;

const WORKER: &str = env!("CARGO_BIN_EXE_guesthouse-hostile");

/// Any world of `guesthouse:automation`.
const ANY: Against = Against::Automation(None);

fn codes<'a>(
    found: impl IntoIterator<Item = &'a guesthouse_inspect::Diagnostic>,
) -> BTreeSet<String> {
    let errors = found
        .into_iter()
        .filter(|found| found.severity == Severity::Error);
    errors.map(|found| found.code.to_string()).collect()
}

/// Compares the verdicts on one file. Returns how they differ, if they do.
async fn compare(host: &Host, name: &str, bytes: &[u8], report: &Report) -> Option<String> {
    let checked = codes(&report.diagnostics);
    let loaded = match host
        .load("agreement", bytes.to_vec(), Policy::default())
        .await
    {
        Ok(_plugin) => BTreeSet::new(),
        Err(LoadError::Refused(refused)) => codes(&refused.diagnostics),
        Err(error) => return Some(format!("{name}: {error}")),
    };
    let is_plugin = report.is_plugin();
    if checked == loaded && is_plugin == loaded.is_empty() {
        return None;
    }
    Some(format!(
        "{name}: check {checked:?} (plugin: {is_plugin}), load {loaded:?}"
    ))
}

fn host(sandbox: guesthouse_sandbox::SandboxBuilder) -> Host {
    let sandbox = sandbox.no_cache().max_guests(4).build().unwrap();
    Host::builder().sandbox(sandbox).build().unwrap()
}

/// Attack files. The test checks and loads each in the processes that a host would use.
async fn through_workers(files: &[(String, Vec<u8>)]) -> Vec<String> {
    let host = host(Sandbox::builder().worker(WORKER));
    let mut wrong = Vec::new();
    for (name, bytes) in files {
        let before = usage::of_children();
        let report = guesthouse_sandbox::check(bytes, &ANY, Some(WORKER.into())).await;
        let used = usage::of_children().since(before);
        wrong.extend(used.beyond_limits().map(|why| format!("{name}: {why}")));
        wrong.extend(compare(&host, name, bytes, &report).await);
    }
    wrong
}

/// Damaged files are small and many: both sides run in this process.
async fn in_process(files: &[(String, Vec<u8>)]) -> Vec<String> {
    let host = host(Sandbox::builder().in_process_for_trusted_code());
    let mut wrong = Vec::new();
    for (name, bytes) in files {
        let report = guesthouse_inspect::check(bytes);
        wrong.extend(compare(&host, name, bytes, &report).await);
    }
    wrong
}

/// The parsers panic on some damaged files. Both sides turn that into a refusal, so no report is
/// needed, and each would cost more than the check itself.
fn silence_expected_panics() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !guesthouse_diagnostics::in_parser() {
            report(panic);
        }
    }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_and_load_agree_on_every_file() {
    silence_expected_panics();
    let whole = files::whole();
    // Reading a variant of an attack can take minutes without the limits of the worker.
    let damaged = damage::variants(&whole);
    let attacks = attacks::all();
    let count = whole.len() + damaged.len() + attacks.len();
    assert!(count >= AT_LEAST, "only {count} files");
    let mut wrong = through_workers(&whole).await;
    wrong.extend(through_workers(&attacks).await);
    wrong.extend(in_process(&damaged).await);
    println!("{count} files; all processes took {}", usage::of_children());
    let shown: Vec<_> = wrong.iter().take(20).map(String::as_str).collect();
    assert!(
        wrong.is_empty(),
        "{} of {count} differ:\n{}",
        wrong.len(),
        shown.join("\n")
    );
}
