//! The whole corpus on every kind of host, and what it does to a neighbour.

use crate::cell::Cell;
use crate::corpus::{self, Adversary, Tongue};
use crate::house::{self, Armed, Attempt, House};
use crate::languages::Plugins;
use crate::measure::{Peak, Times};
use crate::upstream::Upstream;
use crate::watch;
use guesthouse_sandbox::CompileLimits;
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What an attack that went on for too long ended as.
const HANG: &str = "hang";
/// What a load may take, in time: more than the compiler may.
const LOAD: Duration = Duration::from_secs(150);
/// How often the canary is asked beside attackers, and for how long at most.
const BESIDE: (usize, Duration) = (200, Duration::from_secs(1));
/// The same for what every attack is compared with.
const BASE: (usize, Duration) = (1_000, Duration::from_secs(5));

/// What to run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Kinds of host.
    pub cells: Vec<Cell>,
    /// Languages.
    pub tongues: Vec<Tongue>,
    /// Runs only adversaries whose name holds this.
    pub only: Option<String>,
    /// Runs only adversaries of these rows; of all, if there are none.
    pub rows: Vec<String>,
    /// Leaves out adversaries whose ending holds this.
    pub except: Option<String>,
    /// Where compiled components are kept for other runs.
    pub cache: Option<PathBuf>,
    /// Attacks a few times instead of until the canary's waiting is known well.
    pub small: bool,
    /// How long one attack may go on before it is a hang.
    pub hang: Duration,
}

/// One attack on one kind of host.
#[derive(Debug, Serialize)]
pub struct Line {
    /// The kind of host.
    pub cell: Cell,
    /// The adversary.
    pub name: String,
    /// The row of the attack table.
    pub row: String,
    /// How it must end.
    pub must: String,
    /// How it ended, in all ways it did.
    pub ended: Vec<String>,
    /// What the host said about it.
    pub said: String,
    /// What must never happen and did.
    pub wrong: Vec<String>,
    /// Time to stop when it attacks alone.
    pub stop: Duration,
    /// Time beyond its deadline, of one that ends there.
    pub late: Option<Duration>,
    /// Resident memory of the host above idle when it attacks alone.
    pub memory: u64,
    /// Memory that the guest itself had of it.
    pub guest_memory: u64,
    /// Memory that the guest may have.
    pub memory_limit: u64,
    /// The canary's waiting beside several of them at once.
    pub canary_p99: Duration,
    /// How often the canary was asked.
    pub canary_runs: usize,
}

impl Line {
    fn note(&mut self, attempt: Attempt, adversary: &Adversary) {
        if attempt.ended == "timeout" {
            let deadline = Duration::from_millis(adversary.limits.run.deadline_ms);
            self.late = self.late.max(Some(attempt.took.saturating_sub(deadline)));
        }
        self.ended.push(attempt.ended);
        self.wrong.extend(attempt.wrong);
    }

    /// Returns whether it ended as it must and nothing else went wrong.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.wrong.is_empty() && self.ended.iter().all(|ended| *ended == self.must)
    }
}

/// What a canary waits where nobody attacks.
#[derive(Debug, Clone, Serialize)]
pub struct Base {
    /// The kind of host.
    pub cell: Cell,
    /// Alone.
    pub idle_p99: Duration,
    /// Beside as many honest busy guests as there are attackers.
    pub honest_p99: Duration,
}

/// Everything that was seen.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// One for each kind of host.
    pub bases: Vec<Base>,
    /// One for each adversary on each kind of host.
    pub lines: Vec<Line>,
}

/// Runs the corpus.
///
/// # Errors
/// When the corpus cannot be read or a host cannot be built. What goes wrong in an attack is in its
/// line.
pub fn run(
    options: &Options,
    plugins: &Plugins,
    see: &mut dyn FnMut(&Line),
) -> anyhow::Result<Report> {
    watch::start(options.hang.max(LOAD) + Duration::from_secs(20))?;
    let corpus = chosen(options, plugins)?;
    let upstream = Upstream::start()?;
    let cache = tempfile::tempdir()?;
    let mut report = Report::default();
    let dir = match &options.cache {
        Some(dir) => dir.clone(),
        None => cache.path().join("compiled"),
    };
    for cell in &options.cells {
        for (compiling, adversaries) in by_compiling(&corpus) {
            let runtime = cell.runtime()?;
            runtime.block_on(async {
                watch::now("building a host");
                let house = House::new(*cell, &compiling, plugins, &dir, &upstream).await?;
                let field = Field {
                    house: Arc::new(house),
                    cell: *cell,
                    options,
                };
                field.all(adversaries, &mut report, see).await
            })?;
            runtime.shutdown_timeout(Duration::from_secs(1));
        }
    }
    Ok(report)
}

