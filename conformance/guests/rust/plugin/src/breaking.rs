//! Ways in which a Rust program breaks. The words in the comments mark the lines for the cases.

use std::hint::black_box;

/// Breaks in the given way, or returns false if Rust has no such way.
pub fn by(way: &str) -> bool {
    match way {
        "panic" => panic!("as told"), // line: panic
        "unwrap" => {
            let nothing: Result<u8, String> = Err("as told".to_owned());
            black_box(nothing).unwrap(); // line: unwrap
        }
        "index" => {
            let three = black_box(vec![1, 2, 3]);
            black_box(three[black_box(3)]); // line: index
        }
        "exit" => std::process::exit(3),
        "abort" => std::process::abort(),
        "overflow" => drop(black_box(deeper(black_box(1)))),
        "loop" => loop {
            black_box(());
        },
        "hoard" => {
            let mut held: Vec<Vec<u8>> = Vec::new();
            loop {
                held.push(vec![1; 1 << 20]);
            }
        }
        _ => return false,
    }
    true
}

fn deeper(depth: u64) -> u64 {
    black_box(depth) + black_box(deeper(depth + 1)) + 1
}
