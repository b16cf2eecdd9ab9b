//! A host under attack, with its guests: adversaries, a canary and a busy neighbour.

use crate::attempt::{Attempt, check_log, join, refusal};
use crate::canary::Canary;
use crate::corpus::Adversary;
use crate::host_kind::{HostKind, Memory};
use crate::leaks::{SECRET, find_leak};
use crate::plugins::Plugins;
use crate::source::Source;
use crate::upstream::Upstream;
use anyhow::Context as _;
use guesthouse::{
    AddressRange, Connection, Event, Host, HttpGrant, Outcome, Plugin, Policy, Secret,
};
use guesthouse_sandbox::{CompileLimits, Limits, Sandbox};
use guesthouse_testing::calc::{self, BUSY, CANARY, Calc, RunData, START};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Guests that may run at once.
const GUESTS: u32 = 16;

type Component = guesthouse_sandbox::Loaded<Calc>;

/// A host under attack.
pub(crate) struct TestHost {
    pub(crate) sandbox: Sandbox,
    pub(crate) canary: Canary,
    pub(crate) parked: Arc<AtomicUsize>,
    pub(crate) things: Arc<AtomicUsize>,
    busy: Component,
    host: Host,
    plugins: Plugins,
    loaded: Mutex<BTreeMap<String, Plugin>>,
    upstream: Upstream,
    leaks_in_log: Arc<Mutex<Vec<String>>>,
    events: AtomicU64,
}

/// An adversary that is ready to attack.
#[derive(Clone)]
pub(crate) enum Loaded {
    /// The bytes of an adversary that attacks by being loaded.
    Bytes(Arc<[u8]>),
    /// A component of the tiny domain.
    Component(Component, Limits),
    /// A plugin, and the name of the attack in it.
    Plugin(Plugin, String),
}

/// Returns limits on compiling adversaries in text: low, so that a compile bomb ends soon.
pub(crate) fn strict_compile_limits() -> CompileLimits {
    CompileLimits {
        memory: 512 << 20,
        cpu_seconds: 2,
        deadline_ms: 120_000,
        ..CompileLimits::default()
    }
}

