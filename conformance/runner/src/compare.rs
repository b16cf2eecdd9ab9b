//! Runs a case of the suite `abi` on a host, and compares the result with what the case expects.

use anyhow::{Context as _, bail};
use wasm_wave::wasm::WasmValue as _;

use crate::adapter::{Adapter, Import, Ran, Step};
use crate::case::{Case, Echo, Kind, Steps};
use crate::contract::{Contract, Function};
use crate::generate::Generator;
use crate::shrink::shrink;
use crate::value::{self, Type, Value, print, short};

/// Runs a case and returns the first difference. `known` is the start of the message with which the
/// case is known to fail: a generated value that fails with it is not made smaller.
///
/// # Errors
/// When the case itself is invalid, or the host is at fault.
pub fn run(
    case: &Case,
    seed: u64,
    known: Option<&str>,
    host: &mut dyn Adapter,
) -> anyhow::Result<Option<String>> {
    match &case.kind {
        Kind::Echo(echo) => run_echo(&case.path, echo, seed, known, host),
        Kind::Steps(steps) => run_steps(steps, host),
        Kind::Events(_) => bail!("only a host of plugins handles events"),
    }
}

fn run_echo(
    path: &str,
    echo: &Echo,
    seed: u64,
    known: Option<&str>,
    host: &mut dyn Adapter,
) -> anyhow::Result<Option<String>> {
    let call = &echo.call;
    let function = Contract::get().export(call)?;
    let ty = argument(function)?;
    for text in &echo.values {
        let value = value::parse(&ty, text)?;
        if let Some(difference) = send(call, function, &value, host)? {
            return Ok(Some(difference));
        }
    }
    let mut generator = Generator::new(seed, path);
    let sized = echo.sizes.iter().map(|size| Some(*size));
    for size in sized.chain((0..echo.generate).map(|_| None)) {
        let value = match size {
            Some(size) => generator.sized(&ty, size)?,
            None => generator.value(&ty)?,
        };
        let Some(difference) = send(call, function, &value, host)? else {
            continue;
        };
        if known.is_some_and(|known| difference.starts_with(known)) {
            return Ok(Some(difference));
        }
        return smallest(call, function, &ty, value, host);
    }
    Ok(None)
}

/// Returns the type of the value that represents all arguments: the type of the only argument, or a
/// tuple.
fn argument(function: &Function) -> anyhow::Result<Type> {
    match function.params.as_slice() {
        [one] => Some(one.clone()),
        several => Type::tuple(several.to_vec()),
    }
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
    let shrunk = shrink(ty, value, &mut fails);
    let difference = send(call, function, &shrunk, host)?;
    let flaky = || {
        let sent = short(&print(&shrunk));
        format!("it failed once and then passed, sent {sent}")
    };
    Ok(Some(difference.unwrap_or_else(flaky)))
}

/// Sends one value through an echo and returns the difference.
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
    Ok(echo_difference(call, function, &args, &print(value), &ran))
}

/// Returns a message that starts with the difference and ends with the value that was sent. So an
/// expectation can match the difference for any value.
fn echo_difference(
    call: &str,
    function: &Function,
    args: &[String],
    sent: &str,
    ran: &Ran,
) -> Option<String> {
    let all = ran.imports.iter();
    let imports: Vec<_> = all.filter(|import| import.call == call).collect();
    // The call into the host comes first, so a wrong argument there explains the rest.
    let wrong = passed_on(function, args, &imports)
        .or_else(|| {
            let stopped = ran.stopped.as_ref()?;
            Some(format!("the guest stopped: {stopped}"))
        })
        .or_else(|| match imports.len() {
            1 => returned(function, sent, ran),
            count => Some(format!("the guest passed it on {count} times")),
        });
    wrong.map(|wrong| format!("{wrong}, sent {}", short(sent)))
}

fn passed_on(function: &Function, args: &[String], imports: &[&Import]) -> Option<String> {
    let import = imports.first()?;
    let pairs = import.args.iter().zip(&function.params);
    let texts: Vec<_> = pairs.map(|(text, ty)| same_form(ty, text)).collect();
    (texts != args).then(|| format!("the guest passed on {}", short(&texts.join(", "))))
}

fn returned(function: &Function, sent: &str, ran: &Ran) -> Option<String> {
    let text = ran.returned.first().and_then(Option::as_deref);
    let canonical = match (&function.result, text) {
        (Some(ty), Some(text)) => same_form(ty, text),
        _ => "nothing".to_owned(),
    };
    (canonical != sent).then(|| format!("the guest returned {}", short(&canonical)))
}

/// Writes a text in the form that this runner uses, so that only values are compared.
fn same_form(ty: &Type, text: &str) -> String {
    value::parse(ty, text).map_or_else(|_| text.to_owned(), |value| print(&value))
}

/// Writes the arguments of a step in their canonical text, the only form that hosts must read.
fn canonical(step: &Step) -> anyhow::Result<Step> {
    let Step::Call { call, args } = step else {
        return Ok(step.clone());
    };
    let params = &Contract::get().export(call)?.params;
    if params.len() != args.len() {
        let wanted = params.len();
        let given = args.len();
        bail!("`{call}` takes {wanted} arguments, the case gives {given}");
    }
    let pairs = params.iter().zip(args);
    let written = pairs.map(|(ty, text)| Ok(print(&value::parse(ty, text)?)));
    Ok(Step::Call {
        call: call.clone(),
        args: written.collect::<anyhow::Result<_>>()?,
    })
}

