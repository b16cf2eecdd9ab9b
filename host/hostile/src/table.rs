//! The report for people: a line for each attack, then the worst of each, judged in words.

use crate::matrix::{Base, Line, Report};
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::time::Duration;

/// Aims. They depend on the machine, so they are judged in words and decide nothing.
const LATE: Duration = Duration::from_millis(50);
const HOST_MEMORY: u64 = 16 << 20;
const TIMES_HONEST: u32 = 2;

/// The same attack on all kinds of host.
struct Attack<'a> {
    name: &'a str,
    stop: Duration,
    late: Option<Duration>,
    memory: u64,
    guest_memory: u64,
    memory_limit: u64,
    /// Where the canary waited longest compared with honest neighbours.
    canary: Canary,
    ended: String,
    good: bool,
}

#[derive(Clone, Copy, Default)]
struct Canary {
    attack: Duration,
    honest: Duration,
    idle: Duration,
}

impl Canary {
    fn ratio(self) -> f64 {
        self.attack.as_secs_f64() / self.honest.as_secs_f64().max(1e-6)
    }
}

/// Writes the report.
pub(crate) fn render(report: &Report) -> Result<String, fmt::Error> {
    let attacks = attacks(report);
    let mut out = String::new();
    writeln!(
        out,
        "{:<34} {:<26} {:>10} {:>9} {:>9} {:>9} {:>26}",
        "attack",
        "ended",
        "stop ms",
        "late ms",
        "host MiB",
        "guest MiB",
        "canary p99 ms (idle/honest/attack)"
    )?;
    for attack in &attacks {
        writeln!(
            out,
            "{:<34} {:<26} {:>10} {:>9} {:>9} {:>9} {:>12} /{:>8} /{:>8}{}",
            attack.name,
            attack.ended,
            ms(attack.stop),
            attack.late.map_or(String::new(), ms),
            mib(attack.memory),
            mib(attack.guest_memory),
            ms(attack.canary.idle),
            ms(attack.canary.honest),
            ms(attack.canary.attack),
            if attack.good { "" } else { "  WRONG" },
        )?;
    }
    bases(&mut out, &report.bases)?;
    worst(&mut out, &attacks)?;
    verdict(&mut out, report)?;
    Ok(out)
}

fn attacks(report: &Report) -> Vec<Attack<'_>> {
    let mut by_name: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in &report.lines {
        by_name.entry(&line.name).or_default().push(line);
    }
    let of = |(name, lines): (_, Vec<&Line>)| Attack {
        name,
        stop: most(&lines, |line| line.stop),
        late: most(&lines, |line| line.late),
        memory: most(&lines, |line| line.memory),
        guest_memory: most(&lines, |line| line.guest_memory),
        memory_limit: most(&lines, |line| line.memory_limit),
        canary: slowest(&report.bases, &lines),
        ended: ended(&lines),
        good: lines.iter().all(|line| line.is_good()),
    };
    by_name.into_iter().map(of).collect()
}

fn most<T: Ord + Default>(lines: &[&Line], of: impl Fn(&Line) -> T) -> T {
    lines.iter().map(|line| of(line)).max().unwrap_or_default()
}

fn ended(lines: &[&Line]) -> String {
    let mut all: Vec<_> = lines.iter().flat_map(|line| &line.ended).cloned().collect();
    all.sort();
    all.dedup();
    all.join(", ")
}

fn slowest(bases: &[Base], lines: &[&Line]) -> Canary {
    let of = |line: &&Line| {
        let base = bases.iter().find(|base| base.cell == line.cell);
        Canary {
            attack: line.canary_p99,
            honest: base.map_or(Duration::ZERO, |base| base.honest_p99),
            idle: base.map_or(Duration::ZERO, |base| base.idle_p99),
        }
    };
    let canaries = lines.iter().map(of);
    canaries
        .max_by(|a, b| a.ratio().total_cmp(&b.ratio()))
        .unwrap_or_default()
}

fn bases(out: &mut String, bases: &[Base]) -> fmt::Result {
    writeln!(out, "\ncanary p99 without attackers, ms")?;
    for base in bases {
        writeln!(
            out,
            "  {:<26} idle {:>8}   beside honest busy guests {:>8}",
            base.cell.to_string(),
            ms(base.idle_p99),
            ms(base.honest_p99)
        )?;
    }
    Ok(())
}

