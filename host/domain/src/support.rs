//! What the code of the macro calls. No part of what this crate promises.

use crate::Resources as _;
pub use crate::size::Size;
use crate::{HostResource, Resource};
use guesthouse_sandbox::Guest;
use guesthouse_sandbox::inspect::{Wit, WitFile};
use guesthouse_sandbox::wasmtime::component::{
    Component, ComponentExportIndex, ComponentNamedList, Instance, Lift, Lower,
};
use guesthouse_sandbox::wasmtime::{self, Store, StoreContextMut};

/// Returns the WIT of a domain.
pub fn wit(files: &'static [(&'static str, &'static str)], world: &'static str) -> Wit {
    let file = |(name, text): &(&'static str, &'static str)| WitFile {
        name: (*name).into(),
        text: (*text).into(),
    };
    Wit {
        files: files.iter().map(file).collect(),
        world: world.into(),
    }
}

/// Finds an exported function of an interface, or of the world if there is no interface.
///
/// # Errors
/// If the component lacks it.
pub fn find_export(
    component: &Component,
    interface: Option<&str>,
    function: &str,
) -> wasmtime::Result<ComponentExportIndex> {
    let missing = |name: &str| wasmtime::format_err!("the component does not export `{name}`");
    let interface = match interface {
        Some(name) => {
            let index = component.get_export_index(None, name);
            Some(index.ok_or_else(|| missing(name))?)
        }
        None => None,
    };
    let function_index = component.get_export_index(interface.as_ref(), function);
    function_index.ok_or_else(|| missing(function))
}

/// Calls an exported function. The guest pays for the bytes of the arguments and of the results.
///
/// # Errors
/// If the guest traps or exceeds a limit.
pub async fn call<D, P, R>(
    store: &mut Store<Guest<D>>,
    instance: &Instance,
    function: &ComponentExportIndex,
    args: P,
) -> wasmtime::Result<R>
where
    D: Send + 'static,
    P: ComponentNamedList + Lower + Size,
    R: ComponentNamedList + Lift + Size + 'static,
{
    store.data_mut().charge_bytes(args.size())?;
    let function = instance.get_typed_func::<P, R>(&mut *store, function)?;
    let results = function.call_async(&mut *store, args).await?;
    store.data_mut().charge_bytes(results.size())?;
    Ok(results)
}

/// Drops a resource that the guest no longer holds.
///
/// # Errors
/// If the host has taken its value without the guest's handle.
pub fn drop_resource<D, R>(
    mut store: StoreContextMut<'_, Guest<D>>,
    rep: u32,
) -> wasmtime::Result<()>
where
    D: 'static,
    R: HostResource<D> + 'static,
{
    let guest = store.data_mut().enter();
    let value = guest.take_resource(Resource::<R>::new_own(rep))?;
    drop(value);
    Ok(())
}
