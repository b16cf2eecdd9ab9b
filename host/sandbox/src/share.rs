//! Decides what runs next: first the plugin, by its share, then the work of that plugin in order.

use crate::lock::lock;
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

/// A plugin's share of a sandbox. All components that are loaded with one share compete as one
/// plugin for cores, run permits and compilers. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Share(Arc<Counters>);

#[derive(Debug)]
struct Counters {
    weight: AtomicU32,
    /// Nanoseconds that its guests held threads, divided by the weight.
    virtual_time: AtomicU64,
    /// The number of runs that must still start on a guest thread, because slices were long or
    /// their length is not known.
    cautious_runs: AtomicU32,
}

const FIRST_RUNS: u32 = 16;
/// The number of runs that must start on a guest thread, for each millisecond that a slice took. So
/// a plugin with long slices blocks the threads of its callers for at most a tenth of a millisecond
/// per run on average.
const RUNS_PER_LONG_MS: u32 = 10;

impl Share {
    pub(crate) fn new(weight: u32) -> Self {
        Self(Arc::new(Counters {
            weight: AtomicU32::new(weight.max(1)),
            virtual_time: AtomicU64::new(0),
            cautious_runs: AtomicU32::new(FIRST_RUNS),
        }))
    }

    /// Returns how much of a contended resource the plugin gets in proportion to others.
    #[must_use]
    pub fn weight(&self) -> u32 {
        self.0.weight.load(Ordering::Relaxed)
    }

    pub(crate) fn virtual_time(&self) -> u64 {
        self.0.virtual_time.load(Ordering::Relaxed)
    }

    /// A plugin that was idle resumes at the time of the others, so that it cannot save up CPU.
    pub(crate) fn resume_at(&self, virtual_time: u64) {
        self.0
            .virtual_time
            .fetch_max(virtual_time, Ordering::Relaxed);
    }

    /// Charges the plugin for a slice.
    pub(crate) fn charge(&self, slice: Duration) {
        let nanos = u64::try_from(slice.as_nanos()).unwrap_or(u64::MAX);
        let time = nanos / u64::from(self.weight());
        self.0.virtual_time.fetch_add(time, Ordering::Relaxed);
        let millis = u32::try_from(slice.as_millis()).unwrap_or(u32::MAX);
        let runs = millis.saturating_mul(RUNS_PER_LONG_MS);
        self.0.cautious_runs.fetch_max(runs, Ordering::Relaxed);
    }

    /// Returns whether a run of the plugin must start on a guest thread, and counts the run.
    pub(crate) fn must_be_cautious(&self) -> bool {
        let runs = &self.0.cautious_runs;
        let one_less = |left: u32| left.checked_sub(1);
        runs.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)
            .is_ok()
    }

    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The shares of a sandbox by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shares(Arc<Mutex<HashMap<String, Weak<Counters>>>>);

impl Shares {
    /// Returns the share of this name with this weight, which replaces an earlier one.
    pub(crate) fn get(&self, name: &str, weight: u32) -> Share {
        let mut shares = lock(&self.0);
        if let Some(counters) = shares.get(name).and_then(Weak::upgrade) {
            counters.weight.store(weight.max(1), Ordering::Relaxed);
            return Share(counters);
        }
        shares.retain(|_, counters| counters.strong_count() > 0);
        let share = Share::new(weight);
        shares.insert(name.to_owned(), Arc::downgrade(&share.0));
        share
    }
}

/// The permits or cores that plugins hold, called places, and the work that waits for one. Each
/// plugin that holds a place or waits has a line, so the time of a search is linear in the number
/// of these plugins.
pub(crate) struct FairQueue<T>(Vec<Line<T>>);

pub(crate) struct Line<T> {
    pub(crate) share: Share,
    /// Places that the plugin holds.
    pub(crate) held: u32,
    waiting: VecDeque<T>,
}

impl<T> FairQueue<T> {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Returns the line of a plugin, and whether the plugin was idle.
    pub(crate) fn line(&mut self, share: &Share) -> (&mut Line<T>, bool) {
        let found = self.0.iter().position(|line| line.share.is(share));
        let place = found.unwrap_or(self.0.len());
        if found.is_none() {
            self.0.push(Line {
                share: share.clone(),
                held: 0,
                waiting: VecDeque::new(),
            });
        }
        // The line exists, because it was found or pushed above.
        #[expect(clippy::indexing_slicing, reason = "the line was found or pushed")]
        (&mut self.0[place], found.is_none())
    }

    /// Takes the first entry of the line with the least `key`, and a place for it. A line without a
    /// key must wait. Lines with the same key take turns.
    pub(crate) fn take<K: Ord>(
        &mut self,
        key: impl Fn(&Line<T>) -> Option<K>,
    ) -> Option<(Share, T)> {
        let waiting = self
            .0
            .iter()
            .enumerate()
            .filter(|(_, line)| line.is_waiting());
        let (place, _) = waiting
            .filter_map(|(place, line)| Some((place, key(line)?)))
            .min_by(|a, b| a.1.cmp(&b.1))?;
        let mut line = self.0.remove(place);
        let next = line.waiting.pop_front();
        line.held += 1;
        let share = line.share.clone();
        self.0.push(line);
        next.map(|next| (share, next))
    }

    /// Releases a place.
    pub(crate) fn release(&mut self, share: &Share) {
        let (line, _) = self.line(share);
        line.held = line.held.saturating_sub(1);
        if line.held == 0 && !line.is_waiting() {
            self.0.retain(|line| !line.share.is(share));
        }
    }

    pub(crate) fn is_waiting(&self) -> bool {
        self.0.iter().any(Line::is_waiting)
    }
}

impl<T> Line<T> {
    pub(crate) fn push(&mut self, item: T) {
        self.waiting.push_back(item);
    }

    pub(crate) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }
}
