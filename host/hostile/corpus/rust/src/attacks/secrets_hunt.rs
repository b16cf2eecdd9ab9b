//! row: secrets
//! ends: completed
//! limit: the host adds credentials; none of them reaches a guest
//! grants: connection
//!
//! Collects everything that it can read from the host, prints it and returns it.

use guesthouse_sdk::{Output, Result, config, http};
use std::fmt::Write;

const NAMES: [&str; 6] = [
    "authorization",
    "token",
    "secret",
    "password",
    "greeting",
    "upstream",
];

pub(crate) fn attack() -> Result<Vec<Output>> {
    let mut loot = String::new();
    for name in NAMES {
        let _ = writeln!(loot, "config {name}: {:?}", config::get(name));
    }
    for pair in std::env::vars_os().chain(std::env::args_os().map(|arg| (arg.clone(), arg))) {
        let _ = writeln!(loot, "environment: {pair:?}");
    }
    for path in [
        "/allowed",
        "/allowed?echo=authorization",
        "/elsewhere",
        "/allowed/big",
    ] {
        let _ = writeln!(loot, "{path}: {:?}", http::get("upstream", path));
    }
    println!("{loot}");
    super::report(loot)
}
