//! A minimal host for the guest: wasmtime, its WASI, and the interfaces of the contract.

use std::sync::OnceLock;

use wasmtime::component::{
    Component, Func, Linker, Resource, ResourceAny, ResourceTable, ResourceType, Val,
};
use wasmtime::{Engine, ResourceLimiter, Result, Store, StoreContextMut};
use wasmtime_wasi::p2::pipe::MemoryOutputPipe;
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use crate::plugin;

const PACKAGE: &str = "guesthouse:automation";

/// An instance of the plugin, reused for one event after another.
pub(crate) struct Guest {
    store: Store<State>,
    handle: Func,
}

struct State {
    wasi: WasiCtx,
    table: ResourceTable,
    out: MemoryOutputPipe,
    err: MemoryOutputPipe,
    /// The largest size of the memory so far, and its limit.
    memory: usize,
    most_memory: usize,
    open_stores: u32,
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

impl ResourceLimiter for State {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> Result<bool> {
        if desired > self.most_memory {
            return Ok(false);
        }
        self.memory = self.memory.max(desired);
        Ok(true)
    }

    fn table_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> Result<bool> {
        Ok(true)
    }
}

/// The host type of the resource `store`.
struct Opened;

impl Guest {
    pub(crate) fn new() -> Self {
        let (engine, component) = compiled();
        let out = MemoryOutputPipe::new(1 << 20);
        let err = MemoryOutputPipe::new(1 << 20);
        let wasi = WasiCtx::builder()
            .stdout(out.clone())
            .stderr(err.clone())
            .build();
        let table = ResourceTable::new();
        let state = State {
            wasi,
            table,
            out,
            err,
            memory: 0,
            most_memory: usize::MAX,
            open_stores: 0,
        };
        let mut store = Store::new(engine, state);
        store.limiter(|state| state);
        let instance = linker(engine)
            .unwrap()
            .instantiate(&mut store, component)
            .unwrap();
        let name = format!("{PACKAGE}/handler@0.1.0");
        let interface = instance.get_export_index(&mut store, None, &name).unwrap();
        let index = instance
            .get_export_index(&mut store, Some(&interface), "handle")
            .unwrap();
        let handle = instance.get_func(&mut store, index).unwrap();
        Self { store, handle }
    }

    /// Handles an event and returns the result: outputs or the failure.
    pub(crate) fn handle(&mut self, event: Val) -> Result<Result<Vec<Val>, Val>> {
        let mut results = [Val::Bool(false)];
        self.handle.call(&mut self.store, &[event], &mut results)?;
        assert_eq!(
            self.store.data().open_stores,
            0,
            "a store is still open after the event"
        );
        match results {
            [Val::Result(Ok(Some(outputs)))] => match *outputs {
                Val::List(outputs) => Ok(Ok(outputs)),
                other => panic!("no list: {other:?}"),
            },
            [Val::Result(Err(Some(failure)))] => Ok(Err(*failure)),
            other => panic!("no result: {other:?}"),
        }
    }

    /// Handles an event of type `kind` and returns the text of its only output.
    pub(crate) fn ask(&mut self, kind: &str) -> String {
        let outputs = self.handle(event(kind, None, b"{}")).unwrap().unwrap();
        let [output] = &*outputs else {
            panic!("one output was expected: {outputs:?}")
        };
        String::from_utf8(bytes(field(output, "data"))).unwrap()
    }

    pub(crate) fn limit_memory(&mut self, most: usize) {
        self.store.data_mut().most_memory = most;
    }

    pub(crate) fn memory(&self) -> usize {
        self.store.data().memory
    }

    /// Returns what the guest wrote to standard output.
    pub(crate) fn out(&self) -> String {
        text_of(&self.store.data().out)
    }

    /// Returns what the guest wrote to standard error.
    pub(crate) fn err(&self) -> String {
        text_of(&self.store.data().err)
    }
}

fn text_of(pipe: &MemoryOutputPipe) -> String {
    String::from_utf8(pipe.contents().to_vec()).unwrap()
}

fn compiled() -> &'static (Engine, Component) {
    static COMPILED: OnceLock<(Engine, Component)> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let engine = Engine::default();
        let component = Component::new(&engine, plugin::component()).unwrap();
        (engine, component)
    })
}

fn linker(engine: &Engine) -> Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    wasmtime_wasi::p2::add_to_linker_sync(&mut linker)?;
    linker.instance(&format!("{PACKAGE}/types@0.1.0"))?;
    linker
        .instance(&format!("{PACKAGE}/log@0.1.0"))?
        .func_new("write", |_, _, _, _| Ok(()))?;
    linker
        .instance(&format!("{PACKAGE}/config@0.1.0"))?
        .func_new("get", |_, _, _, results| {
            results[0] = some(Val::String("Welcome".into()));
            Ok(())
        })?;
    add_http(&mut linker)?;
    add_state(&mut linker)?;
    Ok(linker)
}

