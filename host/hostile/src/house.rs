//! A host with its guests: adversaries, a canary, a busy neighbour.

use crate::calc::{Calc, Tape};
use crate::canary::Canary;
use crate::cell::{Cell, Memory};
use crate::corpus::{Adversary, Tongue};
use crate::guests::{BUSY, CANARY};
use crate::languages::Plugins;
use crate::upstream::Upstream;
use crate::words::{SECRET, wrong_in};
use anyhow::Context as _;
use guesthouse::{
    AddressRange, Connection, Event, Host, HttpGrant, Outcome, Plugin, Policy, Secret,
};
use guesthouse_sandbox::{
    CompileLimits, Finished, Limits, Loaded, LogLine, Refused, RunStart, Sandbox,
};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Guests that may run at once.
const GUESTS: u32 = 16;

/// The clock and the seed of every guest of the tiny domain.
pub(crate) const START: RunStart = RunStart {
    clock: Duration::from_secs(1_700_000_000),
    seed: [7; 32],
};

/// A host under attack.
pub(crate) struct House {
    pub(crate) sandbox: Sandbox,
    pub(crate) canary: Canary,
    pub(crate) parked: Arc<AtomicUsize>,
    pub(crate) things: Arc<AtomicUsize>,
    busy: Loaded<Calc>,
    host: Host,
    plugins: Plugins,
    loaded: Mutex<BTreeMap<String, Plugin>>,
    upstream: Upstream,
    wrong_lines: Arc<Mutex<Vec<String>>>,
    events: AtomicU64,
}

/// How one attack ended.
#[derive(Debug, Default)]
pub(crate) struct Attempt {
    pub(crate) ended: String,
    /// Time to stop: of the run, or of the load that was refused.
    pub(crate) took: Duration,
    /// Most bytes of memory that the guest itself had.
    pub(crate) guest_memory: u64,
    /// What the host said about it.
    pub(crate) said: String,
    /// What must never happen and did.
    pub(crate) wrong: Vec<String>,
}

impl Attempt {
    /// Returns what is wrong when it ended as it must, but for another reason than must be said.
    pub(crate) fn other_reason(&self, ends: &str, says: Option<&str>) -> Option<String> {
        let is_other = self.ended == ends && says.is_some_and(|says| !self.said.contains(says));
        is_other.then(|| format!("something else stopped it: {}", self.said))
    }
}

/// An adversary at the door.
#[derive(Clone)]
pub(crate) enum Armed {
    /// Its bytes: loading is the attack.
    Bytes(Arc<[u8]>),
    /// A component of the tiny domain.
    Component(Loaded<Calc>, Limits),
    /// A plugin, and which of its attacks.
    Plugin(Plugin, String),
}

/// What compiling an adversary in text may consume: little, so that a bomb ends soon.
pub(crate) fn strict() -> CompileLimits {
    CompileLimits {
        memory: 512 << 20,
        cpu_seconds: 2,
        deadline_ms: 120_000,
        ..CompileLimits::default()
    }
}

