//! The host's side of each function of `handles`.

use guesthouse_sandbox::Guest;
use guesthouse_sandbox::wasmtime::component::{Resource, Val};
use guesthouse_sandbox::wasmtime::{self, AsContextMut as _, StoreContextMut};

use super::run_data::{RunData, fault};

type Context<'a> = StoreContextMut<'a, Guest<RunData>>;

/// The host's side of `handles.thing`.
pub(super) struct Thing {
    name: String,
}

pub(super) fn answer(
    store: &mut Context<'_>,
    function: &str,
    params: &[Val],
) -> wasmtime::Result<Option<Val>> {
    match (function, params) {
        ("[constructor]thing", [Val::String(name)]) => new(store, name).map(Some),
        ("[method]thing.name", [thing]) => Ok(Some(Val::String(name_of(store, thing)?))),
        ("[method]thing.rename", [thing, Val::String(name)]) => {
            rename(store, thing, name)?;
            Ok(None)
        }
        ("[static]thing.join", [first, second]) => {
            let first = resource(store, first)?;
            let second = resource(store, second)?;
            Ok(Some(Val::String(join(store, &first, &second)?)))
        }
        ("[static]thing.merge", [first, second]) => {
            let first = resource(store, first)?;
            let second = resource(store, second)?;
            let name = join(store, &first, &second)?;
            destroy(store.as_context_mut(), first.rep())?;
            destroy(store.as_context_mut(), second.rep())?;
            new(store, &name).map(Some)
        }
        ("hand-back", [thing]) => Ok(Some(thing.clone())),
        ("make", [Val::List(names)]) => make(store, names).map(Some),
        ("destroy", [Val::List(things)]) => {
            things
                .iter()
                .try_for_each(|thing| destroy_owned(store, thing))?;
            Ok(None)
        }
        ("name-of", [Val::Option(thing)]) => {
            let name = thing
                .as_deref()
                .map(|thing| name_of(store, thing))
                .transpose()?;
            Ok(Some(Val::Option(
                name.map(|name| Box::new(Val::String(name))),
            )))
        }
        _ => Err(fault(anyhow::anyhow!(
            "the host has no `{function}` with these arguments"
        ))),
    }
}

fn rename(store: &mut Context<'_>, val: &Val, name: &str) -> wasmtime::Result<()> {
    let handle = resource(store, val)?;
    let thing = store.data_mut().table().get_mut(&handle)?;
    name.clone_into(&mut thing.name);
    Ok(())
}

/// Returns the list of new things with these names.
fn make(store: &mut Context<'_>, names: &[Val]) -> wasmtime::Result<Val> {
    let things = names.iter().filter_map(|name| match name {
        Val::String(name) => Some(new(store, name)),
        _ => None,
    });
    Ok(Val::List(things.collect::<Result<_, _>>()?))
}

/// Returns the thing behind a handle. Works once for an owned handle, which it takes.
fn resource(store: &mut Context<'_>, val: &Val) -> wasmtime::Result<Resource<Thing>> {
    match val {
        Val::Resource(handle) => handle.try_into_resource(store),
        other => Err(fault(anyhow::anyhow!("{other:?} is not a handle"))),
    }
}

fn new(store: &mut Context<'_>, name: &str) -> wasmtime::Result<Val> {
    let guest = store.data_mut();
    guest.data.ran.host_events.push(format!("new {name}"));
    let thing = guest.table().push(Thing {
        name: name.to_owned(),
    })?;
    Ok(Val::Resource(thing.try_into_resource_any(store)?))
}

fn name_of(store: &mut Context<'_>, val: &Val) -> wasmtime::Result<String> {
    let thing = resource(store, val)?;
    Ok(store.data_mut().table().get(&thing)?.name.clone())
}

fn join(
    store: &mut Context<'_>,
    first: &Resource<Thing>,
    second: &Resource<Thing>,
) -> wasmtime::Result<String> {
    let table = store.data_mut().table();
    let one = &table.get(first)?.name;
    let other = &table.get(second)?.name;
    Ok(format!("{one}+{other}"))
}

/// Destroys a thing that the guest gave to the host.
fn destroy_owned(store: &mut Context<'_>, val: &Val) -> wasmtime::Result<()> {
    let thing = resource(store, val)?;
    destroy(store.as_context_mut(), thing.rep())
}

/// Removes a thing that has no owner any more.
pub(super) fn destroy(mut store: Context<'_>, rep: u32) -> wasmtime::Result<()> {
    let guest = store.data_mut().enter();
    let thing = guest.table().delete(Resource::<Thing>::new_own(rep))?;
    guest
        .data
        .ran
        .host_events
        .push(format!("drop {}", thing.name));
    Ok(())
}
