//! Calls that a program makes of closures.

use guesthouse_sandbox::wasmtime::component::Instance;
use guesthouse_sandbox::wasmtime::{self, Store};
use guesthouse_sandbox::{Call, Domain, Guest};
use std::pin::Pin;

/// The future of a call that a closure makes.
pub type CallFuture<'a, T> = Pin<Box<dyn Future<Output = wasmtime::Result<T>> + Send + 'a>>;

/// Makes a [`Call`] of a closure.
///
/// ```no_run
/// # use guesthouse_domain::*;
/// # fn example<D: Domain<Exports = wasmtime::component::ComponentExportIndex>>() -> impl Call<D, Output = bool> {
/// call_fn::<D, _, _>(|store, instance, exports| {
///     Box::pin(async move { Ok(instance.get_func(store, exports).is_some()) })
/// })
/// # }
/// ```
pub fn call_fn<D, T, F>(call: F) -> CallFn<F>
where
    D: Domain,
    F: for<'a> FnOnce(
            &'a mut Store<Guest<D::Data>>,
            &'a Instance,
            &'a D::Exports,
        ) -> CallFuture<'a, T>
        + Send
        + 'static,
{
    CallFn(call)
}

/// A [`Call`] that [`call_fn`] makes of a closure.
#[derive(Clone, Copy, Debug)]
pub struct CallFn<F>(F);

impl<D, T, F> Call<D> for CallFn<F>
where
    D: Domain,
    T: Send + 'static,
    F: for<'a> FnOnce(
            &'a mut Store<Guest<D::Data>>,
            &'a Instance,
            &'a D::Exports,
        ) -> CallFuture<'a, T>
        + Send
        + 'static,
{
    type Output = T;

    async fn call(
        self,
        store: &mut Store<Guest<D::Data>>,
        instance: &Instance,
        exports: &D::Exports,
    ) -> wasmtime::Result<T> {
        (self.0)(store, instance, exports).await
    }
}
