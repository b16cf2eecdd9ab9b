//! Whether a case holds: runs it on a host and compares.

use anyhow::Context as _;
use wasm_wave::wasm::WasmValue as _;

use crate::adapter::{Adapter, Ran, Step};
use crate::case::{Case, Echo, Kind, Steps};
use crate::contract::{Contract, Function};
use crate::generate::Generator;
use crate::shrink::shrink;
use crate::value::{self, Type, Value, print, short};

/// Runs a case. `Ok(None)` is a case that holds, `Ok(Some)` says what differs.
///
/// # Errors
/// When the case itself is wrong, or the host is at fault.
pub fn run(case: &Case, seed: u64, host: &mut dyn Adapter) -> anyhow::Result<Option<String>> {
    match &case.kind {
        Kind::Echo(echo) => run_echo(&case.path, echo, seed, host),
        Kind::Steps(steps) => run_steps(steps, host),
    }
}

fn run_echo(
    path: &str,
    echo: &Echo,
    seed: u64,
    host: &mut dyn Adapter,
) -> anyhow::Result<Option<String>> {
    let function = Contract::get().export(&echo.call)?;
    let ty = argument(function)?;
    for text in &echo.values {
        let value = value::parse(&ty, text)?;
        if let Some(differs) = send(&echo.call, function, &value, host)? {
            return Ok(Some(differs));
        }
    }
    let mut generator = Generator::new(seed, path);
    let sized = echo.sizes.iter().map(|size| Some(*size));
    for size in sized.chain((0..echo.generate).map(|_| None)) {
        let value = match size {
            Some(size) => generator.sized(&ty, size)?,
            None => generator.value(&ty)?,
        };
        if send(&echo.call, function, &value, host)?.is_some() {
            return smallest(&echo.call, function, &ty, value, host);
        }
    }
    Ok(None)
}

/// What one value is of that stands for all arguments: the argument itself, or their tuple.
fn argument(function: &Function) -> anyhow::Result<Type> {
    let several = || Type::tuple(function.params.clone());
    let one = <[Type; 1]>::try_from(function.params.clone()).ok();
    one.map(|[ty]| ty).or_else(several).context("an echo has arguments")
}

fn smallest(
    call: &str,
    function: &Function,
    ty: &Type,
    value: Value,
    host: &mut dyn Adapter,
) -> anyhow::Result<Option<String>> {
    let mut fails = |value: &Value| matches!(send(call, function, value, host), Ok(Some(_)));
    let value = shrink(ty, value, &mut fails);
    let differs = send(call, function, &value, host)?;
    let flaky = || format!("sent {}: it failed once and then held", short(&print(&value)));
    Ok(Some(differs.unwrap_or_else(flaky)))
}

/// Sends one value through an echo.
fn send(
    call: &str,
    function: &Function,
    value: &Value,
    host: &mut dyn Adapter,
) -> anyhow::Result<Option<String>> {
    let args: Vec<_> = match function.params.len() {
        1 => vec![print(value)],
        _ => value.unwrap_tuple().map(|part| print(&part)).collect(),
    };
    let step = Step::Call { call: call.to_owned(), args: args.clone() };
    let ran = host.run(&[step])?;
    Ok(differs(call, function, &args, &print(value), &ran))
}

fn differs(
    call: &str,
    function: &Function,
    args: &[String],
    sent: &str,
    ran: &Ran,
) -> Option<String> {
    let sent_shown = short(sent);
    let passed_on: Vec<_> = ran.imports.iter().filter(|import| import.call == call).collect();
    // The call into the host comes first, so what is wrong with it explains the rest.
    if let [import] = passed_on.as_slice() {
        let texts = import.args.iter().zip(&function.params);
        let texts: Vec<_> = texts.map(|(text, ty)| same_form(ty, text)).collect();
        if texts != args {
            let seen = short(&texts.join(", "));
            return Some(format!("sent {sent_shown}, the guest passed on {seen}"));
        }
    }
    if let Some(stopped) = &ran.stopped {
        return Some(format!("sent {sent_shown}, the guest stopped: {stopped}"));
    }
    if passed_on.len() != 1 {
        let count = passed_on.len();
        return Some(format!("sent {sent_shown}, the guest passed it on {count} times"));
    }
    let returned = ran.returned.first().and_then(Option::as_deref);
    let returned = match (&function.result, returned) {
        (Some(ty), Some(text)) => same_form(ty, text),
        _ => "nothing".to_owned(),
    };
    let wrong = returned != sent;
    wrong.then(|| format!("sent {sent_shown}, the guest returned {}", short(&returned)))
}

/// Writes a text as this runner would, so that only values are compared.
fn same_form(ty: &Type, text: &str) -> String {
    value::parse(ty, text).map_or_else(|_| text.to_owned(), |value| print(&value))
}

fn run_steps(case: &Steps, host: &mut dyn Adapter) -> anyhow::Result<Option<String>> {
    let ran = host.run(&case.steps)?;
    for (at, (step, expected)) in case.steps.iter().zip(&case.returns).enumerate() {
        let Some(returned) = ran.returned.get(at) else {
            let why = ran.stopped.as_ref().map_or("no reason".to_owned(), ToString::to_string);
            return Ok(Some(format!("step {}, the guest stopped: {why}", at + 1)));
        };
        let (Step::Call { call, .. }, Some(expected)) = (step, expected) else {
            continue;
        };
        let ty = Contract::get().export(call)?.result.as_ref();
        let ty = ty.with_context(|| format!("`{call}` returns nothing"))?;
        let expected = print(&value::parse(ty, expected)?);
        let returned = returned.as_deref().map_or("nothing".to_owned(), |it| same_form(ty, it));
        if expected != returned {
            let (expected, returned) = (short(&expected), short(&returned));
            return Ok(Some(format!("step {}, expected {expected}, the guest returned {returned}", at + 1)));
        }
    }
    if let Some(stopped) = &ran.stopped {
        return Ok(Some(format!("after the last step, the guest stopped: {stopped}")));
    }
    let heard = case.heard.as_ref().filter(|expected| **expected != ran.heard);
    let list = |it: &[String]| if it.is_empty() { "nothing".to_owned() } else { it.join(", ") };
    Ok(heard.map(|expected| format!("expected the host to hear {}, it heard {}", list(expected), list(&ran.heard))))
}
