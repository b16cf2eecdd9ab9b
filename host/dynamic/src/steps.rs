use anyhow::Context as _;
use guesthouse_contract::wave::{self, BadValue, Function, Value, print};
use guesthouse_diagnostics::Diagnostic;
use guesthouse_sandbox::wasmtime::component::{Instance, Val};
use guesthouse_sandbox::wasmtime::{self, AsContextMut as _, Store};
use guesthouse_sandbox::{Call, Guest};

use crate::run::fault;
use crate::{Dynamic, Exports, Host, Run, World, handles, values};

/// One step of a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Calls an exported function.
    Call {
        /// The function, as [`Function::call`] has it.
        call: String,
        /// Its arguments.
        args: Vec<Value>,
    },
    /// Drops a resource of the guest that the host holds.
    Drop {
        /// Its name: `#1` is the first that the host was given in this run.
        name: String,
    },
}

impl Step {
    /// Reads a call of an exported function: `pricing.price({customer: "c", lines: []})`.
    ///
    /// # Errors
    /// If there is no such function, or the arguments do not fit it.
    pub fn parse(world: &World, text: &str) -> Result<Self, Diagnostic> {
        let (name, args) = split(text);
        let function = world.exports.find(name)?;
        let read = wave::arguments(&function.params, args);
        let read = read.map_err(|bad| bad_arguments(function, &bad, args))?;
        check_count(function, read.len())?;
        let read = read.into_iter().zip(&function.param_names);
        let args = read
            .map(|(value, param)| value.map_err(|bad| bad_argument(function, param, &bad, args)));
        Ok(Self::Call {
            call: function.call.clone(),
            args: args.collect::<Result<_, _>>()?,
        })
    }
}

/// Splits a call into the name of the function and the arguments in parentheses.
pub(crate) fn split(text: &str) -> (&str, &str) {
    match text.find('(') {
        Some(at) => {
            let (name, args) = text.split_at(at);
            (name.trim(), args)
        }
        None => (text.trim(), "()"),
    }
}

/// Checks the number of the arguments of a call.
pub(crate) fn check_count(function: &Function, given: usize) -> Result<(), Diagnostic> {
    let wanted = function.params.len();
    if wanted == given {
        return Ok(());
    }
    let call = &function.call;
    let plural = if wanted == 1 { "" } else { "s" };
    let message = format!("`{call}` takes {wanted} argument{plural}, but there are {given}");
    let hint = format!("the function is `{}`", function.signature);
    Err(Diagnostic::error("wrong-arguments", message).hint(hint))
}

fn bad_arguments(function: &Function, bad: &BadValue, text: &str) -> Diagnostic {
    let message = format!("the arguments of `{}` are not valid: {bad}", function.call);
    bad_value(function, message, bad, text)
}

/// Says which argument is not valid, and where.
pub(crate) fn bad_argument(
    function: &Function,
    param: &str,
    bad: &BadValue,
    text: &str,
) -> Diagnostic {
    let call = &function.call;
    let message = format!("the argument `{param}` of `{call}` is not valid: {bad}");
    bad_value(function, message, bad, text)
}

/// Adds the place, and the function.
pub(crate) fn bad_value(
    function: &Function,
    message: String,
    bad: &BadValue,
    text: &str,
) -> Diagnostic {
    let hint = format!("the function is `{}`", function.signature);
    Diagnostic::error("bad-value", message)
        .detail(bad.marked(text))
        .hint(hint)
}

/// The steps of a run, which happen in one instance.
#[derive(Clone, Debug)]
pub struct Steps(pub Vec<Step>);

impl<H: Host> Call<Dynamic<H>> for Steps {
    type Output = ();

    async fn call(
        self,
        store: &mut Store<Guest<Run<H>>>,
        instance: &Instance,
        exports: &Exports,
    ) -> wasmtime::Result<()> {
        for step in &self.0 {
            let returned = match step {
                Step::Call { call, args } => {
                    call_export(store, instance, exports, call, args).await?
                }
                Step::Drop { name } => {
                    let handle = store.data_mut().data.find(name, true).map_err(fault)?;
                    handle.resource_drop_async(&mut *store).await?;
                    None
                }
            };
            store.data_mut().data.record.returned.push(returned);
        }
        Ok(())
    }
}

async fn call_export<H: Host>(
    store: &mut Store<Guest<Run<H>>>,
    instance: &Instance,
    exports: &Exports,
    call: &str,
    args: &[Value],
) -> wasmtime::Result<Option<String>> {
    let world = &exports.world;
    let (index, linked) = exports
        .get(call)
        .with_context(|| format!("there is no function `{call}`"))
        .map_err(fault)?;
    let function = instance
        .get_func(&mut *store, index)
        .with_context(|| format!("`{call}` is not a function"))
        .map_err(fault)?;
    let types: Vec<_> = function.ty(&*store).params().map(|(_, ty)| ty).collect();
    let mut params = Vec::new();
    let mut bytes = 0_usize;
    for ((value, ty), shape) in args.iter().zip(&types).zip(&linked.params) {
        let mut context = store.as_context_mut();
        let mut find =
            |name: &str, ty, is_given| handles::find(&mut context, world, name, ty, is_given);
        let made = values::make(value, ty, &mut find).map_err(fault)?;
        bytes = bytes.saturating_add(shape.bytes(&made));
        params.push(made);
    }
    store.data_mut().charge_bytes(bytes)?;
    let count = function.ty(&*store).results().len();
    let mut results = vec![Val::Bool(false); count];
    function
        .call_async(&mut *store, &params, &mut results)
        .await?;
    let (Some(val), Some(ty)) = (results.first(), &linked.function.result) else {
        return Ok(None);
    };
    let bytes = linked.result.as_ref().map_or(0, |shape| shape.bytes(val));
    store.data_mut().charge_bytes(bytes)?;
    let mut context = store.as_context_mut();
    let mut name = |handle| handles::name(&mut context, world, handle);
    let value = values::read(val, ty, &mut name).map_err(fault)?;
    Ok(Some(print(&value)))
}