/// Echoes the body. The connection `refused` fails with `refused`.
fn add_http(linker: &mut Linker<State>) -> Result<()> {
    let mut http = linker.instance(&format!("{PACKAGE}/http@0.1.0"))?;
    http.func_new("send", |_, _, params, results| {
        if matches!(field(&params[0], "connection"), Val::String(name) if name == "refused") {
            results[0] = refusal("refused");
            return Ok(());
        }
        let Val::Option(Some(body)) = field(&params[0], "body") else {
            panic!("no body")
        };
        results[0] = ok(Val::Record(vec![
            ("status".into(), Val::U16(200)),
            ("headers".into(), field(&params[0], "headers").clone()),
            ("body".into(), (**body).clone()),
        ]));
        Ok(())
    })
}

/// Opens only the store `counts`, which has the same value under each key.
fn add_state(linker: &mut Linker<State>) -> Result<()> {
    let mut state = linker.instance(&format!("{PACKAGE}/state@0.1.0"))?;
    state.resource("store", ResourceType::host::<Opened>(), |mut store, _| {
        store.data_mut().open_stores -= 1;
        Ok(())
    })?;
    state.func_new("[static]store.open", |mut store, _, params, results| {
        let Val::String(name) = &params[0] else {
            panic!("no name")
        };
        if name != "counts" {
            results[0] = refusal(name);
            return Ok(());
        }
        store.data_mut().open_stores += 1;
        let opened: Resource<Opened> = Resource::new_own(7);
        results[0] = ok(Val::Resource(ResourceAny::try_from_resource(
            opened, &mut store,
        )?));
        Ok(())
    })?;
    state.func_new("[method]store.get", |store, _, params, results| {
        give_back(store, &params[0])?;
        results[0] = ok(some(list(&[7; 64])));
        Ok(())
    })?;
    state.func_new("[method]store.set", |store, _, params, results| {
        give_back(store, &params[0])?;
        results[0] = Val::Result(Ok(None));
        Ok(())
    })
}

/// Ends the borrow of a resource that a method was called on.
fn give_back(store: StoreContextMut<'_, State>, borrowed: &Val) -> Result<()> {
    let Val::Resource(resource) = borrowed else {
        panic!("no resource: {borrowed:?}")
    };
    resource.resource_drop(store)
}

/// An event of type `kind`.
pub(crate) fn event(kind: &str, subject: Option<&str>, data: &[u8]) -> Val {
    let absent = || Val::Option(None);
    let text = |text: &str| Val::String(text.into());
    let extension = [("name".into(), text("trace")), ("value".into(), text("1"))];
    Val::Record(vec![
        ("id".into(), text("1")),
        ("source".into(), text("/test")),
        ("type".into(), text(kind)),
        (
            "subject".into(),
            subject.map_or_else(absent, |subject| some(text(subject))),
        ),
        ("time".into(), absent()),
        ("data-content-type".into(), absent()),
        ("data-schema".into(), absent()),
        (
            "extensions".into(),
            Val::List(vec![Val::Record(extension.into())]),
        ),
        ("data".into(), some(list(data))),
    ])
}

pub(crate) fn field<'a>(record: &'a Val, name: &str) -> &'a Val {
    let Val::Record(fields) = record else {
        panic!("no record: {record:?}")
    };
    &fields.iter().find(|(field, _)| field == name).unwrap().1
}

/// The bytes of a list or of an optional list.
pub(crate) fn bytes(value: &Val) -> Vec<u8> {
    match value {
        Val::Option(Some(value)) => bytes(value),
        Val::List(items) => items
            .iter()
            .map(|item| if let Val::U8(byte) = item { *byte } else { 0 })
            .collect(),
        other => panic!("no bytes: {other:?}"),
    }
}

/// The text of a string or of an optional string.
pub(crate) fn text(value: &Val) -> &str {
    match value {
        Val::Option(Some(value)) => text(value),
        Val::String(text) | Val::Enum(text) => text,
        other => panic!("no text: {other:?}"),
    }
}

fn list(bytes: &[u8]) -> Val {
    Val::List(bytes.iter().map(|&byte| Val::U8(byte)).collect())
}

fn some(value: Val) -> Val {
    Val::Option(Some(Box::new(value)))
}

fn ok(value: Val) -> Val {
    Val::Result(Ok(Some(Box::new(value))))
}

fn refusal(error: &str) -> Val {
    Val::Result(Err(Some(Box::new(Val::Variant(error.into(), None)))))
}
