//! Gives every target its seeds and its regressions, then mutations of both: the same ones each
//! time, from a number that is printed. `GUESTHOUSE_FUZZ_SEED` chooses another number,
//! `GUESTHOUSE_FUZZ_RUNS` how many mutations.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that panics is a test that fails, and what it prints is for who runs it"
)]

use guesthouse_fuzz::{TARGETS, Target};
use std::collections::BTreeMap;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

fn main() {
    // Components are compiled by this program, started again.
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
        state: seed,
        inputs: inputs.values().cloned().collect(),
    };
    for _ in 0..runs {
        let input = mutator.next();
        if catch_unwind(|| (target.run)(&input)).is_err() {
            panic!("found something: {}", keep(target.name, &input).display());
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

/// Writes an input that a target did not survive, and returns where.
fn keep(target: &str, input: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{target}"));
    std::fs::write(&path, input).unwrap();
    path
}

struct Mutator {
    state: u64,
    inputs: Vec<Vec<u8>>,
}

impl Mutator {
    fn next(&mut self) -> Vec<u8> {
        let mut input = self.some();
        for _ in 0..=self.below(4) {
            self.change(&mut input);
        }
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let at = self.below(input.len() + 1);
        let end = (at + self.below(9)).min(input.len());
        let byte = self.random() as u8;
        match self.below(6) {
            0 => drop(input.drain(at..end)),
            1 => input.insert(at, byte),
            2 => input[at..end].fill(byte),
            3 => {
                let other = self.some();
                let from = self.below(other.len() + 1);
                let to = (from + self.below(33)).min(other.len());
                input
                    .splice(at..end, other[from..to].iter().copied())
                    .for_each(drop);
            }
            4 => input.truncate(at),
            _ => input[at..end].iter_mut().for_each(|old| *old ^= byte),
        }
    }

    fn some(&mut self) -> Vec<u8> {
        let at = self.below(self.inputs.len());
        self.inputs[at].clone()
    }

    fn below(&mut self, n: usize) -> usize {
        (self.random() % n as u64) as usize
    }

    /// The generator called SplitMix64.
    fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}