fn run_steps(case: &Steps, host: &mut dyn Adapter) -> anyhow::Result<Option<String>> {
    let steps = case.steps.iter().map(canonical);
    let ran = host.run(&steps.collect::<Result<Vec<_>, _>>()?)?;
    for (at, (step, expected)) in case.steps.iter().zip(&case.returns).enumerate() {
        let found = step_difference(step, expected.as_deref(), ran.returned.get(at), &ran)?;
        if let Some(difference) = found {
            return Ok(Some(format!("step {}, {difference}", at + 1)));
        }
    }
    if let Some(stopped) = &ran.stopped {
        let message = format!("after the last step, the guest stopped: {stopped}");
        return Ok(Some(message));
    }
    Ok(case
        .host_events
        .as_ref()
        .filter(|expected| **expected != ran.host_events)
        .map(|expected| {
            let expected = list(expected);
            let found = list(&ran.host_events);
            format!("expected the host events {expected}, got {found}")
        }))
}

/// Compares one step. `returned` is `None` where the guest stopped before the step was done.
fn step_difference(
    step: &Step,
    expected: Option<&str>,
    returned: Option<&Option<String>>,
    ran: &Ran,
) -> anyhow::Result<Option<String>> {
    let Some(returned) = returned else {
        let stopped = ran.stopped.as_ref().map(ToString::to_string);
        let reason = stopped.as_deref().unwrap_or("no reason");
        return Ok(Some(format!("the guest stopped: {reason}")));
    };
    let (Step::Call { call, .. }, Some(expected)) = (step, expected) else {
        return Ok(None);
    };
    let result = Contract::get().export(call)?.result.as_ref();
    let ty = result.with_context(|| format!("`{call}` returns nothing"))?;
    let wanted = print(&value::parse(ty, expected)?);
    let found = match returned {
        Some(text) => same_form(ty, text),
        None => "nothing".to_owned(),
    };
    Ok((wanted != found).then(|| {
        format!(
            "expected {}, the guest returned {}",
            short(&wanted),
            short(&found)
        )
    }))
}

fn list(host_events: &[String]) -> String {
    match host_events {
        [] => "none".to_owned(),
        some => some.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapter::Stopped;
    use std::path::Path;

    /// A host whose guests replace every number above a limit with the limit.
    #[derive(Default)]
    struct Capped {
        limit: u64,
        runs: usize,
    }

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
            self.runs += 1;
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
            let capped = args[0].parse::<u64>()?.min(self.limit).to_string();
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

    fn run_capped(text: &str, limit: u64) -> Option<String> {
        run_known(text, None, &mut Capped { limit, runs: 0 })
    }

    fn run_known(text: &str, known: Option<&str>, host: &mut Capped) -> Option<String> {
        let cases = crate::case::parse("abi/a", text).unwrap();
        run(&cases[0], 1, known, host).unwrap()
    }

    #[test]
    fn a_value_picked_by_hand_is_reported_as_it_is() {
        let text = "[[case]]\nname = 'a'\ncall = 'echo.echo-u32'\nvalues = ['5', '70', '80']\n";
        assert_eq!(run_capped(text, 100), None);
        assert_eq!(
            run_capped(text, 50).unwrap(),
            "the guest passed on 50, sent 70"
        );
    }

    const GENERATED: &str = "[[case]]\nname = 'a'\ncall = 'echo.echo-u32'\ngenerate = 50\n";

    #[test]
    fn a_generated_value_is_shrunk() {
        assert_eq!(run_capped(GENERATED, u64::MAX), None);
        assert_eq!(
            run_capped(GENERATED, 1000).unwrap(),
            "the guest passed on 1000, sent 1001"
        );
    }

    #[test]
    fn a_known_failure_is_not_shrunk_again() {
        let host = || Capped {
            limit: 1000,
            runs: 0,
        };
        let mut shrinking = host();
        let shrunk = run_known(GENERATED, Some("another"), &mut shrinking).unwrap();
        let mut knowing = host();
        let known = "the guest passed on 1000";
        let unshrunk = run_known(GENERATED, Some(known), &mut knowing).unwrap();
        assert!(unshrunk.starts_with(known), "{unshrunk}");
        assert_ne!(unshrunk, shrunk);
        assert!(knowing.runs < shrinking.runs);
    }

    #[test]
    fn a_guest_that_stops_says_why() {
        let text =
            "[[case]]\nname = 'a'\nsteps = [{ call = 'constants.colors' }, { drop = '#1' }]\n";
        assert_eq!(
            run_capped(text, 1).unwrap(),
            "step 1, the guest stopped: crashed: no more"
        );
    }

    #[test]
    fn the_events_of_the_host_are_compared_in_order() {
        let text = "[[case]]\nname = 'a'\nsteps = [{ call = 'echo.echo-u32', args = ['7'] }]\n\
                    host_events = ['new a']\n";
        assert_eq!(
            run_capped(text, 9).unwrap(),
            "expected the host events new a, got none"
        );
    }
}
