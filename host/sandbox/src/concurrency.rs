//! Permits to run and to compile, which limit how much happens at once.
//!
//! A guest keeps its permit while it waits for the host, for as long as its deadline allows. So by
//! default a plugin holds at most as many permits as it leaves free, times its weight, and always
//! leaves one free. With a weight of 1, the first plugin gets half of them, and the second half of
//! the rest. Several plugins of one author cannot take all permits with a few floods.

use crate::lock::lock;
use crate::share::{FairQueue, Line, Share};
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

/// Permits that plugins share.
pub(crate) struct Permits {
    /// The number of permits that one plugin may hold. `None` means as many as the plugin leaves
    /// free, times its weight, but not the last one.
    per_plugin: Option<u32>,
    places: Mutex<Places>,
}

struct Places {
    free: u32,
    queue: FairQueue<oneshot::Sender<Permit>>,
}

/// One permit, which is released when it is dropped.
pub(crate) struct Permit {
    permits: Arc<Permits>,
    share: Share,
}

impl Permits {
    pub(crate) fn new(permits: u32, per_plugin: Option<u32>) -> Arc<Self> {
        Arc::new(Self {
            per_plugin,
            places: Mutex::new(Places {
                free: permits,
                queue: FairQueue::new(),
            }),
        })
    }

    /// Waits for a permit. Plugins that hold few permits are served first, and the runs of one
    /// plugin in order.
    pub(crate) async fn acquire(self: &Arc<Self>, share: &Share) -> Option<Permit> {
        if let Some(permit) = self.try_acquire(share) {
            return Some(permit);
        }
        let (waiter, permit) = oneshot::channel();
        lock(&self.places).queue.line(share).0.push(waiter);
        self.grant();
        // A waiter is dropped only together with the permits.
        permit.await.ok()
    }

    /// Returns a permit if the plugin may have one at once.
    pub(crate) fn try_acquire(self: &Arc<Self>, share: &Share) -> Option<Permit> {
        let is_taken = lock(&self.places).take_now(share, self.per_plugin);
        is_taken.then(|| Permit {
            permits: Arc::clone(self),
            share: share.clone(),
        })
    }

    fn grant(self: &Arc<Self>) {
        loop {
            let next = lock(&self.places).next(self.per_plugin);
            let Some((share, waiter)) = next else { return };
            let permits = Arc::clone(self);
            // If the waiter was dropped, its permit is dropped too and becomes free again.
            drop(waiter.send(Permit { permits, share }));
        }
    }
}

impl Places {
    /// Takes a permit if no run waits and the plugin may have one.
    fn take_now(&mut self, share: &Share, per_plugin: Option<u32>) -> bool {
        if self.queue.is_waiting() {
            return false;
        }
        let (line, _) = self.queue.line(share);
        let may_have = line.rank(self.free, per_plugin).is_some();
        line.held += 1;
        if may_have {
            self.free -= 1;
        } else {
            self.queue.release(share);
        }
        may_have
    }

    fn next(&mut self, per_plugin: Option<u32>) -> Option<(Share, oneshot::Sender<Permit>)> {
        loop {
            let free = self.free;
            let (share, waiter) = self.queue.take(|line| line.rank(free, per_plugin))?;
            if !waiter.is_closed() {
                self.free -= 1;
                return Some((share, waiter));
            }
            self.queue.release(&share);
        }
    }
}

impl<T> Line<T> {
    /// Returns how soon the plugin gets its next permit, unless it has to wait.
    fn rank(&self, free: u32, per_plugin: Option<u32>) -> Option<u64> {
        let weight = self.share.weight();
        let left = free.saturating_sub(1);
        // A plugin that holds none may take the last permit.
        let max_held = per_plugin.unwrap_or(left.saturating_mul(weight).max(1));
        let is_next = free > 0 && self.held < max_held;
        is_next.then(|| u64::from(self.held) * 1_000 / u64::from(weight))
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut places = lock(&self.permits.places);
        places.free += 1;
        places.queue.release(&self.share);
        drop(places);
        self.permits.grant();
    }
}
