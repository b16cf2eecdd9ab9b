//! Handles of resources, by their names.

use guesthouse_sandbox::Guest;
use guesthouse_sandbox::wasmtime::StoreContextMut;
use guesthouse_sandbox::wasmtime::component::{
    Resource, ResourceAny, ResourceDynamic, ResourceType,
};

use crate::{Host, Run, World};

/// A resource of the host that a guest holds.
pub(crate) struct Held {
    pub(crate) name: String,
}

/// Finds the guest's resource with this name, or makes a resource of the host with it.
pub(crate) fn find<H: Host>(
    store: &mut StoreContextMut<'_, Guest<Run<H>>>,
    world: &World,
    name: &str,
    ty: ResourceType,
    is_given: bool,
) -> anyhow::Result<ResourceAny> {
    let Some(number) = world.resource(ty) else {
        return store.data_mut().data.find(name, is_given);
    };
    let name = name.to_owned();
    let held = store.data_mut().table().push(Held { name })?;
    let handle = ResourceDynamic::new_own(held.rep(), number);
    Ok(handle.try_into_resource_any(&mut *store)?)
}

/// Returns the name of a handle that the host received. The host then owns the resource, unless it
/// was only lent.
pub(crate) fn name<H: Host>(
    store: &mut StoreContextMut<'_, Guest<Run<H>>>,
    world: &World,
    handle: ResourceAny,
) -> anyhow::Result<String> {
    if world.resource(handle.ty()).is_none() {
        return Ok(store.data_mut().data.hold(handle));
    }
    let handle = handle.try_into_resource_dynamic(&mut *store)?;
    let table = store.data_mut().table();
    if handle.owned() {
        let held = table.delete(Resource::<Held>::new_own(handle.rep()))?;
        return Ok(held.name);
    }
    let held = table.get(&Resource::<Held>::new_borrow(handle.rep()))?;
    Ok(held.name.clone())
}

/// Removes a resource that the guest dropped.
pub(crate) fn dropped<H: Host>(
    mut store: StoreContextMut<'_, Guest<Run<H>>>,
    rep: u32,
) -> guesthouse_sandbox::wasmtime::Result<()> {
    let guest = store.data_mut().enter();
    let held = guest.table().delete(Resource::<Held>::new_own(rep))?;
    guest.data.host.dropped(&held.name);
    guest.data.record.dropped.push(held.name);
    Ok(())
}
