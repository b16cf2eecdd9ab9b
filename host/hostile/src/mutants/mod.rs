//! The mutation check: one control after the other is taken away, and something must go red.
//!
//! A mutant is this program, or a test binary, started with the variable that names the switch. The
//! corpus runs to its end, which shows everybody who notices; where nobody does, the tests are run
//! until one notices. A hang, a crash and a flood of memory are red too.

mod matrix;
mod suite;

use crate::page;
use guesthouse_sandbox::switch::Switch;
use matrix::Kills;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use suite::{Red, Suite};

/// Mutants that run at once.
const AT_ONCE: usize = 2;

/// A control, and who noticed that it was gone.
struct Caught {
    switch: Switch,
    by: Vec<Red>,
}

/// Takes away every control whose name holds `only`, prints who notices, and returns whether each
/// was noticed.
///
/// # Errors
/// When the tests do not build, or are red with nothing taken away.
pub fn run(
    only: Option<&str>,
    print: &mut dyn FnMut(&str),
    say: &(dyn Fn(&str) + Sync),
) -> anyhow::Result<bool> {
    let switches: Vec<_> = all()
        .into_iter()
        .filter(|switch| only.is_none_or(|only| switch.name.contains(only)))
        .collect();
    let cache = tempfile::tempdir()?;
    let suites = suite::build(cache.path(), say)?;
    for suite in &suites {
        say(&format!("with nothing taken away: {}", suite.name()));
        let red = suite.run(None);
        anyhow::ensure!(
            red.is_empty(),
            "{} is red with nothing taken away: {red:?}",
            suite.name()
        );
    }
    let mut caught = try_all(&switches, &suites, say);
    caught.sort_by_key(|caught| caught.switch.name);
    caught.iter().for_each(|caught| print(&caught.line()));
    let escaped = caught.iter().filter(|caught| caught.by.is_empty()).count();
    Kills::of(&caught).show(print)?;
    let undescribed = undescribed(&all());
    undescribed.iter().for_each(|wrong| print(wrong));
    print(&format!(
        "{} controls, {} not caught",
        caught.len(),
        escaped
    ));
    Ok(escaped == 0 && undescribed.is_empty())
}

/// Returns every switch that the code defines.
fn all() -> Vec<Switch> {
    guesthouse::switches()
}

fn try_all(switches: &[Switch], suites: &[Suite], say: &(dyn Fn(&str) + Sync)) -> Vec<Caught> {
    let (next, caught) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(switch) = switches.get(next.fetch_add(1, Ordering::Relaxed)) {
            let found = try_one(*switch, suites);
            say(&found.line());
            if let Ok(mut caught) = caught.lock() {
                caught.push(found);
            }
        }
    };
    std::thread::scope(|scope| {
        (0..AT_ONCE).for_each(|_| drop(scope.spawn(work)));
    });
    caught.into_inner().unwrap_or_default()
}

fn try_one(switch: Switch, suites: &[Suite]) -> Caught {
    let mut order: Vec<_> = suites.iter().collect();
    let sandbox = guesthouse_sandbox::switches();
    let is_of_the_domain = !sandbox.iter().any(|known| known.name == switch.name);
    order.sort_by_key(|suite| suite.turn(is_of_the_domain));
    let mut runs = order.iter().map(|suite| suite.run(Some(switch.name)));
    let by = runs.find(|red| !red.is_empty()).unwrap_or_default();
    Caught { switch, by }
}

impl Caught {
    fn line(&self) -> String {
        let Switch { name, meaning } = self.switch;
        match self.by.first() {
            None => format!("NOT CAUGHT {name}: {meaning}"),
            Some(first) if self.by.len() == 1 => format!("caught {name} by {first}"),
            Some(first) => format!("caught {name} by {first} and {} more", self.by.len() - 1),
        }
    }
}

/// Returns the switches that the attack table does not name, and the names there that are none.
fn undescribed(switches: &[Switch]) -> Vec<String> {
    let text = std::fs::read_to_string(page::PAGE).unwrap_or_default();
    let rows = page::rows(&text);
    let named: BTreeSet<_> = rows
        .iter()
        .flat_map(|row| &row.switches)
        .map(String::as_str)
        .collect();
    let known: BTreeSet<_> = switches.iter().map(|switch| switch.name).collect();
    let missing = known
        .difference(&named)
        .map(|name| format!("WRONG no row of the attack table names `{name}`"));
    let unknown = named
        .difference(&known)
        .map(|name| format!("WRONG the attack table names `{name}`, which is no switch"));
    missing.chain(unknown).collect()
}
