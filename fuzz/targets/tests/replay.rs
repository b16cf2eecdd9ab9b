//! Runs every target on its seeds and regressions, then on mutations of both. The test prints the
//! seed that repeats the mutations. `GUESTHOUSE_FUZZ_SEED` sets another seed,
//! `GUESTHOUSE_FUZZ_RUNS` the number of mutations.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that panics is a test that fails, and what it prints is for who runs it"
)]

use guesthouse_fuzz::{TARGETS, Target};
use guesthouse_testing::Random;
use std::collections::BTreeMap;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

fn main() {
    // The sandbox starts this program again as its compile worker.
    guesthouse_sandbox::worker::run_if_asked();
    let asked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let seed = number("GUESTHOUSE_FUZZ_SEED").unwrap_or(1);
    println!("replay: mutations from GUESTHOUSE_FUZZ_SEED={seed}");
    for target in TARGETS {
        let name = format!("replay {}", target.name);
        if asked.is_empty() || asked.iter().any(|word| name.contains(word.as_str())) {
            replay(target, seed);
        }
    }
}

fn number(variable: &str) -> Option<u64> {
    Some(std::env::var(variable).ok()?.parse().expect("a number"))
}

fn replay(target: &Target, seed: u64) {
    let inputs = inputs(target.name);
    assert!(!inputs.is_empty(), "`{}` has no seeds", target.name);
    for (path, input) in &inputs {
        let ended = catch_unwind(|| (target.run)(input));
        assert!(ended.is_ok(), "{}", path.display());
    }
    let runs = number("GUESTHOUSE_FUZZ_RUNS").unwrap_or(target.short);
    let mut mutator = Mutator {
        random: Random::new(seed),
        inputs: inputs.values().cloned().collect(),
    };
    for _ in 0..runs {
        let input = mutator.next();
        if catch_unwind(|| (target.run)(&input)).is_err() {
            panic!(
                "a mutation broke a promise: {}",
                keep(target.name, &input).display()
            );
        }
    }
    println!(
        "replay: {} ok, {} files and {runs} mutations",
        target.name,
        inputs.len()
    );
}

/// Returns seeds and regressions by path.
fn inputs(target: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = ["seeds", "regressions"].map(|kind| fuzz.join(kind).join(target));
    let there = folders
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok());
    let paths = there.flatten().map(|entry| entry.unwrap().path());
    paths
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect()
}

/// Writes an input at which a target panicked, and returns its path.
fn keep(target: &str, input: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{target}"));
    std::fs::write(&path, input).unwrap();
    path
}

struct Mutator {
    random: Random,
    inputs: Vec<Vec<u8>>,
}

impl Mutator {
    fn next(&mut self) -> Vec<u8> {
        let mut input = self.some();
        for _ in 0..=self.random.below(4) {
            self.change(&mut input);
        }
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let at = self.random.below(input.len() + 1);
        let end = (at + self.random.below(9)).min(input.len());
        let byte = self.random.byte();
        match self.random.below(6) {
            0 => drop(input.drain(at..end)),
            1 => input.insert(at, byte),
            2 => input[at..end].fill(byte),
            3 => {
                let other = self.some();
                let from = self.random.below(other.len() + 1);
                let to = (from + self.random.below(33)).min(other.len());
                input
                    .splice(at..end, other[from..to].iter().copied())
                    .for_each(drop);
            }
            4 => input.truncate(at),
            _ => input[at..end].iter_mut().for_each(|old| *old ^= byte),
        }
    }

    /// Returns one of the inputs.
    fn some(&mut self) -> Vec<u8> {
        self.random.pick(&self.inputs).cloned().unwrap_or_default()
    }
}
