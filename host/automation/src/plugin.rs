//! A loaded plugin and the life of one event in it.

use crate::guest::{Automation, Grants, Handling};
use crate::host::Shared;
use crate::log::LogEntry;
use crate::outcome::{Completed, Failure, Outcome, Run};
use crate::redact::Redactor;
use crate::state::{Commit, EventKey, Overlay, StoreId, Turn};
use crate::{Event, bindings, judge, output, record};
use guesthouse_sandbox::{Finished, Loaded, LogLine, Refused, RunStart};
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
    redactor: Redactor,
}

impl Plugin {
    pub(crate) fn new(shared: Arc<Shared>, component: Loaded<Automation>, grants: Grants) -> Self {
        let stores = grants.policy.stores.iter();
        let stores = stores
            .map(|(name, grant)| StoreId::new(&grants.name, name, grant))
            .collect();
        let turn = shared.state.turns().of(stores);
        let redactor = grants.client.redactor();
        let grants = Arc::new(grants);
        Self {
            inner: Arc::new(Inner {
                shared,
                component,
                grants,
                turn,
                redactor,
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
    /// commit was already under way, and then the same event is answered from it.
    ///
    /// Whether the plugin wants the event is not asked again here: see [`Plugin::wants`].
    pub async fn handle(&self, event: Event) -> Outcome {
        match self.inner.handle(event).await {
            Ok(done) => Outcome::Completed(done),
            Err(failure) => Outcome::Failed(failure),
        }
    }
}

impl Inner {
    async fn handle(&self, mut event: Event) -> Result<Completed, Failure> {
        let (start, mut run) = self.start(&event);
        if let Some(done) = self.committed(&run)? {
            return Ok(done);
        }
        let turn = self.turn.take().await;
        // Whoever had the turn before may have handled the same event.
        if !turn.is_empty()
            && let Some(done) = self.committed(&run)?
        {
            return Ok(done);
        }
        let input = bindings::Event::from(&mut event);
        let data = self.handling(&event);
        let limits = &self.grants.policy.limits;
        let mut finished = self.component.run(data, limits, &start, input).await;
        run.usage = (&finished.usage).into();
        self.write_log(&run, std::mem::take(&mut finished.log));
        let (outputs, state) = match self.answer(finished) {
            Ok(answer) => answer,
            Err(verdict) => return Err(self.failure(run, verdict)),
        };
        let events = match output::complete(&self.grants.name, &self.grants.policy, &event, outputs)
        {
            Ok(events) => events,
            Err(refused) => {
                return Err(self.failure(run, judge::Verdict::output(refused, &self.grants.policy)));
            }
        };
        self.commit(run, events, state).await
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
        Handling {
            plugin: Arc::clone(&self.grants),
            source: event.source.clone(),
            id: event.id.clone(),
            state: Overlay::new(self.shared.state.clone()),
            requests: 0,
        }
    }

    /// Returns what was committed for this event before.
    fn committed(&self, run: &Run) -> Result<Option<Completed>, Failure> {
        if !self.shared.keeps_outcomes {
            return Ok(None);
        }
        let found = self
            .shared
            .state
            .committed(run.key())
            .map_err(|error| error.to_string());
        let answer =
            found.and_then(|record| record.map(|record| record::read(run, &record)).transpose());
        answer.map_err(|error| self.failure(run.clone(), judge::Verdict::database(&error)))
    }

    fn answer(
        &self,
        finished: Finished<Automation>,
    ) -> Result<(Vec<bindings::Output>, Overlay), judge::Verdict> {
        let policy = &self.grants.policy;
        match (finished.result, finished.limit_hit) {
            (Ok(Ok(outputs)), _) => Ok((outputs, finished.data.state)),
            (Ok(Err(failure)), hit) => Err(judge::Verdict::guest(failure, hit, policy)),
            (Err(stop), _) => Err(judge::Verdict::stop(stop, policy)),
        }
    }

    async fn commit(
        &self,
        run: Run,
        events: Vec<Event>,
        state: Overlay,
    ) -> Result<Completed, Failure> {
        let record = self
            .shared
            .keeps_outcomes
            .then(|| record::write(&run, &events));
        let changes = state.into_changes();
        if changes.is_empty() && record.is_none() {
            return Ok(Completed {
                events,
                run,
                already_committed: false,
            });
        }
        let database = self.shared.state.clone();
        let key = run.clone();
        let done = tokio::task::spawn_blocking(move || {
            database.commit(&Commit {
                key: key.key(),
                changes,
                record,
            })
        });
        let earlier = match done.await {
            Ok(Ok(earlier)) => earlier,
            Ok(Err(error)) => return Err(self.failure(run, judge::Verdict::database(&error))),
            Err(panic) => return Err(self.failure(run, judge::Verdict::bug(&panic))),
        };
        match earlier {
            None => Ok(Completed {
                events,
                run,
                already_committed: false,
            }),
            Some(record) => record::read(&run, &record)
                .map_err(|error| self.failure(run, judge::Verdict::database(&error))),
        }
    }

    fn failure(&self, run: Run, verdict: judge::Verdict) -> Failure {
        let clean = |text: String| {
            let mut text = guesthouse_sandbox::clean(&text, judge::MAX_TEXT, true);
            self.redactor.text(&mut text);
            text
        };
        Failure {
            run,
            class: verdict.class,
            code: verdict.code,
            message: clean(verdict.message),
            trace: verdict.trace.map(clean),
            retry_after: verdict.retry_after,
            hint: verdict.hint,
        }
    }

    fn write_log(&self, run: &Run, lines: Vec<LogLine>) {
        for mut line in lines {
            self.redactor.line(&mut line);
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
}

impl Source {
    pub(crate) fn read(self) -> Result<Vec<u8>, LoadError> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Path(path) => {
                std::fs::read(&path).map_err(|error| LoadError::Unreadable { path, error })
            }
        }
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
        Self::Bytes(bytes.to_vec())
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
