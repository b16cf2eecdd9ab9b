//! A host of any contract: its functions return their argument, or fail with it.

use wasmtime::component::types::ComponentItem;
use wasmtime::component::{
    Component, Instance, Linker, LinkerInstance, Resource, ResourceAny, ResourceTable,
    ResourceType, Val,
};
use wasmtime::{Config, Engine, Result, Store, StoreContextMut};
use wasmtime_wasi::p2::pipe::MemoryOutputPipe;
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

const FUEL: u64 = 1 << 40;

/// An instance of a plugin.
pub(crate) struct Guest {
    store: Store<State>,
    instance: Instance,
}

struct State {
    wasi: WasiCtx,
    table: ResourceTable,
    err: MemoryOutputPipe,
    /// The count of each counter that was made, or none if it was dropped.
    counters: Vec<Option<u32>>,
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

/// The host type of the resource `counter`.
struct Counter;

impl Guest {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let engine = Engine::new(Config::new().consume_fuel(true)).unwrap();
        let component = Component::new(&engine, bytes).unwrap();
        let err = MemoryOutputPipe::new(1 << 20);
        let state = State {
            wasi: WasiCtx::builder().stderr(err.clone()).build(),
            table: ResourceTable::new(),
            err,
            counters: Vec::new(),
        };
        let mut store = Store::new(&engine, state);
        store.set_fuel(FUEL).unwrap();
        let linker = linker(&engine, &component).unwrap();
        let instance = linker.instantiate(&mut store, &component).unwrap();
        Self { store, instance }
    }

    /// Calls a function of an exported interface or of the world, with fresh fuel.
    pub(crate) fn call(
        &mut self,
        interface: Option<&str>,
        function: &str,
        params: &[Val],
    ) -> Result<Option<Val>> {
        let store = &mut self.store;
        let interface = interface.map(|name| {
            self.instance
                .get_export_index(&mut *store, None, name)
                .unwrap()
        });
        let index = self
            .instance
            .get_export_index(&mut *store, interface.as_ref(), function);
        let function = self.instance.get_func(&mut *store, index.unwrap()).unwrap();
        let mut results = vec![Val::Bool(false); function.ty(&*store).results().len()];
        store.set_fuel(FUEL)?;
        function.call(store, params, &mut results)?;
        Ok(results.pop())
    }

    /// Returns the fuel of the last call.
    pub(crate) fn fuel(&self) -> u64 {
        FUEL - self.store.get_fuel().unwrap()
    }

    /// Returns what the guest wrote to standard error.
    pub(crate) fn err(&self) -> String {
        String::from_utf8(self.store.data().err.contents().to_vec()).unwrap()
    }

    pub(crate) fn open_counters(&self) -> usize {
        self.store.data().counters.iter().flatten().count()
    }
}

/// Links WASI, and a function for each other import of the component.
fn linker(engine: &Engine, component: &Component) -> Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    wasmtime_wasi::p2::add_to_linker_sync(&mut linker)?;
    let ty = component.component_type();
    for (name, item) in ty.imports(engine) {
        match item.ty {
            ComponentItem::ComponentInstance(instance) if !name.starts_with("wasi:") => {
                let mut linked = linker.instance(name)?;
                for (name, item) in instance.exports(engine) {
                    link(&mut linked, name, &item.ty)?;
                }
            }
            item => link(&mut linker.root(), name, &item)?,
        }
    }
    Ok(linker)
}

fn link(linker: &mut LinkerInstance<'_, State>, name: &str, item: &ComponentItem) -> Result<()> {
    match item {
        ComponentItem::Resource(_) => {
            linker.resource(name, ResourceType::host::<Counter>(), |mut store, rep| {
                store.data_mut().counters[rep as usize] = None;
                Ok(())
            })
        }
        ComponentItem::ComponentFunc(_) => {
            let function = name.to_owned();
            linker.func_new(name, move |store, _, params, results| {
                if let Some(result) = results.first_mut() {
                    *result = answer(store, &function, params)?;
                }
                Ok(())
            })
        }
        _ => Ok(()),
    }
}

/// Returns the result of a function.
fn answer(store: StoreContextMut<'_, State>, function: &str, params: &[Val]) -> Result<Val> {
    let boxed = |value: &Val| Some(Box::new(value.clone()));
    Ok(match (function, params) {
        ("lookup", [Val::String(sku)]) if sku == "missing" => Val::Option(None),
        ("lookup", [sku]) => Val::Option(Some(Box::new(article(sku)))),
        ("echo-many", [.., last]) => last.clone(),
        ("ask", _) => Val::String("because".into()),
        ("fail", [Val::Bool(true)]) => Val::Result(Err(None)),
        ("fail-enum", [Val::Option(Some(reason))]) => Val::Result(Err(Some(reason.clone()))),
        (name, [value]) if name.starts_with("fail-") => Val::Result(Err(boxed(value))),
        (name, params) if name.contains("counter") => counter(store, name, params)?,
        (_, [value]) => value.clone(),
        (name, params) => panic!("no answer of {name} to {params:?}"),
    })
}

fn article(sku: &Val) -> Val {
    Val::Record(vec![
        ("sku".into(), sku.clone()),
        ("unit-price".into(), Val::U32(250)),
        ("tags".into(), Val::Flags(vec!["fragile".into()])),
    ])
}

/// Returns the result of a function of the resource `counter`.
fn counter(mut store: StoreContextMut<'_, State>, name: &str, params: &[Val]) -> Result<Val> {
    Ok(match (name, params) {
        ("[constructor]counter", [Val::U32(start)]) => made(store, *start)?,
        ("[method]counter.up", [counter]) => {
            let index = index(&mut store, counter)?;
            let count = store.data_mut().counters[index].as_mut().unwrap();
            *count += 1;
            Val::U32(*count)
        }
        ("[method]counter.value", [counter, Val::U32(most)]) => {
            let index = index(&mut store, counter)?;
            let count = store.data().counters[index].unwrap();
            assert!(count <= *most);
            Val::Result(Ok(Some(Box::new(Val::U32(count)))))
        }
        ("[method]counter.same", [one, other]) => {
            let (one, other) = (index(&mut store, one)?, index(&mut store, other)?);
            Val::Bool(one == other)
        }
        ("[static]counter.sum", [Val::List(counters)]) => {
            let mut sum = 0;
            for counter in counters {
                let index = index(&mut store, counter)?;
                sum += store.data_mut().counters[index].take().unwrap();
            }
            made(store, sum)?
        }
        (name, params) => panic!("no answer of {name} to {params:?}"),
    })
}

fn made(mut store: StoreContextMut<'_, State>, count: u32) -> Result<Val> {
    let index = store.data().counters.len();
    store.data_mut().counters.push(Some(count));
    let made: Resource<Counter> = Resource::new_own(u32::try_from(index).unwrap());
    Ok(Val::Resource(ResourceAny::try_from_resource(made, store)?))
}

/// Returns the index of a counter that the guest lent or gave.
fn index(store: &mut StoreContextMut<'_, State>, counter: &Val) -> Result<usize> {
    let Val::Resource(resource) = counter else {
        panic!("no counter: {counter:?}")
    };
    let resource: Resource<Counter> = resource.try_into_resource(&mut *store)?;
    Ok(resource.rep() as usize)
}
