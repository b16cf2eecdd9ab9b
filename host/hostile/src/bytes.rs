//! Broken files: the host refuses or loads each one quickly, in little memory and without harm.
//!
//! Files that pass the pre-scan go to the compiler in the worker process, and the host runs each component that loads.

use crate::corpus;
use crate::host_kind::HostKind;
use crate::measure::Peak;
use crate::plugins::Plugins;
use crate::source::Source;
use crate::test_host::{self, TestHost};
use crate::upstream::Upstream;
use crate::watch;
use guesthouse_sandbox::{Diagnostic, Limits, RefusalCode, Refused, RunError};
use guesthouse_testing::Random;
use guesthouse_testing::calc::{self, CANARY, Calc};
use guesthouse_testing::console::{info, report};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Files that are loaded at once.
const AT_ONCE: usize = 4;
/// The longest time for one file. The compiler has its own limits.
const HANG: Duration = Duration::from_secs(180);
/// The most memory above idle that the host may use for all files.
const MEMORY: u64 = 256 << 20;

/// The results for the files.
#[derive(Default)]
struct Tally {
    ended: BTreeMap<String, u64>,
    slowest: Slowest,
    wrong: Vec<String>,
}

/// The file that took the most time.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord)]
struct Slowest {
    took: Duration,
    name: String,
}

/// A broken file, and in which way it is broken.
struct BrokenFile {
    kind: &'static str,
    bytes: Vec<u8>,
}

/// Loads the files and reports what happened to them. Returns whether nothing was wrong.
///
/// # Errors
/// When the corpus cannot be read or the host cannot be built.
pub fn run(files: u64, seed: u64) -> anyhow::Result<bool> {
    watch::start(HANG)?;
    let valid = Arc::new(valid_components()?);
    let upstream = Upstream::start()?;
    let temporary = tempfile::tempdir()?;
    let [kind, ..] = HostKind::ALL;
    kind.runtime()?.block_on(async {
        let limits = test_host::strict_compile_limits();
        let none = Plugins::default();
        let cache = temporary.path().join("compiled");
        let host = TestHost::new(kind, &limits, &none, &cache, &upstream).await?;
        info(&format!("{files} files from seed {seed}"));
        let peak = Peak::start();
        let started = Instant::now();
        let mut all = load_all(Arc::new(host), &valid, seed, files).await;
        let memory = peak.above();
        if memory > MEMORY {
            all.wrong.push(format!("{} MiB above idle", memory >> 20));
        }
        report(&format!(
            "{files} files from seed {seed} in {} s; host memory {} MiB above idle (limit {}); \
             slowest {} ms: {}",
            started.elapsed().as_secs(),
            memory >> 20,
            MEMORY >> 20,
            all.slowest.took.as_millis(),
            all.slowest.name
        ));
        all.report();
        Ok(all.wrong.is_empty())
    })
}

async fn load_all(host: Arc<TestHost>, valid: &Arc<Vec<Vec<u8>>>, seed: u64, files: u64) -> Tally {
    let start = |first: u64| {
        let host = Arc::clone(&host);
        let valid = Arc::clone(valid);
        let numbers = (first..files).step_by(AT_ONCE);
        tokio::spawn(async move { load(&host, &valid, seed, numbers).await })
    };
    let loaders: Vec<_> = (0..AT_ONCE as u64).map(start).collect();
    let mut all = Tally::default();
    for loader in loaders {
        match loader.await {
            Ok(tally) => all.add(tally),
            Err(panic) => all.wrong.push(format!("a task of the host: {panic}")),
        }
    }
    all.wrong.extend(host.canary.answer().await.err());
    all
}

impl Tally {
    fn add(&mut self, other: Self) {
        for (ended, count) in other.ended {
            *self.ended.entry(ended).or_default() += count;
        }
        self.note(other.slowest);
        self.wrong.extend(other.wrong);
    }

    fn note(&mut self, file: Slowest) {
        if file > self.slowest {
            self.slowest = file;
        }
    }

    fn report(&self) {
        for (ended, count) in &self.ended {
            report(&format!("  {count:>7} {ended}"));
        }
        for wrong in &self.wrong {
            report(&format!("WRONG {wrong}"));
        }
    }
}