impl House {
    /// Builds a host of this kind. Compiled components are kept in `cache`.
    pub(crate) async fn new(
        cell: Cell,
        compiling: &CompileLimits,
        plugins: &Plugins,
        cache: &Path,
        upstream: &Upstream,
    ) -> anyhow::Result<Self> {
        let mut builder = Sandbox::builder()
            .max_guests(GUESTS)
            .compile_limits(compiling.clone())
            .cache_dir(cache);
        if cell.memory == Memory::OnDemand {
            builder = builder.on_demand();
        }
        let sandbox = builder.build()?;
        let is_meant = sandbox.has_pool() == (cell.memory == Memory::Pooling);
        anyhow::ensure!(is_meant, "this machine has no address space for a pool");
        let load = async |text| {
            sandbox
                .load::<Calc>(wat::parse_str(text)?)
                .await
                .context("honest")
        };
        let (canary, busy) = (load(CANARY).await?, load(BUSY).await?);
        let wrong_lines: Arc<Mutex<Vec<String>>> = Arc::default();
        let lines = Arc::clone(&wrong_lines);
        let host = Host::builder()
            .sandbox(sandbox.clone())
            .log(move |entry: &guesthouse::LogEntry<'_>| note(&lines, entry));
        Ok(Self {
            host: host.build()?,
            sandbox,
            canary: Canary::new(canary),
            busy,
            plugins: plugins.clone(),
            loaded: Mutex::default(),
            upstream: upstream.clone(),
            wrong_lines,
            parked: Arc::default(),
            things: Arc::default(),
            events: AtomicU64::new(0),
        })
    }

    /// Lets the adversary in as far as it comes.
    pub(crate) async fn arm(&self, adversary: &Adversary) -> anyhow::Result<Armed> {
        if adversary.tongue != Tongue::Wat {
            let plugin = self.plugin(adversary).await?;
            return Ok(Armed::Plugin(plugin, adversary.stem.clone()));
        }
        let engine = self.sandbox.engine();
        let bytes = adversary.bytes(|bytes| Ok(engine.precompile_component(bytes)?))?;
        let bytes: Arc<[u8]> = bytes.into();
        let limits = adversary.limits.run.clone();
        if adversary.is_refused() {
            return Ok(Armed::Bytes(bytes));
        }
        Ok(match self.sandbox.load::<Calc>(Arc::clone(&bytes)).await {
            Ok(loaded) => Armed::Component(loaded, limits),
            Err(_) => Armed::Bytes(bytes),
        })
    }

    async fn plugin(&self, adversary: &Adversary) -> anyhow::Result<Plugin> {
        let name = format!("hostile-{}", adversary.tongue.name());
        let key = format!("{name} {:?} {:?}", adversary.grants, adversary.limits);
        let known = lock(&self.loaded).get(&key).cloned();
        if let Some(plugin) = known {
            return Ok(plugin);
        }
        let bytes = self.plugins.read(adversary.tongue)?;
        let plugin = self
            .host
            .load(&name, bytes, self.policy(adversary)?)
            .await?;
        lock(&self.loaded).insert(key, plugin.clone());
        Ok(plugin)
    }

    fn policy(&self, adversary: &Adversary) -> anyhow::Result<Policy> {
        let mut policy = Policy {
            limits: adversary.limits.clone(),
            ..Policy::default()
        };
        for grant in &adversary.grants {
            policy = match grant.as_str() {
                "store" => policy.grant_store("own"),
                "config" => policy.setting("greeting", "hello"),
                "connection" => policy.grant_connection("upstream", self.connection()?),
                other => anyhow::bail!("there is no grant `{other}`"),
            };
        }
        Ok(policy)
    }

    fn connection(&self) -> anyhow::Result<HttpGrant> {
        let url = format!("http://{}", self.upstream.address);
        let mut connection = Connection::new("upstream", &url)?;
        connection.addresses = vec![AddressRange::Loopback];
        let bearer = Secret::Value(format!("Bearer {SECRET}"));
        connection
            .headers
            .insert("authorization".to_owned(), bearer);
        Ok(connection.allow(["GET", "POST"], ["/allowed"]))
    }

    /// Forgets the plugins that were loaded: each keeps a compiled component.
    pub(crate) fn forget_plugins(&self) {
        lock(&self.loaded).clear();
    }

    /// Returns how much the host holds for guests: resources, and places in host functions.
    pub(crate) fn holds(&self) -> usize {
        self.things.load(Ordering::Relaxed) + self.parked.load(Ordering::Relaxed)
    }

    /// Makes one attack.
    pub(crate) async fn attack(&self, armed: &Armed) -> Attempt {
        let mut attempt = match armed {
            Armed::Bytes(bytes) => self.load(Arc::clone(bytes)).await,
            Armed::Component(loaded, limits) => self.run(loaded, limits).await,
            Armed::Plugin(plugin, name) => self.handle(plugin, name).await,
        };
        attempt.wrong.extend(self.upstream.take_wrong());
        attempt.wrong.append(&mut lock(&self.wrong_lines));
        attempt
    }

    async fn load(&self, bytes: Arc<[u8]>) -> Attempt {
        let started = Instant::now();
        let loaded = self.sandbox.load::<Calc>(bytes).await;
        let took = started.elapsed();
        match loaded {
            Ok(_) => Attempt {
                ended: "loaded".to_owned(),
                took,
                ..Attempt::default()
            },
            Err(refused) => Attempt {
                ended: refusal(&refused),
                took,
                said: refused.to_string(),
                wrong: wrong_in("a diagnostic", &refused.to_string())
                    .into_iter()
                    .collect(),
                ..Attempt::default()
            },
        }
    }

    async fn run(&self, loaded: &Loaded<Calc>, limits: &Limits) -> Attempt {
        let tape = Tape {
            waiting: Arc::clone(&self.parked),
            things: Arc::clone(&self.things),
            ..Tape::default()
        };
        let finished = loaded.run(tape, limits, &START, "input".to_owned()).await;
        let mut wrong: Vec<_> = shown(&finished)
            .filter_map(|text| wrong_in("what it said", &text))
            .collect();
        if finished.usage.peak_memory > limits.memory {
            wrong.push("its memories are too large together".to_owned());
        }
        wrong.extend(too_much_log(&finished.log, limits));
        Attempt {
            ended: ending(&finished),
            took: finished.usage.wall,
            said: finished
                .result
                .as_ref()
                .err()
                .map_or(String::new(), ToString::to_string),
            guest_memory: finished.usage.peak_memory,
            wrong,
        }
    }

    async fn handle(&self, plugin: &Plugin, name: &str) -> Attempt {
        let number = self.events.fetch_add(1, Ordering::Relaxed);
        let event = Event {
            id: number.to_string(),
            source: "/hostile".to_owned(),
            type_: format!("hostile.{name}"),
            ..Event::default()
        };
        let outcome = plugin.handle(event).await;
        let (mut wrong, mut said) = (Vec::new(), String::new());
        if let Outcome::Failed(failure) = &outcome {
            said = failure.to_string();
            wrong.extend(wrong_in("the failure", &said));
        }
        if let Outcome::Completed(done) = &outcome {
            let json = done.events.iter().map(Event::to_json);
            wrong.extend(json.filter_map(|json| wrong_in("an output", &json)));
        }
        let usage = outcome.usage();
        Attempt {
            ended: words(&outcome.class().to_string(), outcome.code()),
            took: Duration::from_micros(usage.wall_us),
            guest_memory: usage.peak_memory,
            said,
            wrong,
        }
    }

    /// Does honest work, and returns whether it was done.
    pub(crate) async fn work(&self) -> Result<(), String> {
        let limits = Limits::default();
        let run = self
            .busy
            .run(Tape::default(), &limits, &START, String::new());
        run.await.result.map(drop).map_err(|stop| stop.to_string())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn note(lines: &Mutex<Vec<String>>, entry: &guesthouse::LogEntry<'_>) {
    let line = entry.line;
    let fields = line.fields.iter().flat_map(|(name, value)| [name, value]);
    for text in fields.chain([&line.message]) {
        lock(lines).extend(wrong_in("a log line", text));
    }
}

/// Returns which limit on the log was not kept.
fn too_much_log(log: &[LogLine], limits: &Limits) -> Option<String> {
    let sizes = || log.iter().map(|line| line.message.len() as u64);
    let kept = [
        ("log_lines", log.len() as u64, limits.log_lines),
        (
            "log_line_bytes",
            sizes().max().unwrap_or(0),
            limits.log_line_bytes,
        ),
        ("log_bytes", sizes().sum(), limits.log_bytes),
    ];
    let (name, found, _) = kept.into_iter().find(|(_, found, limit)| found > limit)?;
    Some(format!("{found} are beyond {name}"))
}

fn refusal(refused: &Refused) -> String {
    let codes = refused.diagnostics.iter().map(|told| told.code.code());
    let mut codes: Vec<_> = codes.collect();
    codes.dedup();
    format!("refused {}", codes.join(" "))
}

fn ending(finished: &Finished<Calc>) -> String {
    match &finished.result {
        Ok(_) => "completed".to_owned(),
        Err(stop) => words(stop.class(), stop.code()),
    }
}

fn words(class: &str, code: Option<&str>) -> String {
    match code {
        Some(code) => format!("{class} {code}"),
        None => class.to_owned(),
    }
}

/// Returns everything of a run that people see.
fn shown(finished: &Finished<Calc>) -> impl Iterator<Item = String> {
    let stop = finished.result.as_ref().err();
    let crash = match stop {
        Some(guesthouse_sandbox::RunError::Crashed(crash)) => crash.trace.clone(),
        _ => None,
    };
    let lines = finished.log.iter().map(|line| line.message.clone());
    let stop = stop.map(ToString::to_string);
    stop.into_iter().chain(crash).chain(lines)
}
