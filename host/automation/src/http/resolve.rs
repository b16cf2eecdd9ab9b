//! From the host name of a connection to addresses. A resolver grants nothing: which of its
//! addresses may be connected to is checked afterwards, for each of them.

use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Look-ups of one connection that may be under way at once.
const LOOKUPS: usize = 4;

/// StoreLocks the host names of connections into addresses.
///
/// It is asked once for each request. Every address it returns is checked against the connection's
/// `addresses`, and one of these very addresses is connected to, so that a resolver leads nowhere
/// that the policy does not.
pub trait Resolver: Send + Sync + 'static {
    /// Returns the addresses of `name`.
    fn resolve(&self, name: String) -> Resolving;
}

/// The answer of a [`Resolver`], once it is there.
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

/// Asks the system.
pub(crate) async fn system(name: String) -> io::Result<Vec<IpAddr>> {
    let found = tokio::net::lookup_host((name, 0)).await?;
    Ok(found.map(|address| address.ip()).collect())
}

/// The resolver as one connection uses it.
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
        // Whoever gives up waiting does not end a look-up of the system: it keeps a thread until
        // the name's servers have answered, and these may be the guest's friends. So a look-up
        // keeps its permit until it has ended by itself.
        let permit = Arc::clone(&self.lookups).acquire_owned().await;
        let lookup = self.resolver.resolve(name.to_owned());
        let lookup = tokio::spawn(async move {
            let found = lookup.await;
            drop(permit);
            found
        });
        match lookup.await {
            Ok(found) => found,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(error) => Err(io::Error::other(error)),
            },
        }
    }
}