/// Parts the corpus, text first, by what compiling may consume.
fn by_compiling(corpus: &[Adversary]) -> Vec<(CompileLimits, &[Adversary])> {
    let first = corpus.partition_point(|adversary| adversary.tongue == Tongue::Wat);
    let (text, plugins) = corpus.split_at(first);
    let parts = vec![(house::strict(), text), (CompileLimits::default(), plugins)];
    parts
        .into_iter()
        .filter(|(_, part)| !part.is_empty())
        .collect()
}

/// Reads the adversaries that are to run and can.
fn chosen(options: &Options, plugins: &Plugins) -> anyhow::Result<Vec<Adversary>> {
    let mut corpus = corpus::read(&options.tongues)?;
    corpus.retain(|adversary| {
        let is_meant = |only: &String| adversary.to_string().contains(only);
        let is_spared = |except: &String| adversary.ends.contains(except);
        plugins.has(adversary.tongue)
            && (options.rows.is_empty() || options.rows.contains(&adversary.row))
            && options.only.as_ref().is_none_or(is_meant)
            && !options.except.as_ref().is_some_and(is_spared)
    });
    anyhow::ensure!(!corpus.is_empty(), "no adversary is meant");
    Ok(corpus)
}

/// Returns how long an attack may go on. Compiling has limits of its own, which are longer.
fn patience(armed: &Armed, hang: Duration) -> Duration {
    match armed {
        Armed::Bytes(_) => hang.max(LOAD),
        Armed::Component(..) | Armed::Plugin(..) => hang,
    }
}

/// One host and how it is attacked.
struct Field<'a> {
    house: Arc<House>,
    cell: Cell,
    options: &'a Options,
}

/// Who is beside the canary.
#[derive(Clone)]
enum Neighbour {
    Honest,
    Attacker(Armed, Arc<Adversary>),
}

/// What was seen beside a canary.
#[derive(Default)]
struct Beside {
    times: Times,
    attempts: Vec<Attempt>,
    wrong: Vec<String>,
}

impl Field<'_> {
    async fn all(
        &self,
        corpus: &[Adversary],
        report: &mut Report,
        see: &mut dyn FnMut(&Line),
    ) -> anyhow::Result<()> {
        watch::now("the canary");
        let idle = self.canary(None, BASE).await;
        let honest = self.canary(Some(Neighbour::Honest), BASE).await;
        anyhow::ensure!(
            idle.wrong.is_empty() && honest.wrong.is_empty(),
            "without any attack: {:?} {:?}",
            idle.wrong,
            honest.wrong
        );
        report.bases.push(Base {
            cell: self.cell,
            idle_p99: idle.times.percentile(99),
            honest_p99: honest.times.percentile(99),
        });
        let mut tongue = None;
        for adversary in corpus {
            // What is refused never comes to where kinds of host differ.
            if self.options.small
                && adversary.is_refused()
                && self.options.cells.first() != Some(&self.cell)
            {
                continue;
            }
            if tongue.replace(adversary.tongue) != Some(adversary.tongue) {
                self.house.forget_plugins();
            }
            let line = self.one(adversary).await?;
            see(&line);
            report.lines.push(line);
        }
        Ok(())
    }

    async fn one(&self, adversary: &Adversary) -> anyhow::Result<Line> {
        // Loading has limits of its own.
        watch::pause();
        let armed = self.house.arm(adversary).await?;
        watch::now(&format!("{adversary} ({})", self.cell));
        let peak = Peak::start();
        let adversary = Arc::new(adversary.clone());
        let alone = self.attempt(&armed, &adversary).await;
        let memory = peak.above();
        // What hangs alone hangs beside others too, and says nothing more.
        let beside = match alone.ended == HANG {
            true => Beside::default(),
            false => {
                let attacker = Neighbour::Attacker(armed, Arc::clone(&adversary));
                self.canary(Some(attacker), BESIDE).await
            }
        };
        let mut line = Line {
            cell: self.cell,
            name: adversary.to_string(),
            row: adversary.row.clone(),
            must: adversary.ends.clone(),
            ended: Vec::new(),
            said: alone.said.clone(),
            wrong: beside.wrong,
            stop: alone.took,
            late: None,
            memory,
            guest_memory: alone.guest_memory,
            memory_limit: adversary.limits.run.memory,
            canary_p99: beside.times.percentile(99),
            canary_runs: beside.times.len(),
        };
        let attempts = beside.attempts.into_iter().chain([alone]);
        attempts.for_each(|attempt| line.note(attempt, &adversary));
        if self.house.holds() > 0 {
            line.wrong
                .push("it left handles or a parked guest behind".to_owned());
        }
        for list in [&mut line.ended, &mut line.wrong] {
            list.sort();
            list.dedup();
        }
        Ok(line)
    }

    async fn attempt(&self, armed: &Armed, adversary: &Adversary) -> Attempt {
        let attack = judged(&self.house, armed, adversary);
        let ended = tokio::time::timeout(patience(armed, self.options.hang), attack).await;
        ended.unwrap_or_else(|_| Attempt {
            ended: HANG.to_owned(),
            took: self.options.hang,
            ..Attempt::default()
        })
    }

    /// Asks the canary again and again while its neighbours are at work.
    async fn canary(&self, neighbour: Option<Neighbour>, asks: (usize, Duration)) -> Beside {
        let (count, (runs, time)) = match self.options.small {
            true => (2, (3, Duration::ZERO)),
            false => (4, asks),
        };
        let enough = Arc::new(AtomicBool::new(false));
        let start = |neighbour: Neighbour| {
            let house = Arc::clone(&self.house);
            tokio::spawn(repeat(house, neighbour, enough.clone(), self.options.hang))
        };
        let neighbours = (0..count).filter_map(|_| neighbour.clone());
        let neighbours: Vec<_> = neighbours.map(start).collect();
        let asked = tokio::spawn(ask(Arc::clone(&self.house), runs, time));
        let mut beside = asked.await.unwrap_or_else(|panic| failed(&panic));
        enough.store(true, Ordering::Relaxed);
        for neighbour in neighbours {
            let done = neighbour.await.unwrap_or_else(|panic| failed(&panic));
            beside.attempts.extend(done.attempts);
            beside.wrong.extend(done.wrong);
        }
        beside
    }
}