async fn load(
    host: &TestHost,
    valid: &[Vec<u8>],
    seed: u64,
    numbers: impl Iterator<Item = u64>,
) -> Tally {
    let mut tally = Tally::default();
    for number in numbers {
        let mut random = Random::new(seed.wrapping_add(number.wrapping_mul(0x9e37_79b9)));
        let BrokenFile { kind, bytes } = broken_file(&mut random, valid);
        let name = format!("file {number} of seed {seed} ({kind})");
        watch::now(&name);
        let started = Instant::now();
        let (ended, bug) = try_file(host, &bytes).await;
        let took = started.elapsed();
        tally.wrong.extend(bug.map(|bug| format!("{name}: {bug}")));
        tally.note(Slowest { took, name });
        *tally.ended.entry(format!("{kind}: {ended}")).or_default() += 1;
    }
    tally
}

/// Loads a file and runs it if it loads. Returns the end, and the bug of the host that the file
/// found, if any.
async fn try_file(host: &TestHost, bytes: &[u8]) -> (&'static str, Option<String>) {
    match host.sandbox.load(&Calc, bytes).await {
        Ok(loaded) => ("loaded", run_file(&loaded).await),
        Err(refused) => {
            let first = refused.diagnostics.first().and_then(RefusalCode::of);
            let ended = first.map_or("nothing", RefusalCode::code);
            (ended, host_error(&refused))
        }
    }
}

/// Runs a component under limits that end soon, and returns the bug of the host that it found.
async fn run_file(loaded: &guesthouse_sandbox::Loaded<Calc>) -> Option<String> {
    let limits = Limits {
        fuel: 50_000_000,
        start_fuel: 50_000_000,
        deadline_ms: 2_000,
        ..Limits::default()
    };
    match calc::run_with(loaded, &limits).await.result {
        // A damaged guest may call the host function that panics by accident.
        Err(RunError::HostBug(bug)) if !calc::is_expected_panic(&bug) => Some(bug),
        _ => None,
    }
}

/// Returns the error of the host among the reasons of a refusal.
fn host_error(refused: &Refused) -> Option<String> {
    let is_of_the_host = |found: &&Diagnostic| found.code == RefusalCode::HostError;
    let found = refused.diagnostics.iter().find(is_of_the_host)?;
    Some(found.to_string())
}

/// Returns the components of the corpus that are not too large, and an honest guest.
fn valid_components() -> anyhow::Result<Vec<Vec<u8>>> {
    let mut valid = vec![wat::parse_str(CANARY)?];
    for adversary in corpus::read(&[Source::Wat])? {
        let bytes = adversary.bytes(|bytes| Ok(bytes.to_vec()))?;
        if bytes.len() < 64 << 10 {
            valid.push(bytes);
        }
    }
    Ok(valid)
}

/// Breaks a valid component, or makes a file of another kind.
fn broken_file(random: &mut Random, valid: &[Vec<u8>]) -> BrokenFile {
    let component = |random: &mut Random| random.pick(valid).cloned().unwrap_or_default();
    let mut bytes = component(random);
    let (kind, bytes) = match random.below(10) {
        0 | 1 => {
            bytes.truncate(random.below(bytes.len()));
            ("truncated", bytes)
        }
        2..=5 => {
            for _ in 0..=random.below(4) {
                flip(random, &mut bytes);
            }
            ("flipped", bytes)
        }
        6 => {
            bytes.truncate(8);
            bytes.extend(noise(random, 512));
            ("random after a header", bytes)
        }
        7 => ("random", noise(random, 4096)),
        8 => ("another format", other_format(random, &bytes)),
        _ => {
            let other = component(random);
            ("spliced", splice(random, &bytes, &other))
        }
    };
    BrokenFile { kind, bytes }
}

fn flip(random: &mut Random, bytes: &mut [u8]) {
    let at = random.below(bytes.len());
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << random.below(8);
    }
}

fn noise(random: &mut Random, max: usize) -> Vec<u8> {
    let length = random.below(max);
    (0..length).map(|_| random.byte()).collect()
}

fn other_format(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    const HEADS: [&[u8]; 9] = [
        b"\x7fELF\x02\x01\x01",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"\x28\xb5\x2f\xfd",
        b"(component",
        b"<!doctype html>",
        b"{\"name\": 1}",
        b"\0asm\x01\0\0\0",
        b"#!/bin/sh\n",
    ];
    let head = random.pick(&HEADS).copied().unwrap_or_default();
    [head, bytes.get(8..).unwrap_or_default()].concat()
}

/// Cuts two files at random offsets and joins the head of the first to the tail of the second.
fn splice(random: &mut Random, a: &[u8], b: &[u8]) -> Vec<u8> {
    let end = random.below(a.len());
    let start = random.below(b.len());
    let head = a.get(..end).unwrap_or_default();
    let tail = b.get(start..).unwrap_or_default();
    [head, tail].concat()
}
