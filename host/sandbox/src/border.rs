//! What happens whenever a guest comes back from the host: it pays for what the host did, and lets
//! others run if its slice is over.
//!
//! The engine ends a slice when its fuel is used up, and begins a new one whenever the fuel is set,
//! which is what paying does. So a guest that calls the host now and then would never end a slice,
//! and here is where it does: the engine is told to end it after one unit. That it did shows in the
//! count of polls, and then slices have their length again.

use crate::{Guest, Halt, fixed};
use wasmtime::{CallHook, StoreContextMut};

/// What a guest's slice of fuel has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slice {
    /// There is some left.
    GoesOn,
    /// There is none left, and the guest has not let others run.
    IsOver,
    /// The guest did let others run, as it was made to.
    Begins,
}

/// The engine calls this around every call of the host, its own helpers such as `memory.grow`
/// included. Those that cannot fail are not: `memory.copy` and `memory.fill`, which cost fuel for
/// each byte.
pub(crate) fn cross<D: 'static>(
    mut store: StoreContextMut<'_, Guest<D>>,
    hook: CallHook,
) -> wasmtime::Result<()> {
    match hook {
        CallHook::CallingHost => {
            let fuel = store.get_fuel()?;
            store.data_mut().meter.enter_host(fuel);
            Ok(())
        }
        CallHook::ReturningFromHost => {
            let left = settle(&mut store)?;
            match store.data_mut().meter.slice(left) {
                Slice::GoesOn => Ok(()),
                Slice::IsOver => store.fuel_async_yield_interval(Some(1)),
                Slice::Begins => store.fuel_async_yield_interval(Some(fixed::slice())),
            }
        }
        CallHook::CallingWasm | CallHook::ReturningFromWasm => Ok(()),
    }
}

/// Makes the guest pay, and returns the fuel it has left.
fn settle<D>(store: &mut StoreContextMut<'_, Guest<D>>) -> wasmtime::Result<u64> {
    let fuel = store.get_fuel()?;
    let guest = store.data_mut();
    let debt = guest.meter.settle(guest.log.take_work())?;
    let Some(left) = fuel.checked_sub(debt) else {
        return Err(Halt::limit(guest.meter.fuel_limit()).into());
    };
    if debt > 0 {
        store.set_fuel(left)?;
    }
    Ok(left)
}
