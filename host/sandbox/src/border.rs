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
use async_trait::async_trait;
use std::future::poll_fn;
use std::task::Poll;
use wasmtime::{AsContextMut, CallHook, CallHookHandler, Store, StoreContextMut};

/// The engine calls this around every call of the host, its own helpers included. Those that cannot
/// fail are not, such as `memory.copy`: they are instructions with a price.
pub(crate) struct Border;

#[async_trait]
impl<D: Send + 'static> CallHookHandler<Guest<D>> for Border {
    async fn handle_call_event(
        &self,
        mut store: StoreContextMut<'_, Guest<D>>,
        hook: CallHook,
    ) -> wasmtime::Result<()> {
        match hook {
            CallHook::CallingHost => {
                let fuel = store.get_fuel()?;
                store.data_mut().meter.enter_host(fuel);
            }
            CallHook::ReturningFromHost => {
                let fuel = store.get_fuel()?;
                let guest = store.data_mut();
                let written = guest.log.take_work();
                let has_called = guest.meter.leave_host(written);
                let left = guest.meter.left(fuel)?;
                let is_over = guest.meter.is_slice_over(left);
                if has_called {
                    pay(&mut store, left)?;
                }
                if is_over {
                    let_others_run().await;
                    store.data_mut().meter.begin_slice(left);
                }
            }
            CallHook::CallingWasm | CallHook::ReturningFromWasm => {}
        }
        Ok(())
    }
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
