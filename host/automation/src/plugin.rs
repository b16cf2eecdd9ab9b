//! A loaded plugin and the life of one event in it.

use crate::guest::{Automation, Grants, Handling};
use crate::host::Shared;
use crate::judge::Verdict;
use crate::log::LogEntry;
use crate::outcome::{Completed, Failure, Outcome, Run};
use crate::settle::{Settling, recall};
use crate::state::{EventKey, Overlay, StoreId, Turn};
use crate::{Event, Policy, bindings, judge, output, price};
use guesthouse_sandbox::{CatchUnwind, CompileLimits, Limit, Loaded, LogLine, Refused, RunStart};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A loaded plugin under its policy. Cheap to clone.
#[derive(Clone)]
pub struct Plugin {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    component: Loaded<Automation>,
    grants: Arc<Grants>,
    turn: Turn,
}

impl Plugin {
    pub(crate) fn new(shared: Arc<Shared>, component: Loaded<Automation>, grants: Grants) -> Self {
        let stores = grants.policy.stores.iter();
        let stores = stores
            .map(|(name, grant)| StoreId::new(&grants.name, name, grant))
            .collect();
        let turn = shared.state.turns().of(stores);
        let grants = Arc::new(grants);
        Self {
            inner: Arc::new(Inner {
                shared,
                component,
                grants,
                turn,
            }),
        }
    }

    /// Returns the plugin's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.inner.grants.name
    }

    /// Returns whether the plugin has a store. Its events are then handled one after another, in
    /// the order in which [`Plugin::handle`] was called.
    #[must_use]
    pub fn keeps_state(&self) -> bool {
        !self.inner.grants.policy.stores.is_empty()
    }

    /// Returns whether the policy routes events of this type to the plugin.
    #[must_use]
    pub fn wants(&self, event_type: &str) -> bool {
        self.inner.grants.policy.wants(event_type)
    }

    /// Handles one event, in an instance of its own.
    ///
    /// When this returns [`Outcome::Completed`], state changes, outcome and outputs are committed.
    /// Otherwise, and when the future is dropped before it ends, nothing is left of it: unless the
    /// plugin had already returned, and then what it returned may still be committed, and the same
    /// event is answered from that.
    ///
    /// Whether the plugin wants the event is not asked again here: see [`Plugin::wants`].
    pub async fn handle(&self, event: Event) -> Outcome {
        self.inner.handle(event).await
    }
}

impl Inner {
    async fn handle(&self, event: Event) -> Outcome {
        let (start, mut run) = self.start(&event);
        let attempt = CatchUnwind::new(self.attempt(&start, &mut run, event)).await;
        match attempt.unwrap_or_else(|panic| Err(Verdict::bug(&panic))) {
            Ok(done) => Outcome::Completed(done),
            Err(verdict) => Outcome::Failed(self.failure(run, verdict)),
        }
    }

    async fn attempt(
        &self,
        start: &RunStart,
        run: &mut Run,
        mut event: Event,
    ) -> Result<Completed, Verdict> {
        let policy = &self.grants.policy;
        if event.size() > policy.max_event {
            return Err(Verdict::too_large(event.size(), policy));
        }
        if let Some(wrong) = event.too_long() {
            return Err(Verdict::too_long(wrong));
        }
        if let Some(done) = self.committed(run)? {
            return Ok(done);
        }
        let turn = self.turn.take().await;
        // Whoever had the turn before may have handled the same event.
        if !turn.is_empty()
            && let Some(done) = self.committed(run)?
        {
            return Ok(done);
        }
        let input = bindings::Event::from(&mut event);
        let data = self.handling(&event);
        let finished = self.component.run(data, &policy.limits, start, input).await;
        run.usage = (&finished.usage).into();
        let logged = price::log(&finished.log);
        self.write_log(run, finished.log);
        let outputs = match finished.result {
            Ok(Ok(outputs)) => outputs,
            Ok(Err(mut failure)) => {
                // Before it becomes a word, in which a secret would not be found.
                failure
                    .code
                    .iter_mut()
                    .for_each(|code| self.grants.client.redactor().text(code));
                return Err(Verdict::guest(failure, finished.limit_hit, policy));
            }
            Err(stop) => return Err(Verdict::stop(stop, policy)),
        };
        // It pays for what is done with its outputs, like for what it logged.
        let bytes = output::check_amount(&policy.limits, &outputs)
            .map_err(|refused| Verdict::output(refused, policy))?;
        charge(run, price::outputs(bytes) + logged, policy)?;
        let settling = Settling {
            shared: Arc::clone(&self.shared),
            grants: Arc::clone(&self.grants),
            event,
            run: run.clone(),
            outputs,
            bytes,
            state: finished.data.state,
        };
        settling.settle(turn).await
    }

    fn start(&self, event: &Event) -> (RunStart, Run) {
        let time = event
            .time
            .as_deref()
            .and_then(|time| OffsetDateTime::parse(time, &Rfc3339).ok());
        let time = time.unwrap_or_else(|| SystemTime::now().into());
        let since_epoch = time - OffsetDateTime::UNIX_EPOCH;
        let seed = self
            .shared
            .key
            .seed(&self.grants.name, &event.source, &event.id);
        let start = RunStart {
            clock: Duration::try_from(since_epoch).unwrap_or_default(),
            seed,
        };
        let run = Run {
            plugin: self.grants.name.clone(),
            source: event.source.clone(),
            event: event.id.clone(),
            clock: time.format(&Rfc3339).unwrap_or_default(),
            seed: data_encoding::HEXLOWER.encode(&seed),
            usage: crate::Usage::default(),
        };
        (start, run)
    }