impl TestHost {
    /// Builds a host of this kind. Compiled components are kept in `cache`.
    pub(crate) async fn new(
        kind: HostKind,
        compiling: &CompileLimits,
        plugins: &Plugins,
        cache: &Path,
        upstream: &Upstream,
    ) -> anyhow::Result<Self> {
        let mut builder = Sandbox::builder()
            .max_guests(GUESTS)
            .compile_limits(compiling.clone())
            .cache_dir(cache);
        if kind.memory == Memory::OnDemand {
            builder = builder.on_demand();
        }
        let sandbox = builder.build()?;
        let is_asked_kind = sandbox.has_pool() == (kind.memory == Memory::Pooling);
        anyhow::ensure!(
            is_asked_kind,
            "this machine has no address space for a pool"
        );
        let canary = honest(&sandbox, CANARY).await?;
        let busy = honest(&sandbox, BUSY).await?;
        let leaks_in_log: Arc<Mutex<Vec<String>>> = Arc::default();
        let leaks = Arc::clone(&leaks_in_log);
        let host = Host::builder()
            .sandbox(sandbox.clone())
            .log(move |entry: &guesthouse::LogEntry<'_>| check_entry(&leaks, entry));
        Ok(Self {
            host: host.build()?,
            sandbox,
            canary: Canary::new(canary),
            busy,
            plugins: plugins.clone(),
            loaded: Mutex::default(),
            upstream: upstream.clone(),
            leaks_in_log,
            parked: Arc::default(),
            things: Arc::default(),
            events: AtomicU64::new(0),
        })
    }

    /// Loads the adversary, unless the host refuses it.
    pub(crate) async fn load(&self, adversary: &Adversary) -> anyhow::Result<Loaded> {
        if adversary.source != Source::Wat {
            let plugin = self.plugin(adversary).await?;
            return Ok(Loaded::Plugin(plugin, adversary.stem.clone()));
        }
        let engine = self.sandbox.engine();
        let bytes: Arc<[u8]> = adversary
            .bytes(|bytes| Ok(engine.precompile_component(bytes)?))?
            .into();
        if adversary.is_refused() {
            return Ok(Loaded::Bytes(bytes));
        }
        Ok(match self.sandbox.load(&Calc, Arc::clone(&bytes)).await {
            Ok(component) => Loaded::Component(component, adversary.limits.run.clone()),
            Err(_) => Loaded::Bytes(bytes),
        })
    }

    async fn plugin(&self, adversary: &Adversary) -> anyhow::Result<Plugin> {
        let name = format!("hostile-{}", adversary.source.name());
        let key = format!("{name} {:?} {:?}", adversary.grants, adversary.limits);
        let known = lock(&self.loaded).get(&key).cloned();
        if let Some(plugin) = known {
            return Ok(plugin);
        }
        let bytes = self.plugins.read(adversary.source)?;
        let policy = self.policy(adversary)?;
        let plugin = self.host.load(&name, bytes, policy).await?;
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

    /// Drops the loaded plugins: each keeps a compiled component.
    pub(crate) fn forget_plugins(&self) {
        lock(&self.loaded).clear();
    }

    /// Returns the number of resources that the host holds for guests, and of guests that are
    /// parked in host functions.
    pub(crate) fn open_things(&self) -> usize {
        self.things.load(Ordering::Relaxed) + self.parked.load(Ordering::Relaxed)
    }

    /// Makes one attack.
    pub(crate) async fn attack(&self, loaded: &Loaded, adversary: &Adversary) -> Attempt {
        let mut attempt = match loaded {
            Loaded::Bytes(bytes) => self.attack_load(Arc::clone(bytes)).await,
            Loaded::Component(component, limits) => self.attack_run(component, limits).await,
            Loaded::Plugin(plugin, name) => self.attack_event(plugin, name).await,
        };
        attempt.wrong.extend(self.upstream.take_wrong());
        attempt.wrong.append(&mut lock(&self.leaks_in_log));
        attempt.wrong.extend(attempt.other_reason(adversary));
        attempt
    }

    async fn attack_load(&self, bytes: Arc<[u8]>) -> Attempt {
        let started = Instant::now();
        let loaded = self.sandbox.load(&Calc, bytes).await;
        let mut attempt = Attempt {
            ended: "loaded".to_owned(),
            took: started.elapsed(),
            ..Attempt::default()
        };
        if let Err(refused) = loaded {
            attempt.ended = refusal(&refused);
            attempt.said = refused.to_string();
            attempt
                .wrong
                .extend(find_leak("a diagnostic", &attempt.said));
        }
        attempt
    }

    async fn attack_run(&self, component: &Component, limits: &Limits) -> Attempt {
        let data = RunData {
            waiting: Arc::clone(&self.parked),
            things: Arc::clone(&self.things),
            ..RunData::default()
        };
        let call = calc::Run("input".to_owned());
        let finished = component.run(data, limits, &START, call).await;
        let mut attempt = Attempt::of_run(&finished);
        if attempt.guest_memory > limits.memory {
            let wrong = "its memories together exceed the limit".to_owned();
            attempt.wrong.push(wrong);
        }
        attempt.wrong.extend(check_log(&finished.log, limits));
        attempt
    }

    async fn attack_event(&self, plugin: &Plugin, name: &str) -> Attempt {
        let number = self.events.fetch_add(1, Ordering::Relaxed);
        let event = Event {
            id: number.to_string(),
            source: "/hostile".to_owned(),
            type_: format!("hostile.{name}"),
            ..Event::default()
        };
        let outcome = plugin.handle(event).await;
        let usage = outcome.usage();
        let mut attempt = Attempt {
            ended: join(outcome.class().as_str(), outcome.code()),
            took: Duration::from_micros(usage.wall_us),
            guest_memory: usage.peak_memory,
            ..Attempt::default()
        };
        match &outcome {
            Outcome::Failed(failure) => {
                attempt.said = failure.to_string();
                attempt
                    .wrong
                    .extend(find_leak("the failure", &attempt.said));
            }
            Outcome::Completed(done) => {
                let json = done.events.iter().map(Event::to_json);
                attempt
                    .wrong
                    .extend(json.filter_map(|json| find_leak("an output", &json)));
            }
        }
        attempt
    }

    /// Runs the busy honest guest, and returns whether it completed.
    pub(crate) async fn work(&self) -> Result<(), String> {
        let limits = Limits::default();
        let run = self
            .busy
            .run(RunData::default(), &limits, &START, calc::Run::default());
        run.await
            .result
            .map(drop)
            .map_err(|error| error.to_string())
    }
}

async fn honest(sandbox: &Sandbox, text: &str) -> anyhow::Result<Component> {
    let loaded = sandbox.load(&Calc, wat::parse_str(text)?).await;
    loaded.context("an honest guest")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn check_entry(leaks: &Mutex<Vec<String>>, entry: &guesthouse::LogEntry<'_>) {
    let fields = entry.line.fields.iter();
    let texts = fields.flat_map(|(name, value)| [name, value]);
    for text in texts.chain([&entry.line.message]) {
        lock(leaks).extend(find_leak("a log line", text));
    }
}
