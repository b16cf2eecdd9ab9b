//! The table of outcomes.

use guesthouse_sandbox::clean;

use super::record::Record;
use crate::console::{Console, DIM};
use crate::error::Result;
use crate::stdout::Stdout;

/// The columns, and the most bytes in each.
const COLUMNS: [(&str, usize); 6] = [
    ("EVENT", 40),
    ("PLUGIN", 30),
    ("OUTCOME", 40),
    ("FUEL", 20),
    ("OUTPUTS", 20),
    ("MESSAGE", 160),
];

/// The columns of numbers.
const NUMBERS: [usize; 2] = [3, 4];

#[derive(Default)]
pub(super) struct Table {
    rows: Vec<[String; COLUMNS.len()]>,
}

impl Table {
    pub(super) fn push(&mut self, record: &Record) {
        let message = record.message.as_deref().unwrap_or_default();
        let cells = [
            record.event.clone(),
            record.plugin.clone(),
            record.ending(),
            record.fuel.to_string(),
            record.outputs.to_string(),
            message.lines().next().unwrap_or_default().to_owned(),
        ];
        let mut columns = COLUMNS.iter();
        self.rows.push(cells.map(|cell| {
            let max = columns.next().map_or(0, |(_, max)| *max);
            clean(&cell.replace('\t', " "), max, false)
        }));
    }

    /// Prints a line for each outcome. The names of the columns go to standard error.
    pub(super) fn print(&self, console: &Console, out: &mut Stdout) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let names = COLUMNS.map(|(name, _)| name.to_owned());
        let rows = || self.rows.iter().chain([&names]);
        let width = |at: usize| {
            rows()
                .filter_map(|row| row.get(at))
                .map(|cell| cell.chars().count())
                .max()
        };
        let widths: Vec<_> = (0..COLUMNS.len())
            .map(|at| width(at).unwrap_or(0))
            .collect();
        console.info(format_args!("{DIM}{}{DIM:#}", line(&names, &widths)));
        self.rows
            .iter()
            .try_for_each(|row| out.line(line(row, &widths).as_bytes()))
    }
}

fn line(cells: &[String], widths: &[usize]) -> String {
    let cells = cells.iter().zip(widths).enumerate();
    let padded = cells.map(|(at, (cell, width))| {
        if NUMBERS.contains(&at) {
            format!("{cell:>width$}")
        } else {
            format!("{cell:<width$}")
        }
    });
    padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
}
