//! Runs the corpus on every kind of host, and an honest neighbour, the canary, beside it.

use crate::attempt::Attempt;
use crate::corpus::{self, Adversary};
use crate::host_kind::HostKind;
use crate::measure::{Peak, Times};
use crate::plugins::Plugins;
use crate::report::{Baseline, HANG, Line, Report};
use crate::source::Source;
use crate::test_host::{self, Loaded, TestHost};
use crate::upstream::Upstream;
use crate::watch;
use guesthouse_sandbox::CompileLimits;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The longest time for a load. It is longer than the deadline of the compiler.
const LOAD: Duration = Duration::from_secs(150);
/// The round beside attackers.
const BESIDE: Round = Round {
    neighbours: 4,
    runs: 200,
    time: Duration::from_secs(1),
};
/// The round for the baseline.
const BASELINE: Round = Round {
    neighbours: 4,
    runs: 1_000,
    time: Duration::from_secs(5),
};
/// Every round of a small run.
const SMALL: Round = Round {
    neighbours: 2,
    runs: 3,
    time: Duration::ZERO,
};

/// The attacks to run, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Kinds of host.
    pub hosts: Vec<HostKind>,
    /// The sources of the adversaries to run.
    pub sources: Vec<Source>,
    /// Runs only adversaries whose name contains this.
    pub only: Option<String>,
    /// Runs only adversaries of these rows. An empty list means all rows.
    pub rows: Vec<String>,
    /// Leaves out adversaries whose ending contains this.
    pub except: Option<String>,
    /// The folder that keeps compiled components for other runs.
    pub cache: Option<PathBuf>,
    /// Makes only a few attacks, so that the measured times mean little.
    pub small: bool,
    /// The time after which an attack counts as a hang.
    pub hang: Duration,
}

/// Runs the corpus.
///
/// # Errors
/// When the corpus cannot be read or a host cannot be built. The line of an attack reports its
/// violations.
pub fn run(
    options: &Options,
    plugins: &Plugins,
    on_line: &dyn Fn(&Line),
) -> anyhow::Result<Report> {
    watch::start(options.hang.max(LOAD) + Duration::from_secs(20))?;
    let corpus = chosen(options, plugins)?;
    let upstream = Upstream::start()?;
    let temporary = tempfile::tempdir()?;
    let cache = match &options.cache {
        Some(dir) => dir.clone(),
        None => temporary.path().join("compiled"),
    };
    let mut report = Report::default();
    for kind in &options.hosts {
        for (compiling, adversaries) in by_compile_limits(&corpus) {
            let runtime = kind.runtime()?;
            runtime.block_on(async {
                watch::now("building a host");
                let host = TestHost::new(*kind, &compiling, plugins, &cache, &upstream).await?;
                let arena = Arena {
                    host: Arc::new(host),
                    kind: *kind,
                    options,
                };
                arena.attack_all(adversaries, &mut report, on_line).await
            })?;
            runtime.shutdown_timeout(Duration::from_secs(1));
        }
    }
    Ok(report)
}

/// Splits the corpus by the limits on compiling. Adversaries in text come first.
fn by_compile_limits(corpus: &[Adversary]) -> Vec<(CompileLimits, &[Adversary])> {
    let first = corpus.partition_point(|adversary| adversary.source == Source::Wat);
    let (text, plugins) = corpus.split_at(first);
    let mut parts = vec![
        (test_host::strict_compile_limits(), text),
        (CompileLimits::default(), plugins),
    ];
    parts.retain(|(_, part)| !part.is_empty());
    parts
}

/// Reads the adversaries that the options choose and that can run.
fn chosen(options: &Options, plugins: &Plugins) -> anyhow::Result<Vec<Adversary>> {
    let mut corpus = corpus::read(&options.sources)?;
    corpus.retain(|adversary| {
        let is_named = |only: &String| adversary.to_string().contains(only);
        let is_left_out = |except: &String| adversary.ends.contains(except);
        plugins.has(adversary.source)
            && (options.rows.is_empty() || options.rows.contains(&adversary.row))
            && options.only.as_ref().is_none_or(is_named)
            && !options.except.as_ref().is_some_and(is_left_out)
    });
    anyhow::ensure!(!corpus.is_empty(), "no adversary matches");
    Ok(corpus)
}

