//! Broken files: each is refused or loaded, soon, in little memory, and harms nobody.
//!
//! What the pre-scan lets through goes to the real compiler in its own process, and what loads is
//! run.

use crate::calc::{Calc, Tape};
use crate::cell::Cell;
use crate::chance::Chance;
use crate::corpus::{self, Tongue};
use crate::guests::CANARY;
use crate::house::{self, House, START};
use crate::languages::Plugins;
use crate::measure::Peak;
use crate::upstream::Upstream;
use crate::watch;
use guesthouse_sandbox::{Limits, RefusalCode, Refused, RunError};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Files that are loaded at once.
const AT_ONCE: usize = 4;
/// What one file may take, by the watch. Compiling has its own limits.
const HANG: Duration = Duration::from_secs(180);
/// Memory of the host above idle that all of it together may take.
const MEMORY: u64 = 256 << 20;

/// What became of the files.
#[derive(Default)]
struct Tally {
    ended: BTreeMap<String, u64>,
    slowest: (Duration, String),
    wrong: Vec<String>,
}

/// Loads the files and prints what became of them. Returns whether all is well.
///
/// # Errors
/// When the corpus cannot be read or the host cannot be built.
pub fn run(
    files: u64,
    seed: u64,
    print: &mut dyn FnMut(&str),
    say: &dyn Fn(&str),
) -> anyhow::Result<bool> {
    watch::start(HANG)?;
    let seeds = Arc::new(seeds()?);
    let upstream = Upstream::start()?;
    let cache = tempfile::tempdir()?;
    let [cell, ..] = Cell::ALL;
    cell.runtime()?.block_on(async {
        let (none, dir) = (Plugins::default(), cache.path().join("compiled"));
        let house = House::new(cell, &house::strict(), &none, &dir, &upstream).await?;
        say(&format!("{files} files from seed {seed}"));
        let (peak, started) = (Peak::start(), Instant::now());
        let mut all = load_all(Arc::new(house), &seeds, seed, files).await;
        let (memory, took) = (peak.above(), started.elapsed().as_secs());
        if memory > MEMORY {
            all.wrong.push(format!("{} MiB above idle", memory >> 20));
        }
        print(&format!(
            "{files} files from seed {seed} in {took} s; host memory {} MiB above idle (limit {}); \
             slowest {} ms: {}",
            memory >> 20,
            MEMORY >> 20,
            all.slowest.0.as_millis(),
            all.slowest.1
        ));
        all.show(print);
        Ok(all.wrong.is_empty())
    })
}

async fn load_all(house: Arc<House>, seeds: &Arc<Vec<Vec<u8>>>, seed: u64, files: u64) -> Tally {
    let start = |first: u64| {
        let (house, seeds) = (Arc::clone(&house), Arc::clone(seeds));
        let numbers = (first..files).step_by(AT_ONCE);
        tokio::spawn(async move { load(&house, &seeds, seed, numbers).await })
    };
    let loaders: Vec<_> = (0..AT_ONCE as u64).map(start).collect();
    let mut all = Tally::default();
    for loader in loaders {
        match loader.await {
            Ok(tally) => all.add(tally),
            Err(panic) => all.wrong.push(format!("a task of the host: {panic}")),
        }
    }
    all.wrong.extend(house.canary.answer().await.err());
    all
}

impl Tally {
    fn add(&mut self, other: Self) {
        for (ended, count) in other.ended {
            *self.ended.entry(ended).or_default() += count;
        }
        self.slowest = self.slowest.clone().max(other.slowest);
        self.wrong.extend(other.wrong);
    }

    fn show(&self, print: &mut dyn FnMut(&str)) {
        for (ended, count) in &self.ended {
            print(&format!("  {count:>7} {ended}"));
        }
        self.wrong
            .iter()
            .for_each(|wrong| print(&format!("WRONG {wrong}")));
    }
}

