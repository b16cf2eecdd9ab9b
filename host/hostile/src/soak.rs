//! Makes many attacks in a row and checks that the process then holds the same resources as before.

use crate::corpus::{self, Adversary};
use crate::host_kind::HostKind;
use crate::measure::{Held, entries, resident};
use crate::plugins::Plugins;
use crate::source::Source;
use crate::test_host::{Loaded, TestHost};
use crate::upstream::Upstream;
use crate::watch;
use guesthouse_sandbox::CompileLimits;
use guesthouse_testing::Random;
use guesthouse_testing::console::{info, report};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The allowed growth of resident memory, in bytes. The allocator keeps some freed memory.
const SLACK: u64 = 32 << 20;
/// Attacks that run at once.
const AT_ONCE: usize = 8;
/// One attack in this many is by any adversary; the others are by adversaries that end soon.
const SELDOM: usize = 200;
const SOON: Duration = Duration::from_millis(10);
const HANG: Duration = Duration::from_secs(120);
/// The runtime ends a thread that was idle for ten seconds.
const SETTLING: Duration = Duration::from_secs(15);

/// The attacks to run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The number of attacks.
    pub events: u64,
    /// The seed of the random numbers.
    pub seed: u64,
    /// The sources of the adversaries to run.
    pub sources: Vec<Source>,
    /// A folder for the files of this run and nothing else.
    pub temporary: PathBuf,
}

/// An adversary that is ready to attack.
struct Ready {
    adversary: Adversary,
    loaded: Loaded,
    took: Duration,
}

/// Makes the attacks and reports what they left behind. Returns whether they left nothing.
///
/// # Errors
/// When the corpus cannot be read or the host cannot be built.
pub fn run(options: &Options, plugins: &Plugins) -> anyhow::Result<bool> {
    watch::start(HANG + Duration::from_secs(20))?;
    let upstream = Upstream::start()?;
    let [kind, ..] = HostKind::ALL;
    kind.runtime()?.block_on(async {
        let cache = options.temporary.join("compiled");
        let limits = CompileLimits::default();
        let host = TestHost::new(kind, &limits, plugins, &cache, &upstream).await?;
        info("trying each adversary once");
        let ready = Arc::new(try_each_once(options, plugins, &host).await?);
        Ok(soak(options, Arc::new(host), &ready).await)
    })
}

async fn soak(options: &Options, host: Arc<TestHost>, ready: &Arc<Vec<Ready>>) -> bool {
    let Options { events, seed, .. } = *options;
    let kinds = ready.len();
    // The pool and the allocator keep memory up to their largest use, so the warm-up must reach it.
    let warm = (events / 10).clamp(2_000, 5_000);
    info(&format!("warming up with {warm} attacks"));
    let mut wrong = attack_many(&host, ready, seed, warm).await;
    wrong.extend(settle(&host).await);
    let before = State::now(&host, options);
    info(&format!("{events} attacks of {kinds} kinds"));
    let started = Instant::now();
    wrong.extend(attack_many(&host, ready, seed + 1, events).await);
    let took = started.elapsed().as_secs();
    wrong.extend(settle(&host).await);
    let after = State::now(&host, options);
    report(&format!(
        "{events} attacks of {kinds} kinds in {took} s, from seed {seed}"
    ));
    let is_same = before.compare(&after);
    wrong.sort();
    wrong.dedup();
    for wrong in &wrong {
        report(&format!("WRONG {wrong}"));
    }
    is_same && wrong.is_empty()
}

/// Tries every adversary once, to find out which ones are slow.
async fn try_each_once(
    options: &Options,
    plugins: &Plugins,
    host: &TestHost,
) -> anyhow::Result<Vec<Ready>> {
    let mut ready = Vec::new();
    for adversary in corpus::read(&options.sources)? {
        // These attack another process, the compile worker, and `run` covers them.
        if !plugins.has(adversary.source) || adversary.row == "compile-bomb" {
            continue;
        }
        watch::loading(&adversary.to_string());
        let loaded = host.load(&adversary).await?;
        watch::now(&adversary.to_string());
        let started = Instant::now();
        host.attack(&loaded, &adversary).await;
        ready.push(Ready {
            took: started.elapsed(),
            adversary,
            loaded,
        });
    }
    anyhow::ensure!(
        ready.iter().any(|attack| attack.took <= SOON),
        "no adversary ends soon"
    );
    ready.sort_by_key(|attack| attack.took);
    Ok(ready)
}

