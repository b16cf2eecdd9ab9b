//! Many attacks in a row: afterwards the process holds what it held before.

use crate::cell::Cell;
use crate::chance::Chance;
use crate::corpus::{self, Tongue};
use crate::house::{Armed, House};
use crate::languages::Plugins;
use crate::measure::{Held, entries, resident};
use crate::upstream::Upstream;
use crate::watch;
use guesthouse_sandbox::CompileLimits;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Bytes of resident memory that may be more than before: the allocator keeps some of what it was
/// given back.
const SLACK: u64 = 32 << 20;
/// Attacks that are under way at once.
const AT_ONCE: usize = 8;
/// One event in so many is any adversary; the others are those that end soon.
const SELDOM: usize = 200;
const SOON: Duration = Duration::from_millis(10);
const HANG: Duration = Duration::from_secs(120);
/// The runtime ends a thread that had nothing to do for ten seconds.
const SETTLING: Duration = Duration::from_secs(15);

/// What to run.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many attacks.
    pub events: u64,
    /// Where chance comes from.
    pub seed: u64,
    /// Languages.
    pub tongues: Vec<Tongue>,
    /// Where files of this run are, and nothing else.
    pub temporary: PathBuf,
}

/// An adversary at the door, and what must become of it.
struct Ready {
    name: String,
    must: String,
    says: Option<String>,
    armed: Armed,
    took: Duration,
}

/// Runs the attacks and prints what is left of them. Returns whether nothing is.
///
/// # Errors
/// When the corpus cannot be read or the host cannot be built.
pub fn run(
    options: &Options,
    plugins: &Plugins,
    print: &mut dyn FnMut(&str),
    say: &dyn Fn(&str),
) -> anyhow::Result<bool> {
    watch::start(HANG + Duration::from_secs(20))?;
    let upstream = Upstream::start()?;
    let [cell, ..] = Cell::ALL;
    cell.runtime()?.block_on(async {
        let cache = options.temporary.join("compiled");
        let house = House::new(cell, &CompileLimits::default(), plugins, &cache, &upstream).await?;
        say("trying each adversary once");
        let ready = Arc::new(ready(options, plugins, &house).await?);
        Ok(soak(options, Arc::new(house), &ready, print, say).await)
    })
}

async fn soak(
    options: &Options,
    house: Arc<House>,
    ready: &Arc<Vec<Ready>>,
    print: &mut dyn FnMut(&str),
    say: &dyn Fn(&str),
) -> bool {
    let Options { events, seed, .. } = *options;
    // Until the pool and the allocator have seen the worst, what they keep grows.
    let warm = (events / 10).clamp(2_000, 5_000);
    say(&format!("warming up with {warm} attacks"));
    let mut wrong = storm(&house, ready, seed, warm).await;
    wrong.extend(settle(&house).await);
    let before = State::now(&house, options);
    say(&format!("{events} attacks of {} kinds", ready.len()));
    let started = Instant::now();
    wrong.extend(storm(&house, ready, seed + 1, events).await);
    let took = started.elapsed().as_secs();
    wrong.extend(settle(&house).await);
    let after = State::now(&house, options);
    let kinds = ready.len();
    print(&format!(
        "{events} attacks of {kinds} kinds in {took} s, from seed {seed}"
    ));
    let is_same = before.compare(&after, print);
    wrong.sort();
    wrong.dedup();
    wrong
        .iter()
        .for_each(|wrong| print(&format!("WRONG {wrong}")));
    is_same && wrong.is_empty()
}

/// Tries every adversary once: the slow ones come seldom afterwards.
async fn ready(options: &Options, plugins: &Plugins, house: &House) -> anyhow::Result<Vec<Ready>> {
    let mut ready = Vec::new();
    for adversary in corpus::read(&options.tongues)? {
        // Compiling is another process, which `run` attacks.
        if !plugins.has(adversary.tongue) || adversary.row == "compile-bomb" {
            continue;
        }
        watch::pause();
        let armed = house.arm(&adversary).await?;
        watch::now(&adversary.to_string());
        let started = Instant::now();
        house.attack(&armed).await;
        ready.push(Ready {
            name: adversary.to_string(),
            must: adversary.ends.clone(),
            says: adversary.says.clone(),
            took: started.elapsed(),
            armed,
        });
    }
    anyhow::ensure!(
        ready.iter().any(|one| one.took <= SOON),
        "no adversary ends soon"
    );
    ready.sort_by_key(|one| one.took);
    Ok(ready)
}

