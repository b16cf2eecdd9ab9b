//! A world as a domain of the sandbox. It uses the engine's dynamic values.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

use anyhow::anyhow;
use guesthouse_contract::wave::Function;
use guesthouse_inspect::Wit;
use guesthouse_sandbox::wasmtime::component::types::ComponentFunc;
use guesthouse_sandbox::wasmtime::component::{
    ComponentExportIndex, Instance, InstancePre, Linker, LinkerInstance, ResourceType, Val,
};
use guesthouse_sandbox::wasmtime::{self, Store, StoreContextMut};
use guesthouse_sandbox::{Domain, Guest, Limits};

use crate::run::fault;
use crate::world::{Import, Linked};
use crate::{Host, Run, World, handles, values};

/// A domain that is made from a world while the program runs.
pub struct Dynamic<H> {
    world: Arc<World>,
    wit: Option<Wit>,
    host: PhantomData<fn() -> H>,
}

impl<H: Host> Dynamic<H> {
    /// Makes a domain of a world.
    #[must_use]
    pub fn new(world: Arc<World>) -> Self {
        Self {
            world,
            wit: None,
            host: PhantomData,
        }
    }

    /// Compares the types of components with those of this WIT before they are compiled. Without it,
    /// a function of the wrong type fails when it is called.
    #[must_use]
    pub fn with_wit(mut self, wit: Wit) -> Self {
        self.wit = Some(wit);
        self
    }
}

/// The exported functions of a component.
pub struct Exports {
    pub(crate) world: Arc<World>,
    found: HashMap<String, (ComponentExportIndex, Arc<Linked>)>,
}

impl Exports {
    pub(crate) fn get(&self, call: &str) -> Option<(&ComponentExportIndex, &Linked)> {
        let (index, linked) = self.found.get(call)?;
        Some((index, linked))
    }
}

impl<H: Host> Domain for Dynamic<H> {
    type Data = Run<H>;
    type Exports = Exports;
    type Limits = Limits;

    fn imports(&self) -> Vec<String> {
        self.world.import_names.clone()
    }

    fn exports(&self) -> Vec<String> {
        self.world.export_names.clone()
    }

    fn wit(&self) -> Option<Wit> {
        self.wit.clone()
    }

    fn link(&self, linker: &mut Linker<Guest<Run<H>>>) -> wasmtime::Result<()> {
        for import in &self.world.interfaces {
            let mut instance = match &import.name {
                Some(name) => linker.instance(name)?,
                None => linker.root(),
            };
            add(&self.world, &mut instance, import)?;
        }
        Ok(())
    }

    fn find_exports(&self, component: &InstancePre<Guest<Run<H>>>) -> wasmtime::Result<Exports> {
        let component = component.component();
        let find = |function: &Function| {
            let interface = match &function.interface {
                Some(name) => Some(component.get_export_index(None, name)?),
                None => None,
            };
            component.get_export_index(interface.as_ref(), &function.name)
        };
        let mut found = HashMap::new();
        for linked in &self.world.exported {
            let call = &linked.function.call;
            let index = find(&linked.function).ok_or_else(|| {
                wasmtime::format_err!("the component does not export the function `{call}`")
            })?;
            found.insert(call.clone(), (index, Arc::clone(linked)));
        }
        Ok(Exports {
            world: Arc::clone(&self.world),
            found,
        })
    }

    /// Types are compared with the WIT, if there is one, or else when a function is called.
    fn check_exports<T: Send + 'static>(
        &self,
        _store: &mut Store<T>,
        _instance: &Instance,
        _exports: &Exports,
    ) -> wasmtime::Result<()> {
        Ok(())
    }
}

fn add<H: Host>(
    world: &Arc<World>,
    instance: &mut LinkerInstance<'_, Guest<Run<H>>>,
    import: &Import,
) -> wasmtime::Result<()> {
    for (name, number) in &import.resources {
        let ty = ResourceType::host_dynamic(*number);
        instance.resource(name, ty, handles::dropped::<H>)?;
    }
    for linked in &import.functions {
        let (world, linked) = (Arc::clone(world), Arc::clone(linked));
        let name = linked.function.name.clone();
        instance.func_new(&name, move |mut store, ty, params, results| {
            store.data_mut().enter();
            let answered = answer(&world, &linked, &mut store, &ty, params)?;
            if let (Some(result), Some(answered)) = (results.first_mut(), answered) {
                *result = answered;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Asks the host, and records that.
fn answer<H: Host>(
    world: &World,
    linked: &Linked,
    store: &mut StoreContextMut<'_, Guest<Run<H>>>,
    ty: &ComponentFunc,
    params: &[Val],
) -> wasmtime::Result<Option<Val>> {
    let Linked { function, .. } = linked;
    let pairs = linked.params.iter().zip(params);
    let bytes = pairs.fold(0_usize, |sum, (shape, val)| {
        sum.saturating_add(shape.bytes(val))
    });
    store.data_mut().charge_bytes(bytes)?;
    let mut name = |handle| handles::name(store, world, handle);
    let args = params.iter().zip(&function.params);
    let args = args.map(|(val, ty)| values::read(val, ty, &mut name));
    let args = args.collect::<Result<Vec<_>, _>>().map_err(fault)?;
    let guest = store.data_mut();
    let max = guest.limits().host_bytes;
    guest.data.note_ask(&function.call, &args, max)?;
    let answered = guest.data.host.answer(function, &args)?;
    let (value, ty) = match (answered, ty.results().next()) {
        (None, None) => return Ok(None),
        (Some(value), Some(ty)) => (value, ty),
        _ => {
            let call = &function.call;
            return Err(fault(anyhow!("the host's answer does not fit `{call}`")));
        }
    };
    let mut find = |name: &str, ty, is_given| handles::find(store, world, name, ty, is_given);
    let made = values::make(&value, &ty, &mut find).map_err(fault)?;
    let bytes = linked.result.as_ref().map_or(0, |shape| shape.bytes(&made));
    store.data_mut().charge_bytes(bytes)?;
    Ok(Some(made))
}