/// Returns the longest time for an attack. An attack by loading gets more time, because the
/// compiler has its own, longer limits.
fn patience(loaded: &Loaded, hang: Duration) -> Duration {
    match loaded {
        Loaded::Bytes(_) => hang.max(LOAD),
        Loaded::Component(..) | Loaded::Plugin(..) => hang,
    }
}

/// One host and how it is attacked.
struct Arena<'a> {
    host: Arc<TestHost>,
    kind: HostKind,
    options: &'a Options,
}

/// A guest that runs beside the canary.
#[derive(Clone)]
enum Neighbour {
    Honest,
    Attacker(Loaded, Arc<Adversary>),
}

/// Runs of the canary beside several neighbours: `runs`, or fewer if `time` has passed, but at least
/// three.
#[derive(Clone, Copy)]
struct Round {
    neighbours: usize,
    runs: usize,
    time: Duration,
}

impl Round {
    fn is_over(self, runs: usize, time: Duration) -> bool {
        runs >= self.runs || (runs >= 3 && time >= self.time)
    }
}

/// The results of attackers beside a canary.
#[derive(Default)]
struct Observed {
    times: Times,
    attempts: Vec<Attempt>,
    wrong: Vec<String>,
}

impl Arena<'_> {
    async fn attack_all(
        &self,
        corpus: &[Adversary],
        report: &mut Report,
        on_line: &dyn Fn(&Line),
    ) -> anyhow::Result<()> {
        report.baselines.push(self.baseline().await?);
        let mut source = None;
        for adversary in corpus {
            // All kinds of host refuse the same components.
            let is_first = self.options.hosts.first() == Some(&self.kind);
            if self.options.small && adversary.is_refused() && !is_first {
                continue;
            }
            if source.replace(adversary.source) != Some(adversary.source) {
                self.host.forget_plugins();
            }
            let line = self.attack_alone_and_beside(adversary).await?;
            on_line(&line);
            report.lines.push(line);
        }
        Ok(())
    }

    async fn baseline(&self) -> anyhow::Result<Baseline> {
        watch::now("the canary");
        let idle = self.canary(None, BASELINE).await;
        let honest = self.canary(Some(Neighbour::Honest), BASELINE).await;
        anyhow::ensure!(
            idle.wrong.is_empty() && honest.wrong.is_empty(),
            "without any attack: {:?} {:?}",
            idle.wrong,
            honest.wrong
        );
        Ok(Baseline {
            host: self.kind,
            idle_p99_ms: idle.times.p99_ms(),
            honest_p99_ms: honest.times.p99_ms(),
        })
    }

    /// Makes the attack alone, and then beside the canary.
    async fn attack_alone_and_beside(&self, adversary: &Adversary) -> anyhow::Result<Line> {
        let name = format!("{adversary} ({})", self.kind);
        watch::loading(&name);
        let loaded = self.host.load(adversary).await?;
        watch::now(&name);
        let peak = Peak::start();
        let alone = self.attempt(&loaded, adversary).await;
        let memory = peak.above();
        // An attack that hangs alone also hangs beside others.
        let mut beside = Observed::default();
        if alone.ended != HANG {
            let attacker = Neighbour::Attacker(loaded, Arc::new(adversary.clone()));
            beside = self.canary(Some(attacker), BESIDE).await;
        }
        if self.host.open_things() > 0 {
            let wrong = "it left handles or a parked guest behind".to_owned();
            beside.wrong.push(wrong);
        }
        Ok(self.line(adversary, alone, memory, beside))
    }

    fn line(&self, adversary: &Adversary, alone: Attempt, memory: u64, beside: Observed) -> Line {
        let mut line = Line {
            host: self.kind,
            name: adversary.to_string(),
            row: adversary.row.clone(),
            must: adversary.ends.clone(),
            ended: [alone.ended].into(),
            said: alone.said,
            wrong: alone.wrong.into_iter().chain(beside.wrong).collect(),
            stop_ms: ms(alone.took),
            host_mib: mib(memory),
            guest_mib: mib(alone.guest_memory),
            canary_p99_ms: beside.times.p99_ms(),
        };
        for attempt in beside.attempts {
            line.ended.insert(attempt.ended);
            line.wrong.extend(attempt.wrong);
        }
        line
    }

    async fn attempt(&self, loaded: &Loaded, adversary: &Adversary) -> Attempt {
        let attack = self.host.attack(loaded, adversary);
        let ended = tokio::time::timeout(patience(loaded, self.options.hang), attack).await;
        ended.unwrap_or_else(|_| Attempt {
            ended: HANG.to_owned(),
            took: self.options.hang,
            ..Attempt::default()
        })
    }

    /// Asks the canary many times while its neighbours work.
    async fn canary(&self, neighbour: Option<Neighbour>, round: Round) -> Observed {
        let round = if self.options.small { SMALL } else { round };
        let enough = Arc::new(AtomicBool::new(false));
        let start = |neighbour: Neighbour| {
            let host = Arc::clone(&self.host);
            tokio::spawn(repeat(host, neighbour, enough.clone(), self.options.hang))
        };
        let neighbours: Vec<_> = (0..round.neighbours)
            .filter_map(|_| neighbour.clone())
            .map(start)
            .collect();
        let asked = tokio::spawn(ask_canary(Arc::clone(&self.host), round));
        let mut observed = asked.await.unwrap_or_else(|panic| failed(&panic));
        enough.store(true, Ordering::Relaxed);
        for neighbour in neighbours {
            let done = neighbour.await.unwrap_or_else(|panic| failed(&panic));
            observed.attempts.extend(done.attempts);
            observed.wrong.extend(done.wrong);
        }
        observed
    }
}

