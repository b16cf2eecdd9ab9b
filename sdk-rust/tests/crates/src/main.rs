//! Prints the result of each case: the name of the crate, a tab, the result.

mod cases;

fn main() {
    for (name, run) in cases::CASES {
        println!("{name}\t{}", run());
    }
}