async fn load(
    house: &House,
    seeds: &[Vec<u8>],
    seed: u64,
    numbers: impl Iterator<Item = u64>,
) -> Tally {
    let mut tally = Tally::default();
    for number in numbers {
        let mut chance = Chance::new(seed.wrapping_add(number.wrapping_mul(0x9e37_79b9)));
        let (kind, bytes) = file(&mut chance, seeds);
        let name = format!("file {number} of seed {seed} ({kind})");
        watch::now(&name);
        let started = Instant::now();
        let (ended, wrong) = try_it(house, &bytes).await;
        tally.slowest = tally.slowest.max((started.elapsed(), name.clone()));
        tally
            .wrong
            .extend(wrong.map(|wrong| format!("{name}: {wrong}")));
        *tally.ended.entry(format!("{kind}: {ended}")).or_default() += 1;
    }
    tally
}

/// Loads and perhaps runs a file. Returns what became of it, and the bug that it found.
async fn try_it(house: &House, bytes: &[u8]) -> (&'static str, Option<String>) {
    match house.sandbox.load::<Calc>(bytes).await {
        Ok(loaded) => ("loaded", run_it(&loaded).await.err()),
        Err(refused) => {
            let first = refused.diagnostics.first();
            (
                first.map_or("nothing", |told| told.code.code()),
                ours(&refused),
            )
        }
    }
}

/// Runs what was loaded, under limits that end soon.
async fn run_it(loaded: &guesthouse_sandbox::Loaded<Calc>) -> Result<(), String> {
    let limits = Limits {
        fuel: 50_000_000,
        start_fuel: 50_000_000,
        deadline_ms: 2_000,
        ..Limits::default()
    };
    let run = loaded.run(Tape::default(), &limits, &START, "input".to_owned());
    match run.await.result {
        // The host function that panics is there to be called, also by accident.
        Err(RunError::HostBug(bug)) if !bug.contains("as it was asked to") => Err(bug),
        _ => Ok(()),
    }
}

/// Returns why a refusal is a fault of the host, if it is.
fn ours(refused: &Refused) -> Option<String> {
    let mut told = refused.diagnostics.iter();
    let told = told.find(|told| told.code == RefusalCode::HostError);
    told.map(ToString::to_string)
}

/// Returns real components: whatever of the corpus can be read, and an honest guest.
fn seeds() -> anyhow::Result<Vec<Vec<u8>>> {
    let mut seeds = vec![wat::parse_str(CANARY)?];
    for adversary in corpus::read(&[Tongue::Wat])? {
        let bytes = adversary.bytes(|bytes| Ok(bytes.to_vec()))?;
        if bytes.len() < 64 << 10 {
            seeds.push(bytes);
        }
    }
    Ok(seeds)
}

/// Makes one file and says of which kind it is.
fn file(chance: &mut Chance, seeds: &[Vec<u8>]) -> (&'static str, Vec<u8>) {
    let seed = |chance: &mut Chance| chance.of(seeds).cloned().unwrap_or_default();
    let mut bytes = seed(chance);
    match chance.below(10) {
        0 | 1 => {
            bytes.truncate(chance.below(bytes.len()));
            ("truncated", bytes)
        }
        2..=5 => {
            for _ in 0..=chance.below(4) {
                flip(chance, &mut bytes);
            }
            ("flipped", bytes)
        }
        6 => {
            bytes.truncate(8);
            bytes.extend(random(chance, 512));
            ("random after a header", bytes)
        }
        7 => ("random", random(chance, 4096)),
        8 => ("another format", other_format(chance, bytes)),
        _ => {
            let other = seed(chance);
            ("spliced", splice(chance, &bytes, &other))
        }
    }
}

fn flip(chance: &mut Chance, bytes: &mut [u8]) {
    let at = chance.below(bytes.len());
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << chance.below(8);
    }
}

fn random(chance: &mut Chance, most: usize) -> Vec<u8> {
    let length = chance.below(most);
    (0..length).map(|_| (chance.next() >> 56) as u8).collect()
}

fn other_format(chance: &mut Chance, bytes: Vec<u8>) -> Vec<u8> {
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
    let mut file = chance.of(&HEADS).copied().unwrap_or_default().to_vec();
    file.extend(bytes.get(8..).unwrap_or_default());
    file
}

/// Cuts both at random and joins what is left.
fn splice(chance: &mut Chance, a: &[u8], b: &[u8]) -> Vec<u8> {
    let (end, start) = (chance.below(a.len()), chance.below(b.len()));
    let head = a.get(..end).unwrap_or_default();
    [head, b.get(start..).unwrap_or_default()].concat()
}
