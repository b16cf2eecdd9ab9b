//! Who notices what: the kill matrix, and who could be spared.

use super::Caught;
use super::red::Red;
use crate::corpus::{self, Adversary, Tongue};
use std::collections::{BTreeMap, BTreeSet};

type Switches<'a> = BTreeSet<&'a str>;

/// The switches that each adversary notices, by row and name.
pub(super) struct Kills<'a>(BTreeMap<&'a str, BTreeMap<&'a str, Switches<'a>>>);

impl<'a> Kills<'a> {
    pub(super) fn of(caught: &'a [Caught]) -> Self {
        let mut kills: BTreeMap<_, BTreeMap<_, Switches<'_>>> = BTreeMap::new();
        for one in caught {
            for red in &one.by {
                if let Red::Adversary(row, name) = red {
                    let of_row = kills.entry(row.as_str()).or_default();
                    of_row
                        .entry(name.as_str())
                        .or_default()
                        .insert(one.switch.name);
                }
            }
        }
        Self(kills)
    }

    /// Prints the matrix by rows, then who could be spared.
    pub(super) fn show(&self, print: &mut dyn FnMut(&str)) -> anyhow::Result<()> {
        print("\nwho notices what");
        for (row, adversaries) in &self.0 {
            for (name, switches) in adversaries {
                let switches: Vec<_> = switches.iter().copied().collect();
                print(&format!("  {row:<20} {name:<36} {}", switches.join(" ")));
            }
        }
        print("\nduplicates: the same row, the same switches, and the same place by their heads");
        let corpus = corpus::read(&[Tongue::Wat])?;
        let mut seen: BTreeMap<(&str, &str, &str, Vec<&str>), &Adversary> = BTreeMap::new();
        let mut count = 0;
        for adversary in &corpus {
            let switches = self.noticed(adversary);
            let place = (
                adversary.row.as_str(),
                adversary.ends.as_str(),
                adversary.limit.as_str(),
                switches,
            );
            if let Some(other) = seen.insert(place, adversary) {
                print(&format!("  {adversary} beside {other}"));
                count += 1;
            }
        }
        print(&format!("  {count} of {} adversaries", corpus.len()));
        Ok(())
    }

    fn noticed(&self, adversary: &Adversary) -> Vec<&str> {
        let of_row = self.0.get(adversary.row.as_str());
        let switches = of_row.and_then(|names| names.get(adversary.to_string().as_str()));
        switches.into_iter().flatten().copied().collect()
    }
}
