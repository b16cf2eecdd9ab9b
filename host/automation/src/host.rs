//! The host: it loads plugins and holds the resources that they share.

use crate::guest::{Automation, Grants};
use crate::http::{Client, Resolver};
use crate::log::{LogEntry, LogSink};
use crate::outcome::Build;
use crate::plugin::Plugin;
use crate::policy::PolicyFile;
use crate::shared::Shared;
use crate::source::Source;
use crate::{LoadError, OperatorKey, Policy, PolicyError, StateDb, StateError};
use guesthouse_inspect::Manifest;
use guesthouse_sandbox::{BuildError, Sandbox, clean};
use std::sync::{Arc, Mutex};

/// Loads plugins. They share its sandbox, database, log sink and operator's key. Cheap to clone.
#[derive(Clone)]
pub struct Host {
    pub(crate) shared: Arc<Shared>,
}

impl Host {
    /// Returns the settings of a host, with their defaults.
    #[must_use]
    pub fn builder() -> HostBuilder {
        HostBuilder::default()
    }

    /// Returns the sandbox that plugins run in.
    #[must_use]
    pub fn sandbox(&self) -> &Sandbox {
        &self.shared.sandbox
    }

    /// Checks and compiles a component and applies its policy. `name` is the identity of the plugin:
    /// its stores and outputs belong to the name, whatever the component calls itself.
    ///
    /// # Errors
    /// If the name is invalid, the file or a credential cannot be read, the policy pins another
    /// component, or the sandbox refuses the component; a refusal has all reasons at once.
    pub async fn load(
        &self,
        name: &str,
        component: impl Into<Source>,
        policy: Policy,
    ) -> Result<Plugin, LoadError> {
        if !PolicyFile::is_name(name) {
            return Err(LoadError::Name(name.to_owned()));
        }
        policy.check_source().map_err(PolicyError::from)?;
        let limits = self.shared.sandbox.compile_limits();
        let (bytes, digest) = component.into().read(limits).await?;
        let pinned = policy.check_digest(name, digest);
        pinned.map_err(PolicyError::from)?;
        let key = self.shared.key.clone();
        let client =
            Client::new(&policy, key, &self.shared.resolver).map_err(|(connection, reason)| {
                LoadError::Connection {
                    plugin: name.to_owned(),
                    connection,
                    reason: reason.into(),
                }
            })?;
        let share = self.shared.sandbox.share(name, policy.weight);
        let sandbox = &self.shared.sandbox;
        let component = sandbox
            .load_as(&Automation, &share, Arc::clone(&bytes))
            .await?;
        let build = Build {
            version: version(bytes).await,
            digest: Some(digest),
        };
        let grants = Grants {
            name: name.to_owned(),
            policy,
            client,
        };
        let shared = Arc::clone(&self.shared);
        Ok(Plugin::new(shared, component, build, grants))
    }
}

/// Returns the version in the manifest of a component that the sandbox has accepted. Reads the
/// component on a blocking thread, because it may have megabytes.
async fn version(component: Arc<[u8]>) -> Option<String> {
    let manifest = tokio::task::spawn_blocking(move || Manifest::of(&component)).await;
    Some(clean(&manifest.ok()??.version, 100, false))
}

/// Settings of a host.
#[derive(Default)]
pub struct HostBuilder {
    sandbox: Option<Sandbox>,
    state: Option<StateDb>,
    key: OperatorKey,
    log: Option<Box<dyn LogSink>>,
    resolver: Option<Arc<dyn Resolver>>,
}

impl HostBuilder {
    /// Gives the host a database for stores and outcomes. The host answers repeated events from it.
    /// Without a database, stores live in memory and the host keeps no outcomes.
    #[must_use]
    pub fn state(mut self, database: StateDb) -> Self {
        self.state = Some(database);
        self
    }

    /// Gives the host a sandbox with other settings.
    #[must_use]
    pub fn sandbox(mut self, sandbox: Sandbox) -> Self {
        self.sandbox = Some(sandbox);
        self
    }

    /// Sets the key from which seeds and idempotency keys are derived. Default: the empty key.
    #[must_use]
    pub fn key(mut self, key: OperatorKey) -> Self {
        self.key = key;
        self
    }

    /// Sets the sink for the log lines of plugins. Default: none.
    #[must_use]
    pub fn log(mut self, sink: impl LogSink) -> Self {
        self.log = Some(Box::new(sink));
        self
    }

    /// Sets the resolver for the host names of connections. Default: the system.
    #[must_use]
    pub fn resolver(mut self, resolver: impl Resolver) -> Self {
        self.resolver = Some(Arc::new(resolver));
        self
    }

    /// Builds the host.
    ///
    /// # Errors
    /// If the engine does not start on this machine.
    pub fn build(self) -> Result<Host, HostError> {
        let sandbox = match self.sandbox {
            Some(sandbox) => sandbox,
            None => Sandbox::builder().build()?,
        };
        let keeps_outcomes = self.state.is_some();
        let state = self.state.map_or_else(StateDb::in_memory, Ok)?;
        let log = self.log.unwrap_or_else(|| Box::new(|_: &LogEntry<'_>| {}));
        let shared = Shared {
            sandbox,
            state,
            keeps_outcomes,
            key: self.key,
            log: Mutex::new(log),
            resolver: self
                .resolver
                .unwrap_or_else(|| Arc::new(crate::http::system)),
        };
        Ok(Host {
            shared: Arc::new(shared),
        })
    }
}

/// The host could not be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// The sandbox does not start on this machine.
    #[error("cannot start the sandbox")]
    Sandbox(#[from] BuildError),
    /// The database in memory could not be created.
    #[error("cannot create the state database in memory")]
    State(#[from] StateError),
}
