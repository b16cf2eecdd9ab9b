//! The conformance package as a domain of the sandbox.
//!
//! Nothing is generated: guests and host meet through the engine's dynamic values, so that a
//! mistake of a bindings generator for Rust hosts cannot hide one of a guest's.

use std::collections::HashMap;
use std::sync::LazyLock;

use anyhow::Context as _;
use guesthouse_sandbox::wasmtime::component::{
    ComponentExportIndex, Instance, InstancePre, Linker, LinkerInstance, ResourceAny, ResourceType,
    Val,
};
use guesthouse_sandbox::wasmtime::{self, Store, StoreContextMut};
use guesthouse_sandbox::{Domain, Guest, Halt};

use super::things::{self, Thing};
use super::{text, val};
use crate::adapter::{Import, Ran, Step};
use crate::contract::{Contract, Function};
use crate::value;

/// The domain.
pub(crate) struct Abi;

/// What the host keeps for one run.
#[derive(Default)]
pub(crate) struct Tape {
    pub(super) ran: Ran,
    /// The guest's resources that the host holds, in the order it was given them.
    held: Vec<Option<ResourceAny>>,
    /// The mistake that the guest is told to make.
    sabotage: Option<String>,
}

impl Tape {
    pub(super) fn of(sabotage: Option<String>) -> Self {
        Self {
            sabotage,
            ..Self::default()
        }
    }

    pub(super) fn into_ran(self) -> Ran {
        self.ran
    }

    /// Finds the guest's resource of this name, and forgets it if it is given away.
    fn find(&mut self, name: &str, given_away: bool) -> anyhow::Result<ResourceAny> {
        let number = name
            .strip_prefix('#')
            .and_then(|it| it.parse::<usize>().ok());
        let place = number.and_then(|number| self.held.get_mut(number.checked_sub(1)?));
        let place = place.with_context(|| format!("the host was given no `{name}`"))?;
        let found = if given_away { place.take() } else { *place };
        found.with_context(|| format!("`{name}` was given away"))
    }

    fn hold(&mut self, handle: ResourceAny) -> String {
        self.held.push(Some(handle));
        format!("#{}", self.held.len())
    }
}

impl Domain for Abi {
    type Data = Tape;
    type Exports = HashMap<String, ComponentExportIndex>;
    type Input = Vec<Step>;
    type Output = ();

    fn imports() -> &'static [&'static str] {
        static IMPORTS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
            let mut names = interfaces(&Contract::get().imports);
            names.push("guesthouse:conformance/types@0.1.0");
            names
        });
        &IMPORTS
    }

    fn exports() -> &'static [&'static str] {
        static EXPORTS: LazyLock<Vec<&'static str>> =
            LazyLock::new(|| interfaces(&Contract::get().exports));
        &EXPORTS
    }

    fn link(linker: &mut Linker<Guest<Tape>>) -> wasmtime::Result<()> {
        for interface in Self::imports() {
            let mut instance = linker.instance(interface)?;
            let functions = Contract::get().imports.iter();
            let functions = functions.filter(|(_, function)| function.interface == *interface);
            for (call, function) in functions {
                add(&mut instance, call, function)?;
            }
            if interface.contains("/handles@") {
                instance.resource("thing", ResourceType::host::<Thing>(), things::destroy)?;
            }
        }
        Ok(())
    }

    fn find_exports(component: &InstancePre<Guest<Tape>>) -> wasmtime::Result<Self::Exports> {
        let mut found = HashMap::new();
        for (call, function) in &Contract::get().exports {
            let component = component.component();
            let interface = component.get_export_index(None, &function.interface);
            let index =
                interface.and_then(|it| component.get_export_index(Some(&it), &function.name));
            let index = index.with_context(|| format!("the component does not export `{call}`"));
            found.insert(call.clone(), index.map_err(wasmtime::Error::from_anyhow)?);
        }
        Ok(found)
    }

    /// A function of the wrong type shows when it is called, and then only its case fails.
    fn check_exports<T: Send + 'static>(
        _store: &mut Store<T>,
        _instance: &Instance,
        _exports: &Self::Exports,
    ) -> wasmtime::Result<()> {
        Ok(())
    }

    async fn call(
        store: &mut Store<Guest<Tape>>,
        instance: &Instance,
        exports: &Self::Exports,
        steps: Vec<Step>,
    ) -> wasmtime::Result<()> {
        for step in &steps {
            let returned = match step {
                Step::Call { call, args } => {
                    let index = exports
                        .get(call)
                        .context("no such function")
                        .map_err(fault)?;
                    call_export(store, instance, index, call, args).await?
                }
                Step::Drop { drop } => {
                    let handle = store.data_mut().data.find(drop, true).map_err(fault)?;
                    handle.resource_drop_async(&mut *store).await?;
                    None
                }
            };
            store.data_mut().data.ran.returned.push(returned);
        }
        Ok(())
    }
}