fn worst(out: &mut String, attacks: &[Attack<'_>]) -> fmt::Result {
    writeln!(out, "\nthe worst of each")?;
    let by =
        |key: &dyn Fn(&&Attack<'_>) -> f64| attacks.iter().max_by(|a, b| key(a).total_cmp(&key(b)));
    if let Some(attack) = by(&|attack| attack.stop.as_secs_f64()) {
        writeln!(
            out,
            "  time to stop     {:>9} ms   {}",
            ms(attack.stop),
            attack.name
        )?;
    }
    if let Some(attack) = by(&|attack| attack.late.unwrap_or_default().as_secs_f64()) {
        let late = attack.late.unwrap_or_default();
        let word = judged(late <= LATE);
        writeln!(
            out,
            "  beyond deadline  {:>9} ms   {} (aim: {} ms: {word})",
            ms(late),
            attack.name,
            ms(LATE)
        )?;
    }
    if let Some(attack) = by(&|attack| over(attack) as f64) {
        let (more, word) = (mib(over(attack)), judged(over(attack) <= HOST_MEMORY));
        writeln!(
            out,
            "  host memory      {:>9} MiB  {}, {more} MiB beyond the limit of its memory (aim: {} MiB: {word})",
            mib(attack.memory),
            attack.name,
            mib(HOST_MEMORY)
        )?;
    }
    if let Some(attack) = by(&|attack| attack.memory.saturating_sub(attack.guest_memory) as f64) {
        let own = attack.memory.saturating_sub(attack.guest_memory);
        writeln!(
            out,
            "  of it the host's {:>9} MiB  {}",
            mib(own),
            attack.name
        )?;
    }
    if let Some(attack) = by(&|attack| attack.canary.ratio()) {
        let word = judged(attack.canary.ratio() <= f64::from(TIMES_HONEST));
        writeln!(
            out,
            "  canary p99       {:>9} ms   {}, {:.1} times that beside honest guests (aim: {TIMES_HONEST}: {word})",
            ms(attack.canary.attack),
            attack.name,
            attack.canary.ratio()
        )?;
    }
    let above = attacks
        .iter()
        .filter(|attack| attack.canary.ratio() > f64::from(TIMES_HONEST));
    writeln!(
        out,
        "  {} of {} attacks are over the aim for the canary",
        above.count(),
        attacks.len()
    )
}

/// Returns the memory beyond what the guest itself may have.
fn over(attack: &Attack<'_>) -> u64 {
    attack.memory.saturating_sub(attack.memory_limit)
}

fn judged(is_met: bool) -> &'static str {
    if is_met { "ok" } else { "over aim" }
}

fn verdict(out: &mut String, report: &Report) -> fmt::Result {
    let count = |is: &dyn Fn(&&Line) -> bool| report.lines.iter().filter(is).count();
    let has = |line: &&Line, word: &str| {
        line.ended.iter().any(|ended| ended.starts_with(word)) && !line.must.starts_with(word)
    };
    for line in report.lines.iter().filter(|line| !line.is_good()) {
        writeln!(
            out,
            "WRONG {} ({}): ended as {:?}, must end as `{}`; {} {}",
            line.name,
            line.cell,
            line.ended,
            line.must,
            line.wrong.join("; "),
            line.said
        )?;
    }
    let mut cells: Vec<_> = report.bases.iter().map(|base| base.cell).collect();
    cells.dedup();
    writeln!(
        out,
        "\n{} attacks on {} kinds of host: {} wrong, {} hangs, {} host bugs, 0 host deaths",
        report.lines.len(),
        cells.len(),
        count(&|line| !line.is_good()),
        count(&|line| has(line, "hang")),
        count(&|line| has(line, "host-bug")),
    )
}

fn ms(time: Duration) -> String {
    number(time.as_secs_f64() * 1000.0)
}

fn mib(bytes: u64) -> String {
    number(bytes as f64 / f64::from(1 << 20))
}

fn number(n: f64) -> String {
    let digits = usize::from(n < 100.0);
    format!("{n:.digits$}")
}
