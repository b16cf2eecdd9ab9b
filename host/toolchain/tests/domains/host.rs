//! A host that implements any imports: wasmtime, its WASI, and functions that answer by name.

use std::sync::{Arc, Mutex};

use wasmtime::component::types::{ComponentFunc, ComponentItem};
use wasmtime::component::{
    Component, Func, Linker, LinkerInstance, Resource, ResourceAny, ResourceTable, ResourceType,
    Type, Val,
};
use wasmtime::{Config, Engine, Store};
use wasmtime_wasi::p2::pipe::MemoryOutputPipe;
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

/// Answers a call: the function's name and its arguments.
pub(crate) type Answer = fn(&str, &[Val]) -> Option<Val>;

const FUEL: u64 = 1 << 50;

pub(crate) struct State {
    wasi: WasiCtx,
    table: ResourceTable,
    out: MemoryOutputPipe,
    err: MemoryOutputPipe,
    counters: Counters,
}

/// The values of the resources `counter`, by their representation. A closed one has none.
pub(crate) type Counters = Arc<Mutex<Vec<Option<u32>>>>;

/// The host type of the resources.
struct Counter;

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

/// A component that is ready to run.
pub(crate) struct Guest {
    engine: Engine,
    component: Component,
    answer: Answer,
}

/// How a call ended.
pub(crate) struct Ran {
    pub(crate) result: Result<Option<Val>, String>,
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) fuel: u64,
    pub(crate) open: usize,
}

impl Guest {
    pub(crate) fn new(bytes: &[u8], answer: Answer) -> Self {
        let mut config = Config::new();
        config.consume_fuel(true);
        let engine = Engine::new(&config).unwrap();
        let component = Component::new(&engine, bytes).unwrap();
        Self {
            engine,
            component,
            answer,
        }
    }

    /// Calls a function in a new instance. `interface` is its full name, or `None` for the world.
    pub(crate) fn call(&self, interface: Option<&str>, function: &str, params: &[Val]) -> Ran {
        let (mut store, func) = self.instance(interface, function);
        let before = store.get_fuel().unwrap();
        let has_result = func.ty(&store).results().len() == 1;
        let mut results = vec![Val::Bool(false); usize::from(has_result)];
        let called = func.call(&mut store, params, &mut results);
        let state = store.data();
        let open = state.counters.lock().unwrap().iter().flatten().count();
        Ran {
            result: called
                .map(|()| results.pop())
                .map_err(|error| format!("{error:?}")),
            out: text(&state.out),
            err: text(&state.err),
            fuel: before - store.get_fuel().unwrap(),
            open,
        }
    }

    /// Calls a function that takes a resource, in a new instance.
    pub(crate) fn call_with_counter(&self, interface: &str, function: &str, value: u32) -> Ran {
        let (mut store, func) = self.instance(Some(interface), function);
        let counter = create(&store.data().counters.clone(), value, &mut store);
        let mut results = [Val::Bool(false)];
        let called = func.call(&mut store, &[counter], &mut results);
        let [result] = results;
        let state = store.data();
        Ran {
            result: called
                .map(|()| Some(result))
                .map_err(|error| format!("{error:?}")),
            out: text(&state.out),
            err: text(&state.err),
            fuel: 0,
            open: state.counters.lock().unwrap().iter().flatten().count(),
        }
    }

    /// Returns the types of a function's parameters.
    pub(crate) fn params(&self, interface: Option<&str>, function: &str) -> Vec<Type> {
        let (store, func) = self.instance(interface, function);
        func.ty(&store).params().map(|(_, ty)| ty).collect()
    }

    fn instance(&self, interface: Option<&str>, function: &str) -> (Store<State>, Func) {
        let (out, err) = (
            MemoryOutputPipe::new(1 << 20),
            MemoryOutputPipe::new(1 << 20),
        );
        let wasi = WasiCtx::builder()
            .stdout(out.clone())
            .stderr(err.clone())
            .build();
        let state = State {
            wasi,
            table: ResourceTable::new(),
            out,
            err,
            counters: Counters::default(),
        };
        let mut store = Store::new(&self.engine, state);
        store.set_fuel(FUEL).unwrap();
        let instance = self
            .linker()
            .instantiate(&mut store, &self.component)
            .unwrap();
        let interface =
            interface.map(|name| instance.get_export_index(&mut store, None, name).unwrap());
        let index = instance
            .get_export_index(&mut store, interface.as_ref(), function)
            .unwrap();
        let func = instance.get_func(&mut store, index).unwrap();
        (store, func)
    }