fn interfaces(
    functions: &'static std::collections::BTreeMap<String, Function>,
) -> Vec<&'static str> {
    let mut names: Vec<_> = functions.values().map(|it| it.interface.as_str()).collect();
    names.dedup();
    names
}

/// What the case or this adapter did wrong ends the run, and is not the guest's.
pub(super) fn fault(error: anyhow::Error) -> wasmtime::Error {
    Halt::host_error(format!("{error:#}")).into()
}

async fn call_export(
    store: &mut Store<Guest<Tape>>,
    instance: &Instance,
    index: &ComponentExportIndex,
    call: &str,
    args: &[String],
) -> wasmtime::Result<Option<String>> {
    let function = instance
        .get_func(&mut *store, index)
        .context("no such function")
        .map_err(fault)?;
    let types: Vec<_> = function.ty(&*store).params().map(|(_, ty)| ty).collect();
    let wanted = Contract::get().export(call).map_err(fault)?;
    let mut params = Vec::new();
    for ((text, ty), of_guest) in args.iter().zip(&wanted.params).zip(&types) {
        let tape = &mut store.data_mut().data;
        let value = value::parse(ty, text).map_err(fault)?;
        let made = val::make(&value, of_guest, &mut |name, away| tape.find(name, away));
        params.push(made.map_err(fault)?);
    }
    let mut results = vec![Val::Bool(false); wanted.result.iter().len()];
    function
        .call_async(&mut *store, &params, &mut results)
        .await?;
    let tape = &mut store.data_mut().data;
    let written = results
        .first()
        .map(|val| text::write(val, &mut |handle| Ok(tape.hold(handle))));
    written.transpose().map_err(fault)
}

type Linked<'a> = LinkerInstance<'a, Guest<Tape>>;

/// Adds the host's side of one function.
fn add(instance: &mut Linked<'_>, call: &str, function: &Function) -> wasmtime::Result<()> {
    let call = call.to_owned();
    let name = function.name.clone();
    instance.func_new(&function.name, move |mut store, _, params, results| {
        store.data_mut().enter();
        let answer = match call.split_once('.') {
            Some(("handles", _)) => things::answer(&mut store, &name, params)?,
            Some(("sabotage", _)) => Some(sabotaged(&store.data().data, params)),
            _ => echo(&mut store, &call, params)?,
        };
        if let (Some(result), Some(answer)) = (results.first_mut(), answer) {
            *result = answer;
        }
        Ok(())
    })
}

/// Whether the mistake that a guest asks about is the one it is told to make.
fn sabotaged(tape: &Tape, params: &[Val]) -> Val {
    let told = tape.sabotage.as_ref();
    Val::Bool(matches!(params, [Val::Enum(asked)] if Some(asked) == told))
}

/// Notes what the guest gave and returns it.
fn echo(
    store: &mut StoreContextMut<'_, Guest<Tape>>,
    call: &str,
    params: &[Val],
) -> wasmtime::Result<Option<Val>> {
    let mut none = |_| anyhow::bail!("a value of `echo` has a handle in it");
    let args = params.iter().map(|val| text::write(val, &mut none));
    let args = args.collect::<Result<_, _>>().map_err(fault)?;
    let call = call.to_owned();
    store
        .data_mut()
        .data
        .ran
        .imports
        .push(Import { call, args });
    Ok(match params {
        [] => None,
        [one] => Some(one.clone()),
        several => Some(Val::Tuple(several.to_vec())),
    })
}
