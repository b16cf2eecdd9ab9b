//! Charges a guest in fuel for the work of the host whenever a call to the host returns, and makes
//! the guest yield when its slice is over.
//!
//! The engine ends a slice when its fuel is used up. Charging a guest sets its fuel, and whenever
//! fuel is set the engine begins a new slice. Without this hook a guest that keeps calling the host
//! would never yield.
//!
//! The host may set fuel only where a guest has called it. Compiled code keeps its fuel in a register
//! and writes it back before a call, but not around helpers of the engine such as `memory.grow`: the
//! code later overwrites a value that is set there. So the price of a helper is a debt until the next
//! call.

use crate::Guest;
use std::future::{poll_fn, ready};
use std::pin::Pin;
use std::task::{Context, Poll};
use wasmtime::{AsContextMut, CallHook, CallHookHandler, Store, StoreContextMut};

/// The hook that the engine calls around every host call and every helper that can fail. Helpers
/// that cannot fail, such as `memory.copy`, are instructions with a price.
pub(crate) struct ChargeHostCalls;

type HookFuture<'a> = Pin<Box<dyn Future<Output = wasmtime::Result<()>> + Send + 'a>>;

impl<D: Send + 'static> CallHookHandler<Guest<D>> for ChargeHostCalls {
    // This is not an `async fn`, because an `async fn` of this trait allocates a box for each call.
    fn handle_call_event<'hook, 'store, 'future>(
        &'hook self,
        store: StoreContextMut<'store, Guest<D>>,
        hook: CallHook,
    ) -> HookFuture<'future>
    where
        'hook: 'future,
        'store: 'future,
    {
        let slice_over = match hook {
            CallHook::CallingHost => on_enter_host(store).map(|()| None),
            CallHook::ReturningFromHost => on_return(store),
            CallHook::CallingWasm | CallHook::ReturningFromWasm => Ok(None),
        };
        match slice_over {
            Ok(None) => Box::pin(Done),
            Ok(Some((store, left))) => Box::pin(end_slice(store, left)),
            Err(error) => Box::pin(ready(Err(error))),
        }
    }
}

/// A future that waits for nothing. It has no size, so boxing it allocates nothing.
struct Done;

impl Future for Done {
    type Output = wasmtime::Result<()>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(Ok(()))
    }
}

fn on_enter_host<D>(mut store: StoreContextMut<'_, Guest<D>>) -> wasmtime::Result<()> {
    let fuel = store.get_fuel()?;
    store.data_mut().meter.enter_host(fuel);
    Ok(())
}

/// Charges a guest for the work of the host. If the guest's slice is over, returns the guest and the
/// fuel that it has left.
fn on_return<D>(
    mut store: StoreContextMut<'_, Guest<D>>,
) -> wasmtime::Result<Option<(StoreContextMut<'_, Guest<D>>, u64)>> {
    let fuel = store.get_fuel()?;
    let guest = store.data_mut();
    let written = guest.log.take_work();
    let has_called = guest.meter.return_from_host(written);
    let left = guest.meter.left(fuel)?;
    let is_over = guest.meter.is_slice_over(left);
    if has_called {
        charge(&mut store, left)?;
    }
    Ok(is_over.then_some((store, left)))
}

async fn end_slice<D>(mut store: StoreContextMut<'_, Guest<D>>, left: u64) -> wasmtime::Result<()> {
    yield_once().await;
    store.data_mut().meter.begin_slice(left);
    Ok(())
}

/// Charges a guest for its remaining debt. The guest must not be running.
pub(crate) fn settle_debt<D: 'static>(store: &mut Store<Guest<D>>) -> wasmtime::Result<()> {
    let left = store.data().meter.left(store.get_fuel()?)?;
    charge(&mut store.as_context_mut(), left)
}

fn charge<D: 'static>(
    store: &mut StoreContextMut<'_, Guest<D>>,
    left: u64,
) -> wasmtime::Result<()> {
    if store.data_mut().meter.take_debt() == 0 {
        return Ok(());
    }
    store.set_fuel(left)
}

/// Yields once and is ready again immediately. Tokio's `yield_now` would wait until a thread of its
/// runtime is idle.
pub(crate) async fn yield_once() {
    let mut has_yielded = false;
    poll_fn(|context| {
        if std::mem::replace(&mut has_yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
