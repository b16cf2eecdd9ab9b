//! Values that could differ from run to run in a Rust program.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use std::time::{Instant, SystemTime};

/// Returns a value that could differ, as text.
pub fn of(what: &str) -> String {
    match what {
        "random" => format!("{:x}", RandomState::new().hash_one("a")),
        "map" => {
            let map: HashMap<_, _> = (0..50).map(|at| (format!("key{at}"), at)).collect();
            map.keys().cloned().collect::<Vec<_>>().join(",")
        }
        "set" => {
            let set: HashSet<_> = (0..50).map(|at| format!("key{at}")).collect();
            set.into_iter().collect::<Vec<_>>().join(",")
        }
        "time" => {
            let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
            format!("{}", since.unwrap().as_nanos())
        }
        "elapsed" => {
            let started = Instant::now();
            let text: String = (0..1000).map(|at| at.to_string()).collect();
            format!("{} {}", text.len(), started.elapsed().as_nanos())
        }
        "address" => format!("{:p}", Box::new(1)),
        _ => floats(),
    }
}

fn floats() -> String {
    let zero = std::hint::black_box(0.0_f64);
    let not_a_number = (zero / zero).to_bits();
    let sum: f64 = (1..100).map(|at| (f64::from(at)).sin() / 3.0).sum();
    format!("{not_a_number:x} {sum} {:e}", f64::exp(zero + 1.5))
}