/// Makes so many attacks and returns what went wrong.
async fn storm(house: &Arc<House>, ready: &Arc<Vec<Ready>>, seed: u64, events: u64) -> Vec<String> {
    let next = Arc::new(AtomicU64::new(0));
    let attackers = (0..AT_ONCE).map(|_| {
        let (house, ready, next) = (house.clone(), ready.clone(), next.clone());
        tokio::spawn(async move {
            let mut wrong = Vec::new();
            loop {
                let event = next.fetch_add(1, Ordering::Relaxed);
                if event >= events || wrong.len() > 10 {
                    return wrong;
                }
                wrong.extend(
                    one(
                        &house,
                        &ready,
                        seed.wrapping_mul(events).wrapping_add(event),
                    )
                    .await,
                );
            }
        })
    });
    let mut wrong = Vec::new();
    for attacker in attackers.collect::<Vec<_>>() {
        match attacker.await {
            Ok(found) => wrong.extend(found),
            Err(panic) => wrong.push(format!("a task of the host: {panic}")),
        }
    }
    wrong
}

async fn one(house: &House, ready: &[Ready], seed: u64) -> Vec<String> {
    let mut chance = Chance::new(seed);
    let soon = ready.partition_point(|one| one.took <= SOON);
    let among = match chance.below(SELDOM) {
        0 => ready,
        _ => ready.get(..soon).unwrap_or(ready),
    };
    let Some(adversary) = chance.of(among) else {
        return Vec::new();
    };
    watch::now(&adversary.name);
    let attack = tokio::time::timeout(HANG, house.attack(&adversary.armed));
    let Ok(attempt) = attack.await else {
        return vec![format!("{}: hang", adversary.name)];
    };
    let says = adversary.says.as_deref();
    let reason = attempt.other_reason(&adversary.must, says);
    let mut wrong = attempt.wrong;
    wrong.extend(reason);
    if attempt.ended != adversary.must {
        wrong.push(format!(
            "ended as `{}`, not as `{}`",
            attempt.ended, adversary.must
        ));
    }
    // A neighbour looks whether all is well, now and then.
    if chance.below(20) == 0 {
        wrong.extend(house.canary.answer().await.err());
    }
    wrong
        .iter()
        .map(|wrong| format!("{}: {wrong}", adversary.name))
        .collect()
}

/// Gives everything that ends by itself the time, and returns what went wrong. The neighbour is
/// served meanwhile: the allocator gives memory back only while it is asked for some.
async fn settle(house: &House) -> Option<String> {
    watch::now("settling");
    let started = Instant::now();
    while started.elapsed() < SETTLING {
        if let Err(wrong) = house.canary.answer().await {
            return Some(wrong);
        }
    }
    None
}

/// What the process holds.
struct State {
    resident: u64,
    held: Held,
    things: usize,
    parked: usize,
    temporary: usize,
}

impl State {
    fn now(house: &House, options: &Options) -> Self {
        Self {
            resident: resident(),
            held: Held::now(),
            things: house.things.load(Ordering::Relaxed),
            parked: house.parked.load(Ordering::Relaxed),
            temporary: entries(&options.temporary) + entries(options.temporary.join("compiled")),
        }
    }

    fn compare(&self, after: &Self, print: &mut dyn FnMut(&str)) -> bool {
        let counts = [
            ("files", self.held.files, after.held.files),
            ("threads", self.held.threads, after.held.threads),
            ("children", self.held.children, after.held.children),
            ("handles", self.things, after.things),
            ("parked", self.parked, after.parked),
            ("temporary", self.temporary, after.temporary),
        ];
        let mut is_same = true;
        for (what, before, after) in counts {
            let word = if before == after { "ok" } else { "WRONG" };
            is_same &= before == after;
            print(&format!(
                "  {what:<10} {before:>8} before {after:>8} after   {word}"
            ));
        }
        let grown = after.resident.saturating_sub(self.resident);
        let word = if grown <= SLACK { "ok" } else { "WRONG" };
        print(&format!(
            "  {:<10} {:>8} before {:>8} after   {word} (MiB; {} more are allowed)",
            "memory",
            self.resident >> 20,
            after.resident >> 20,
            SLACK >> 20
        ));
        is_same && grown <= SLACK
    }
}
