//! Whether a case holds: runs it on a host and compares.

use anyhow::{Context as _, bail};
use wasm_wave::wasm::WasmValue as _;

use crate::adapter::{Adapter, Import, Ran, Step};
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
        Kind::Events(_) => bail!("events are for a host of plugins"),
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
    one.map(|[ty]| ty)
        .or_else(several)
        .context("an echo has arguments")
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
    let flaky = || {
        format!(
            "it failed once and then held, sent {}",
            short(&print(&value))
        )
    };
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
    let step = Step::Call {
        call: call.to_owned(),
        args: args.clone(),
    };
    let ran = host.run(&[step])?;
    Ok(differs(call, function, &args, &print(value), &ran))
}

/// What is wrong comes first and what was sent last, so that an expectation can name the one
/// without the other.
fn differs(
    call: &str,
    function: &Function,
    args: &[String],
    sent: &str,
    ran: &Ran,
) -> Option<String> {
    let imports = ran.imports.iter().filter(|import| import.call == call);
    let imports: Vec<_> = imports.collect();
    let wrong = passed_on(function, args, &imports)
        .or_else(|| {
            ran.stopped
                .as_ref()
                .map(|stopped| format!("the guest stopped: {stopped}"))
        })
        .or_else(|| match imports.len() {
            1 => returned(function, sent, ran),
            count => Some(format!("the guest passed it on {count} times")),
        });
    wrong.map(|wrong| format!("{wrong}, sent {}", short(sent)))
}

/// The call into the host comes first, so what is wrong with it explains the rest.
fn passed_on(function: &Function, args: &[String], imports: &[&Import]) -> Option<String> {
    let import = imports.first()?;
    let texts = import.args.iter().zip(&function.params);
    let texts: Vec<_> = texts.map(|(text, ty)| same_form(ty, text)).collect();
    (texts != args).then(|| format!("the guest passed on {}", short(&texts.join(", "))))
}

fn returned(function: &Function, sent: &str, ran: &Ran) -> Option<String> {
    let text = ran.returned.first().and_then(Option::as_deref);
    let text = match (&function.result, text) {
        (Some(ty), Some(text)) => same_form(ty, text),
        _ => "nothing".to_owned(),
    };
    (text != sent).then(|| format!("the guest returned {}", short(&text)))
}

/// Writes a text as this runner would, so that only values are compared.
fn same_form(ty: &Type, text: &str) -> String {
    value::parse(ty, text).map_or_else(|_| text.to_owned(), |value| print(&value))
}

/// Writes the arguments of a step in their canonical text, the only one that hosts must read.
fn canonical(step: &Step) -> anyhow::Result<Step> {
    let Step::Call { call, args } = step else {
        return Ok(step.clone());
    };
    let params = &Contract::get().export(call)?.params;
    if params.len() != args.len() {
        let (wanted, given) = (params.len(), args.len());
        bail!("`{call}` has {wanted} arguments, the case gives {given}");
    }
    let args = params.iter().zip(args);
    let args = args.map(|(ty, text)| Ok(print(&value::parse(ty, text)?)));
    Ok(Step::Call {
        call: call.clone(),
        args: args.collect::<anyhow::Result<_>>()?,
    })
}

fn run_steps(case: &Steps, host: &mut dyn Adapter) -> anyhow::Result<Option<String>> {
    let steps = case.steps.iter().map(canonical);
    let ran = host.run(&steps.collect::<Result<Vec<_>, _>>()?)?;
    for (at, (step, expected)) in case.steps.iter().zip(&case.returns).enumerate() {
        let Some(returned) = ran.returned.get(at) else {
            let why = ran
                .stopped
                .as_ref()
                .map_or("no reason".to_owned(), ToString::to_string);
            return Ok(Some(format!("step {}, the guest stopped: {why}", at + 1)));
        };
        let (Step::Call { call, .. }, Some(expected)) = (step, expected) else {
            continue;
        };
        let ty = Contract::get().export(call)?.result.as_ref();
        let ty = ty.with_context(|| format!("`{call}` returns nothing"))?;
        let expected = print(&value::parse(ty, expected)?);
        let returned = returned
            .as_deref()
            .map_or("nothing".to_owned(), |it| same_form(ty, it));
        if expected != returned {
            let (expected, returned) = (short(&expected), short(&returned));
            return Ok(Some(format!(
                "step {}, expected {expected}, the guest returned {returned}",
                at + 1
            )));
        }
    }
    if let Some(stopped) = &ran.stopped {
        return Ok(Some(format!(
            "after the last step, the guest stopped: {stopped}"
        )));
    }
    let heard = case
        .heard
        .as_ref()
        .filter(|expected| **expected != ran.heard);
    let list = |it: &[String]| {
        if it.is_empty() {
            "nothing".to_owned()
        } else {
            it.join(", ")
        }
    };
    Ok(heard.map(|expected| {
        format!(
            "expected the host to hear {}, it heard {}",
            list(expected),
            list(&ran.heard)
        )
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapter::Stopped;
    use std::path::Path;

    /// A host whose guests take every number above a limit for the limit.
    struct Capped(u64);

    impl Adapter for Capped {
        fn name(&self) -> &str {
            "capped"
        }

        fn features(&self) -> &[String] {
            &[]
        }

        fn load(&mut self, _component: &Path) -> anyhow::Result<()> {
            Ok(())
        }

        fn sabotage(&mut self, _mistake: Option<String>) {}

        fn run(&mut self, steps: &[Step]) -> anyhow::Result<Ran> {
            let [Step::Call { call, args }] = steps else {
                let message = "no more".to_owned();
                let class = "crashed".to_owned();
                let stopped = Some(Stopped {
                    class,
                    code: None,
                    message,
                });
                return Ok(Ran {
                    stopped,
                    ..Ran::default()
                });
            };
            let capped = args[0].parse::<u64>()?.min(self.0).to_string();
            let args = vec![capped.clone()];
            let imports = vec![Import {
                call: call.clone(),
                args,
            }];
            Ok(Ran {
                returned: vec![Some(capped)],
                imports,
                ..Ran::default()
            })
        }
    }

    fn ask(text: &str, limit: u64) -> Option<String> {
        let cases = crate::case::parse("abi/a", text).unwrap();
        run(&cases[0], 1, &mut Capped(limit)).unwrap()
    }

    #[test]
    fn a_value_picked_by_hand_is_reported_as_it_is() {
        let text = "[[case]]\nname = 'a'\ncall = 'echo.echo-u32'\nvalues = ['5', '70', '80']\n";
        assert_eq!(ask(text, 100), None);
        assert_eq!(ask(text, 50).unwrap(), "the guest passed on 50, sent 70");
    }

    #[test]
    fn a_made_value_is_shrunk() {
        let text = "[[case]]\nname = 'a'\ncall = 'echo.echo-u32'\ngenerate = 50\n";
        assert_eq!(ask(text, u64::MAX), None);
        assert_eq!(
            ask(text, 1000).unwrap(),
            "the guest passed on 1000, sent 1001"
        );
    }

    #[test]
    fn a_guest_that_stops_says_why() {
        let text =
            "[[case]]\nname = 'a'\nsteps = [{ call = 'constants.colors' }, { drop = '#1' }]\n";
        assert_eq!(
            ask(text, 1).unwrap(),
            "step 1, the guest stopped: crashed: no more"
        );
    }
}