fn failed(panic: &tokio::task::JoinError) -> Beside {
    Beside {
        wrong: vec![format!("a task of the host: {panic}")],
        ..Beside::default()
    }
}

/// Asks the canary until it was asked often enough, or for some time.
async fn ask(house: Arc<House>, runs: usize, time: Duration) -> Beside {
    let started = Instant::now();
    let mut beside = Beside::default();
    while beside.times.len() < runs && (beside.times.len() < 3 || started.elapsed() < time) {
        match house.canary.answer().await {
            Ok(took) => beside.times.push(took),
            Err(wrong) => {
                beside.wrong.push(wrong);
                return beside;
            }
        }
    }
    beside
}

/// Attacks or works until it is enough, and at least once.
async fn repeat(
    house: Arc<House>,
    neighbour: Neighbour,
    enough: Arc<AtomicBool>,
    hang: Duration,
) -> Beside {
    let mut beside = Beside::default();
    loop {
        match &neighbour {
            Neighbour::Honest => beside.wrong.extend(house.work().await.err()),
            Neighbour::Attacker(armed, adversary) => {
                let hang = patience(armed, hang);
                let attack = judged(&house, armed, adversary);
                match tokio::time::timeout(hang, attack).await {
                    // One of each kind says all.
                    Ok(attempt) => keep(&mut beside.attempts, attempt),
                    Err(_) => beside.wrong.push(HANG.to_owned()),
                }
            }
        }
        if enough.load(Ordering::Relaxed) || !beside.wrong.is_empty() {
            return beside;
        }
    }
}

/// Attacks, and notes where something else stopped it than must.
async fn judged(house: &House, armed: &Armed, adversary: &Adversary) -> Attempt {
    let mut attempt = house.attack(armed).await;
    let reason = attempt.other_reason(&adversary.ends, adversary.says.as_deref());
    attempt.wrong.extend(reason);
    attempt
}

fn keep(attempts: &mut Vec<Attempt>, attempt: Attempt) {
    let known = attempts
        .iter_mut()
        .find(|known| known.ended == attempt.ended);
    match known {
        Some(known) if attempt.wrong.is_empty() => known.took = known.took.max(attempt.took),
        _ => attempts.push(attempt),
    }
}

impl Report {
    /// Returns the report for people.
    #[must_use]
    pub fn table(&self) -> String {
        // Writing to a string does not fail.
        crate::table::render(self).unwrap_or_default()
    }
}
