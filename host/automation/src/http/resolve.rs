//! Resolves the host names of connections. A resolver grants nothing: the host checks each address
//! afterwards.

use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Lookups of one connection that may run at once.
const LOOKUPS: usize = 4;

/// Resolves the host names of connections.
///
/// The host asks once for each request, checks every returned address against the `addresses` of the
/// connection, and connects to one of the checked addresses. So a resolver cannot lead the host to an
/// address that the policy does not allow.
pub trait Resolver: Send + Sync + 'static {
    /// Returns the addresses of `name`.
    fn resolve(&self, name: String) -> Resolving;
}

/// A lookup of a [`Resolver`].
pub type Resolving = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

impl<R, F> Resolver for R
where
    R: Fn(String) -> F + Send + Sync + 'static,
    F: Future<Output = io::Result<Vec<IpAddr>>> + Send + 'static,
{
    fn resolve(&self, name: String) -> Resolving {
        Box::pin(self(name))
    }
}

/// Resolves a name with the system's resolver.
pub(crate) async fn system(name: String) -> io::Result<Vec<IpAddr>> {
    let found = tokio::net::lookup_host((name, 0)).await?;
    Ok(found.map(|address| address.ip()).collect())
}

/// The resolver of one connection.
pub(super) struct Names {
    resolver: Arc<dyn Resolver>,
    lookups: Arc<Semaphore>,
}

impl Names {
    pub(super) fn new(resolver: Arc<dyn Resolver>) -> Self {
        Self {
            resolver,
            lookups: Arc::new(Semaphore::new(LOOKUPS)),
        }
    }

    pub(super) async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        // A lookup of the system cannot be cancelled. It occupies a thread until the servers of the
        // name answer, and an attacker may run those. So a lookup keeps its permit until its own end,
        // even when the guest's request has timed out.
        let permit = Arc::clone(&self.lookups).acquire_owned().await;
        let lookup = self.resolver.resolve(name.to_owned());
        let task = tokio::spawn(async move {
            let found = lookup.await;
            drop(permit);
            found
        });
        let found = task.await;
        found.unwrap_or_else(|error| match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(error) => Err(io::Error::other(error)),
        })
    }
}