    fn handling(&self, event: &Event) -> Handling {
        let limits = &self.grants.policy.limits;
        Handling {
            plugin: Arc::clone(&self.grants),
            source: event.source.clone(),
            id: event.id.clone(),
            state: Overlay::new(self.shared.state.clone(), limits.state_bytes),
            requests: 0,
        }
    }

    /// Returns what was committed for this event before.
    fn committed(&self, run: &Run) -> Result<Option<Completed>, Verdict> {
        if !self.shared.keeps_outcomes {
            return Ok(None);
        }
        match self.shared.state.committed(run.key()) {
            Ok(None) => Ok(None),
            Ok(Some(record)) => recall(run, &record).map(Some),
            Err(error) => Err(Verdict::database(&error)),
        }
    }

    fn failure(&self, run: Run, verdict: Verdict) -> Failure {
        let shown = |text: &String| judge::shown(text, self.grants.client.redactor());
        Failure {
            run,
            class: verdict.class,
            code: verdict.code,
            message: shown(&verdict.message),
            trace: verdict.trace.as_ref().map(shown),
            retry_after: verdict.retry_after,
            hint: verdict.hint,
        }
    }

    fn write_log(&self, run: &Run, lines: Vec<LogLine>) {
        for mut line in lines {
            self.grants.client.redactor().line(&mut line);
            let EventKey { plugin, source, id } = run.key();
            self.shared.log.write(&LogEntry {
                plugin,
                source,
                event: id,
                line: &line,
            });
        }
    }
}

/// Takes from the fuel that the guest has left.
fn charge(run: &mut Run, fuel: u64, policy: &Policy) -> Result<(), Verdict> {
    run.usage.fuel = run.usage.fuel.saturating_add(fuel);
    if run.usage.fuel > policy.limits.fuel {
        return Err(Verdict::limit(Limit::Fuel, policy));
    }
    Ok(())
}

impl From<&mut Event> for bindings::Event {
    /// Takes the data out of the event, which may be large, and copies the rest.
    fn from(event: &mut Event) -> Self {
        let extensions = event
            .extensions
            .iter()
            .map(|(name, value)| bindings::types::Attribute {
                name: name.clone(),
                value: value.clone(),
            });
        Self {
            id: event.id.clone(),
            source: event.source.clone(),
            type_: event.type_.clone(),
            subject: event.subject.clone(),
            time: event.time.clone(),
            data_content_type: event.data_content_type.clone(),
            data_schema: event.data_schema.clone(),
            extensions: extensions.collect(),
            data: event.data.take(),
        }
    }
}

/// Where a component comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file.
    Path(PathBuf),
    /// The bytes themselves.
    Bytes(Vec<u8>),
    /// The same, which need not be copied.
    Shared(Arc<[u8]>),
}

impl Source {
    /// Reads it on a thread of its own: it may be large, and its disk slow. Of what is too large as
    /// much is read as shows it.
    pub(crate) async fn read(self, limits: &CompileLimits) -> Result<Arc<[u8]>, LoadError> {
        let limits = limits.clone();
        let (path, read) = match self {
            Self::Shared(bytes) => return Ok(bytes),
            Self::Bytes(mut bytes) => {
                bytes.truncate(limits.most());
                let copy = tokio::task::spawn_blocking(move || Ok(bytes.into()));
                (PathBuf::new(), copy)
            }
            Self::Path(path) => {
                let file = path.clone();
                let read = move || limits.read(&file).map(Arc::from);
                (path, tokio::task::spawn_blocking(read))
            }
        };
        let read = read.await;
        let read = read.unwrap_or_else(|panic| Err(std::io::Error::other(panic)));
        read.map_err(|error| LoadError::Unreadable { path, error })
    }
}

impl From<&Path> for Source {
    fn from(path: &Path) -> Self {
        Self::Path(path.to_owned())
    }
}

impl From<PathBuf> for Source {
    fn from(path: PathBuf) -> Self {
        Self::Path(path)
    }
}

impl From<Vec<u8>> for Source {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<&[u8]> for Source {
    fn from(bytes: &[u8]) -> Self {
        Self::Shared(bytes.into())
    }
}

impl From<Arc<[u8]>> for Source {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self::Shared(bytes)
    }
}

/// A plugin could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The name cannot be one.
    #[error("`{0}` is no name of a plugin: use 1 to 64 characters of a-z A-Z 0-9 - _ .")]
    Name(String),
    /// The file cannot be read.
    #[error("`{}`: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// A connection of the policy cannot be used: a credential or certificate is missing.
    #[error("plugin `{plugin}`: {reason}")]
    Connection {
        /// The plugin's name.
        plugin: String,
        /// Which connection and what is missing.
        reason: String,
    },
    /// The component is refused, for all these reasons.
    #[error(transparent)]
    Refused(#[from] Refused),
}