fn failed(panic: &tokio::task::JoinError) -> Observed {
    Observed {
        wrong: vec![format!("a task of the host: {panic}")],
        ..Observed::default()
    }
}

async fn ask_canary(host: Arc<TestHost>, round: Round) -> Observed {
    let started = Instant::now();
    let mut observed = Observed::default();
    while !round.is_over(observed.times.len(), started.elapsed()) {
        match host.canary.answer().await {
            Ok(took) => observed.times.push(took),
            Err(wrong) => {
                observed.wrong.push(wrong);
                break;
            }
        }
    }
    observed
}

/// Runs the neighbour repeatedly until `enough` is set, and at least once.
async fn repeat(
    host: Arc<TestHost>,
    neighbour: Neighbour,
    enough: Arc<AtomicBool>,
    hang: Duration,
) -> Observed {
    let mut observed = Observed::default();
    loop {
        match &neighbour {
            Neighbour::Honest => observed.wrong.extend(host.work().await.err()),
            Neighbour::Attacker(loaded, adversary) => {
                let attack = host.attack(loaded, adversary);
                match tokio::time::timeout(patience(loaded, hang), attack).await {
                    Ok(attempt) => add_attempt(&mut observed.attempts, attempt),
                    Err(_) => observed.wrong.push(HANG.to_owned()),
                }
            }
        }
        if enough.load(Ordering::Relaxed) || !observed.wrong.is_empty() {
            return observed;
        }
    }
}

/// Adds the attempt if it is the first with its ending, or has a violation.
fn add_attempt(attempts: &mut Vec<Attempt>, attempt: Attempt) {
    let is_known = attempts.iter().any(|known| known.ended == attempt.ended);
    if !is_known || !attempt.wrong.is_empty() {
        attempts.push(attempt);
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
