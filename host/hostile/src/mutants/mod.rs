//! The mutation check: one control after the other is taken away, and something must go red.
//!
//! A mutant is this program, or a test binary, started with the variable that names the switch. The
//! adversaries and tests that the attack table names for the switch are asked first, then all others,
//! until one notices. A hang, a crash and a flood of memory are red too.
//!
//! Who is red is asked again alone: with the control taken away it must be red a second time, and
//! with nothing taken away green. So a test that is red now and then proves nothing.

mod matrix;
mod red;
mod suite;

use crate::page::{self, Row};
use guesthouse_sandbox::switch::Switch;
use matrix::Kills;
use red::Red;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use suite::{Part, SANDBOX, Suite};

/// Mutants that run at once.
const AT_ONCE: usize = 2;

/// A control, and the folder of the crate that has it.
#[derive(Clone, Copy)]
struct Control {
    switch: Switch,
    home: &'static str,
}

/// A control, and who noticed that it was gone.
struct Caught {
    switch: Switch,
    by: Vec<Red>,
}

/// Takes away every control whose name holds one of `only`, prints who notices, and returns whether
/// each was noticed. For the `matrix` the whole corpus is asked about each control of the sandbox.
///
/// # Errors
/// When the tests do not build, or are red with nothing taken away.
pub fn run(
    only: &[String],
    matrix: bool,
    print: &mut dyn FnMut(&str),
    say: &(dyn Fn(&str) + Sync),
) -> anyhow::Result<bool> {
    let mut controls = all();
    let is_meant = |name: &str| only.iter().any(|only| name.contains(only));
    controls.retain(|control| only.is_empty() || is_meant(control.switch.name));
    let rows = page::rows(&std::fs::read_to_string(page::PAGE)?);
    let cache = tempfile::tempdir()?;
    let suites = suite::build(cache.path(), say)?;
    for suite in &suites {
        say(&format!("with nothing taken away: {}", suite.name()));
        let red = suite.run(None, Part::All, true);
        anyhow::ensure!(
            red.is_empty(),
            "{} is red with nothing taken away: {red:?}",
            suite.name()
        );
    }
    let trial = Trial {
        rows: &rows,
        suites: &suites,
        matrix,
    };
    let mut caught = trial.all(&controls, say);
    caught.sort_by_key(|caught| caught.switch.name);
    caught.iter().for_each(|caught| print(&caught.line()));
    let escaped = caught.iter().filter(|caught| caught.by.is_empty()).count();
    if matrix {
        Kills::of(&caught).show(print)?;
    }
    let undescribed = undescribed(&all(), &rows);
    undescribed.iter().for_each(|wrong| print(wrong));
    print(&format!(
        "{} controls, {} not caught",
        caught.len(),
        escaped
    ));
    Ok(escaped == 0 && undescribed.is_empty())
}

/// Returns every control that the code defines.
fn all() -> Vec<Control> {
    let sandbox = guesthouse_sandbox::switches();
    let homes = [
        (SANDBOX, sandbox),
        ("host/inspect", guesthouse_inspect::switches()),
    ];
    let of = |(home, switches): (&'static str, Vec<Switch>)| {
        let control = move |switch| Control { switch, home };
        switches.into_iter().map(control)
    };
    homes.into_iter().flat_map(of).collect()
}

/// Who is asked, and how.
struct Trial<'a> {
    rows: &'a [Row],
    suites: &'a [Suite],
    matrix: bool,
}

impl Trial<'_> {
    fn all(&self, controls: &[Control], say: &(dyn Fn(&str) + Sync)) -> Vec<Caught> {
        let (next, caught) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        let work = || {
            while let Some(control) = controls.get(next.fetch_add(1, Ordering::Relaxed)) {
                let found = self.one(*control);
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

    fn one(&self, Control { switch, home }: Control) -> Caught {
        let mut order: Vec<_> = self.suites.iter().collect();
        order.sort_by_key(|suite| suite.turn(home, self.matrix));
        let is_of = |row: &&Row| row.switches.iter().any(|name| name == switch.name);
        let rows: Vec<_> = self.rows.iter().filter(is_of).collect();
        let first = order.iter().filter_map(|suite| {
            let parts = suite.named(&rows);
            (!parts.is_empty()).then_some((*suite, parts))
        });
        let all = order.iter().map(|suite| (*suite, Vec::new()));
        let asked: Vec<_> = match self.matrix && home == SANDBOX {
            true => all.collect(),
            false => first.chain(all).collect(),
        };
        let red = asked.into_iter().map(|(suite, names)| {
            let part = match names.is_empty() {
                true => Part::All,
                false => Part::Named(&names),
            };
            suite.confirmed(switch.name, part, self.matrix)
        });
        let by = red.into_iter().find(|red| !red.is_empty());
        Caught {
            switch,
            by: by.unwrap_or_default(),
        }
    }
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
fn undescribed(controls: &[Control], rows: &[Row]) -> Vec<String> {
    let named = rows.iter().flat_map(|row| &row.switches);
    let named: BTreeSet<_> = named.map(String::as_str).collect();
    let known: BTreeSet<_> = controls.iter().map(|control| control.switch.name).collect();
    let missing = known
        .difference(&named)
        .map(|name| format!("WRONG no row of the attack table names `{name}`"));
    let unknown = named
        .difference(&known)
        .map(|name| format!("WRONG the attack table names `{name}`, which is no switch"));
    missing.chain(unknown).collect()
}
