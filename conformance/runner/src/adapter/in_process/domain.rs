//! The conformance package as a domain of the sandbox.
//!
//! The host uses the engine's dynamic values instead of generated bindings, so that a mistake of a
//! bindings generator for Rust cannot hide the same mistake in a guest.

use std::collections::HashMap;
use std::sync::LazyLock;

use anyhow::Context as _;
use guesthouse_sandbox::wasmtime::component::{
    ComponentExportIndex, Instance, InstancePre, Linker, LinkerInstance, ResourceType, Val,
};
use guesthouse_sandbox::wasmtime::{self, Store, StoreContextMut};
use guesthouse_sandbox::{Domain, Guest};

use super::run_data::{RunData, fault};
use super::things::{self, Thing};
use super::{text, val};
use crate::adapter::{Import, Step};
use crate::contract::{Contract, Function};
use crate::value;

/// The domain.
pub(crate) struct Abi;

impl Domain for Abi {
    type Limits = guesthouse_sandbox::Limits;
    type Data = RunData;
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

    fn link(linker: &mut Linker<Guest<RunData>>) -> wasmtime::Result<()> {
        for interface in Self::imports() {
            let mut instance = linker.instance(interface)?;
            let imports = Contract::get().imports.iter();
            let functions = imports.filter(|(_, function)| function.interface == *interface);
            for (call, function) in functions {
                add(&mut instance, call, function)?;
            }
            if interface.contains("/handles@") {
                instance.resource("thing", ResourceType::host::<Thing>(), things::destroy)?;
            }
        }
        Ok(())
    }

    fn find_exports(component: &InstancePre<Guest<RunData>>) -> wasmtime::Result<Self::Exports> {
        let mut found = HashMap::new();
        for (call, function) in &Contract::get().exports {
            let component = component.component();
            let interface = component.get_export_index(None, &function.interface);
            let index = interface
                .and_then(|it| component.get_export_index(Some(&it), &function.name))
                .with_context(|| format!("the component does not export `{call}`"))
                .map_err(wasmtime::Error::from_anyhow)?;
            found.insert(call.clone(), index);
        }
        Ok(found)
    }

    /// A function of the wrong type fails when it is called, so that only its case fails.
    fn check_exports<T: Send + 'static>(
        _store: &mut Store<T>,
        _instance: &Instance,
        _exports: &Self::Exports,
    ) -> wasmtime::Result<()> {
        Ok(())
    }

    async fn call(
        store: &mut Store<Guest<RunData>>,
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

async fn call_export(
    store: &mut Store<Guest<RunData>>,
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
        let run_data = &mut store.data_mut().data;
        let value = value::parse(ty, text).map_err(fault)?;
        let made = val::make(&value, of_guest, &mut |name, away| {
            run_data.find(name, away)
        });
        params.push(made.map_err(fault)?);
    }
    let mut results = vec![Val::Bool(false); wanted.result.iter().len()];
    function
        .call_async(&mut *store, &params, &mut results)
        .await?;
    let run_data = &mut store.data_mut().data;
    let written = results
        .first()
        .map(|val| text::write(val, &mut |handle| Ok(run_data.hold(handle))));
    written.transpose().map_err(fault)
}

type Linked<'a> = LinkerInstance<'a, Guest<RunData>>;

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

/// Whether the guest must make the mistake that it asks about.
fn sabotaged(run_data: &RunData, params: &[Val]) -> Val {
    let told = run_data.sabotage.as_ref();
    Val::Bool(matches!(params, [Val::Enum(asked)] if Some(asked) == told))
}

/// Records the arguments and returns them.
fn echo(
    store: &mut StoreContextMut<'_, Guest<RunData>>,
    call: &str,
    params: &[Val],
) -> wasmtime::Result<Option<Val>> {
    let mut none = |_| anyhow::bail!("a value of `echo` has a handle in it");
    let texts = params.iter().map(|val| text::write(val, &mut none));
    let args = texts.collect::<Result<_, _>>().map_err(fault)?;
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
