//! Resources of the host: values that a guest holds by a handle.

use crate::Resource;
use guesthouse_sandbox::wasmtime::component::ResourceTableError;
use guesthouse_sandbox::{Guest, HostTrap, Limit};

/// A resource of the host in a world. The macro makes one for each, and names the type of its values
/// as an associated type of the trait that the host implements.
pub trait HostResource<D> {
    /// The type of the values.
    type Value: Send + 'static;
}

/// The resources that a guest holds in one run. They are dropped when the guest drops them, and at
/// the latest when the run ends.
pub trait Resources<D> {
    /// Keeps a value for the guest. Returns its handle.
    ///
    /// # Errors
    /// When the guest has as many handles as its limit allows. The error ends the run.
    fn add_resource<R>(&mut self, value: R::Value) -> Result<Resource<R>, HostTrap>
    where
        R: HostResource<D> + 'static;

    /// Returns the value behind a handle that the guest passed.
    ///
    /// # Errors
    /// When the host has already taken the value. The error ends the run.
    fn resource<R>(&mut self, handle: &Resource<R>) -> Result<&mut R::Value, HostTrap>
    where
        R: HostResource<D> + 'static;

    /// Takes the value behind a handle that the guest gave away.
    ///
    /// # Errors
    /// When the host has already taken the value. The error ends the run.
    fn take_resource<R>(&mut self, handle: Resource<R>) -> Result<R::Value, HostTrap>
    where
        R: HostResource<D> + 'static;
}

impl<D> Resources<D> for Guest<D> {
    fn add_resource<R>(&mut self, value: R::Value) -> Result<Resource<R>, HostTrap>
    where
        R: HostResource<D> + 'static,
    {
        let handle = self.table().push(value).map_err(trap)?;
        Ok(Resource::new_own(handle.rep()))
    }

    fn resource<R>(&mut self, handle: &Resource<R>) -> Result<&mut R::Value, HostTrap>
    where
        R: HostResource<D> + 'static,
    {
        let handle = Resource::new_borrow(handle.rep());
        self.table().get_mut(&handle).map_err(trap)
    }

    fn take_resource<R>(&mut self, handle: Resource<R>) -> Result<R::Value, HostTrap>
    where
        R: HostResource<D> + 'static,
    {
        let handle = Resource::new_own(handle.rep());
        self.table().delete(handle).map_err(trap)
    }
}

fn trap(error: ResourceTableError) -> HostTrap {
    match error {
        ResourceTableError::Full => HostTrap::limit(Limit::Handles),
        other => HostTrap::host_bug(other),
    }
}