    fn linker(&self) -> Linker<State> {
        let mut linker = Linker::new(&self.engine);
        wasmtime_wasi::p2::add_to_linker_sync(&mut linker).unwrap();
        let ty = self.component.component_type();
        for (name, item) in ty.imports(&self.engine) {
            if name.starts_with("wasi:") {
                continue;
            }
            match item.ty {
                ComponentItem::ComponentFunc(func) => {
                    add(&mut linker.root(), name, &func, self.answer);
                }
                ComponentItem::ComponentInstance(instance) => {
                    let mut linked = linker.instance(name).unwrap();
                    for (name, item) in instance.exports(&self.engine) {
                        match item.ty {
                            ComponentItem::ComponentFunc(func) => {
                                add(&mut linked, name, &func, self.answer);
                            }
                            ComponentItem::Resource(_) => add_counter(&mut linked, name),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        linker
    }
}

fn add(linker: &mut LinkerInstance<'_, State>, name: &str, _ty: &ComponentFunc, answer: Answer) {
    let own = name.to_owned();
    linker
        .func_new(name, move |mut store, _, params, results| {
            let answered = if own.contains("counter") {
                let counters = store.data().counters.clone();
                counter(&own, params, &counters, &mut store)
            } else {
                answer(&own, params)
            };
            if let (Some(result), Some(value)) = (results.first_mut(), answered) {
                *result = value;
            }
            Ok(())
        })
        .unwrap();
}

fn add_counter(linker: &mut LinkerInstance<'_, State>, name: &str) {
    linker
        .resource(name, ResourceType::host::<Counter>(), |mut store, rep| {
            store.data_mut().counters.lock().unwrap()[rep as usize] = None;
            Ok(())
        })
        .unwrap();
}

fn create(counters: &Counters, value: u32, store: &mut impl wasmtime::AsContextMut) -> Val {
    let mut all = counters.lock().unwrap();
    let rep = u32::try_from(all.len()).unwrap();
    all.push(Some(value));
    let resource = Resource::<Counter>::new_own(rep);
    Val::Resource(ResourceAny::try_from_resource(resource, store).unwrap())
}

/// Implements the resource `counter`.
fn counter(
    name: &str,
    params: &[Val],
    counters: &Counters,
    store: &mut impl wasmtime::AsContextMut,
) -> Option<Val> {
    let mut rep = |value: &Val| {
        let Val::Resource(any) = value else {
            panic!("{value:?}")
        };
        let resource: Resource<Counter> = any.try_into_resource(&mut *store).unwrap();
        resource.rep() as usize
    };
    let value = |rep: usize| counters.lock().unwrap()[rep].unwrap();
    match (name, params) {
        ("[constructor]counter", [Val::U32(start)]) => Some(create(counters, *start, store)),
        ("[method]counter.up", [own]) => {
            let rep = rep(own);
            let next = value(rep) + 1;
            counters.lock().unwrap()[rep] = Some(next);
            Some(Val::U32(next))
        }
        ("[method]counter.value", [own, Val::U32(most)]) => {
            let value = value(rep(own));
            let too_large = || {
                Some(Box::new(Val::String(format!(
                    "{value} is more than {most}"
                ))))
            };
            Some(Val::Result(if value > *most {
                Err(too_large())
            } else {
                Ok(Some(Box::new(Val::U32(value))))
            }))
        }
        ("[method]counter.same", [own, other]) => {
            let (own, other) = (rep(own), rep(other));
            Some(Val::Bool(value(own) == value(other)))
        }
        ("[static]counter.sum", [Val::List(all)]) => {
            let reps: Vec<_> = all.iter().map(rep).collect();
            let sum = reps.iter().map(|it| value(*it)).sum();
            for rep in reps {
                counters.lock().unwrap()[rep] = None;
            }
            Some(create(counters, sum, store))
        }
        _ => panic!("{name} {params:?}"),
    }
}

fn text(pipe: &MemoryOutputPipe) -> String {
    String::from_utf8(pipe.contents().to_vec()).unwrap()
}
