//! What happens whenever a guest comes back from the host: it pays for what the host did, and lets
//! others run if its slice is over.
//!
//! The engine ends a slice when its fuel is used up, and begins a new one whenever the fuel is set,
//! which is what paying does. So a guest that calls the host now and then would never end a slice,
//! and here is where it does.
//!
//! Fuel may be set only where a guest has called the host. A guest keeps its fuel in a register and
//! writes it down before a call; helpers of the engine such as `memory.grow` are no calls in this
//! sense, and what was set in one is overwritten later. What those cost is owed until the next call.

use crate::Guest;
use std::future::{poll_fn, ready};
use std::pin::Pin;
use std::task::{Context, Poll};
use wasmtime::{AsContextMut, CallHook, CallHookHandler, Store, StoreContextMut};

/// The engine calls this around every call of the host, its own helpers included. Those that cannot
/// fail are not, such as `memory.copy`: they are instructions with a price.
pub(crate) struct Border;

/// What the engine waits for when a guest crosses the border.
type Crossing<'a> = Pin<Box<dyn Future<Output = wasmtime::Result<()>> + Send + 'a>>;

impl<D: Send + 'static> CallHookHandler<Guest<D>> for Border {
    // Written out, because an `async fn` of a trait makes a box for each crossing.
    fn handle_call_event<'hook, 'store, 'crossing>(
        &'hook self,
        store: StoreContextMut<'store, Guest<D>>,
        hook: CallHook,
    ) -> Crossing<'crossing>
    where
        'hook: 'crossing,
        'store: 'crossing,
    {
        let crossed = match hook {
            CallHook::CallingHost => leave(store).map(|()| None),
            CallHook::ReturningFromHost => come_back(store),
            CallHook::CallingWasm | CallHook::ReturningFromWasm => Ok(None),
        };
        match crossed {
            Ok(None) => Box::pin(Crossed),
            Ok(Some((store, left))) => Box::pin(end_slice(store, left)),
            Err(error) => Box::pin(ready(Err(error))),
        }
    }
}

/// A crossing that waits for nothing. It has no size, so a box of it is no allocation.
struct Crossed;

impl Future for Crossed {
    type Output = wasmtime::Result<()>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(Ok(()))
    }
}

/// Notes that the guest leaves for the host.
fn leave<D>(mut store: StoreContextMut<'_, Guest<D>>) -> wasmtime::Result<()> {
    let fuel = store.get_fuel()?;
    store.data_mut().meter.enter_host(fuel);
    Ok(())
}

/// Makes a guest pay for what the host did. Returns it, and the fuel it has left, if its slice is
/// over.
fn come_back<D>(
    mut store: StoreContextMut<'_, Guest<D>>,
) -> wasmtime::Result<Option<(StoreContextMut<'_, Guest<D>>, u64)>> {
    let fuel = store.get_fuel()?;
    let guest = store.data_mut();
    let written = guest.log.take_work();
    let has_called = guest.meter.leave_host(written);
    let left = guest.meter.left(fuel)?;
    let is_over = guest.meter.is_slice_over(left);
    if has_called {
        pay(&mut store, left)?;
    }
    Ok(is_over.then_some((store, left)))
}

async fn end_slice<D>(mut store: StoreContextMut<'_, Guest<D>>, left: u64) -> wasmtime::Result<()> {
    let_others_run().await;
    store.data_mut().meter.begin_slice(left);
    Ok(())
}

/// Makes a guest pay what it still owes. Only while it does not run.
pub(crate) fn pay_rest<D: 'static>(store: &mut Store<Guest<D>>) -> wasmtime::Result<()> {
    let left = store.data().meter.left(store.get_fuel()?)?;
    pay(&mut store.as_context_mut(), left)
}

fn pay<D: 'static>(store: &mut StoreContextMut<'_, Guest<D>>, left: u64) -> wasmtime::Result<()> {
    match store.data_mut().meter.paid() {
        0 => Ok(()),
        _ => store.set_fuel(left),
    }
}

/// Waits until this is asked for again, which is at once.
async fn let_others_run() {
    let mut has_waited = false;
    poll_fn(|context| {
        if std::mem::replace(&mut has_waited, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