/// Makes `events` attacks and returns what went wrong.
async fn attack_many(
    host: &Arc<TestHost>,
    ready: &Arc<Vec<Ready>>,
    seed: u64,
    events: u64,
) -> Vec<String> {
    let next = Arc::new(AtomicU64::new(0));
    let attackers = (0..AT_ONCE).map(|_| {
        let host = Arc::clone(host);
        let ready = Arc::clone(ready);
        let next = Arc::clone(&next);
        tokio::spawn(async move {
            let mut wrong = Vec::new();
            loop {
                let event = next.fetch_add(1, Ordering::Relaxed);
                if event >= events || wrong.len() > 10 {
                    return wrong;
                }
                let seed = seed.wrapping_mul(events).wrapping_add(event);
                wrong.extend(attack_at_random(&host, &ready, seed).await);
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

/// Makes one attack, which the seed selects, and returns its violations.
async fn attack_at_random(host: &TestHost, ready: &[Ready], seed: u64) -> Vec<String> {
    let mut random = Random::new(seed);
    let soon = ready.partition_point(|attack| attack.took <= SOON);
    let among = match random.below(SELDOM) {
        0 => ready,
        _ => ready.get(..soon).unwrap_or(ready),
    };
    let Some(Ready {
        adversary, loaded, ..
    }) = random.pick(among)
    else {
        return Vec::new();
    };
    watch::now(&adversary.to_string());
    let attack = tokio::time::timeout(HANG, host.attack(loaded, adversary));
    let Ok(attempt) = attack.await else {
        return vec![format!("{adversary}: hang")];
    };
    let mut wrong = attempt.wrong;
    if attempt.ended != adversary.ends {
        wrong.push(format!(
            "ended as `{}`, not as `{}`",
            attempt.ended, adversary.ends
        ));
    }
    // The canary must be right between attacks too.
    if random.below(20) == 0 {
        wrong.extend(host.canary.answer().await.err());
    }
    wrong
        .iter()
        .map(|wrong| format!("{adversary}: {wrong}"))
        .collect()
}

/// Waits until idle threads and processes have ended, and returns a violation if there is one. The
/// canary runs meanwhile, because the allocator returns memory only while it is in use.
async fn settle(host: &TestHost) -> Option<String> {
    watch::now("settling");
    let started = Instant::now();
    while started.elapsed() < SETTLING {
        if let Err(wrong) = host.canary.answer().await {
            return Some(wrong);
        }
    }
    None
}

/// The resources that the process holds.
struct State {
    resident: u64,
    held: Held,
    things: usize,
    parked: usize,
    temporary: usize,
}

impl State {
    fn now(host: &TestHost, options: &Options) -> Self {
        Self {
            resident: resident(),
            held: Held::now(),
            things: host.things.load(Ordering::Relaxed),
            parked: host.parked.load(Ordering::Relaxed),
            temporary: entries(&options.temporary) + entries(options.temporary.join("compiled")),
        }
    }

    fn compare(&self, after: &Self) -> bool {
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
            report(&format!(
                "  {what:<10} {before:>8} before {after:>8} after   {word}"
            ));
        }
        let grown = after.resident.saturating_sub(self.resident);
        let word = if grown <= SLACK { "ok" } else { "WRONG" };
        report(&format!(
            "  {:<10} {:>8} before {:>8} after   {word} (MiB; it may grow by {})",
            "memory",
            self.resident >> 20,
            after.resident >> 20,
            SLACK >> 20
        ));
        is_same && grown <= SLACK
    }
}
