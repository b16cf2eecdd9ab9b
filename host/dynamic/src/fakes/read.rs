//! Reads fakes from a file.

use guesthouse_contract::wave::{Function, Value, parse};
use guesthouse_diagnostics::Diagnostic;
use guesthouse_diagnostics::toml_file::{Section, Text, read};

use super::{Fake, Reply};
use crate::World;
use crate::steps::{bad_argument, bad_value, check_count};

/// An argument that may have any value.
const ANY: &str = "_";

impl Fake {
    /// Reads a file of fakes: tables `[[fake]]`. `file` names it in diagnostics.
    ///
    /// # Errors
    /// Every mistake in it.
    pub fn read(world: &World, file: &str, text: &str) -> Result<Vec<Self>, Vec<Diagnostic>> {
        read(file, "the file of fakes", text, |root| {
            let sections = root.sections("fake");
            let fakes = sections
                .into_iter()
                .map(|section| Self::section(world, section));
            // Every mistake is reported, not only the first.
            fakes.collect::<Vec<_>>().into_iter().collect()
        })
    }

    /// Reads one fake. Reports its mistakes.
    pub(crate) fn section(world: &World, mut section: Section<'_>) -> Option<Self> {
        let call = section.required("call");
        let args = section.strings("args");
        let returns = section.string("returns");
        let traps = section.string("traps");
        let times = section.number("times");
        section.finish();
        let call = call?;
        let function = function(&world.imports, &call)?;
        let args = match &args {
            Some(args) => Some(patterns(function, args, &call)?),
            None => None,
        };
        Some(Self {
            call: function.call.clone(),
            args,
            reply: reply(function, &call, returns, traps)?,
            times,
        })
    }
}

/// Finds a function by its name, or reports that the world does not have it.
pub(crate) fn function<'w>(
    calls: &'w guesthouse_contract::wave::Calls,
    name: &Text<'_>,
) -> Option<&'w Function> {
    calls
        .find(name.text)
        .map_err(|found| name.report(found))
        .ok()
}

fn patterns(function: &Function, args: &[Text<'_>], call: &Text<'_>) -> Option<Vec<Option<Value>>> {
    if let Err(found) = check_count(function, args.len()) {
        call.report(found.hint(format!("write `{ANY}` for an argument of any value")));
        return None;
    }
    let typed = args.iter().zip(&function.params).zip(&function.param_names);
    let read = typed.map(|((text, ty), param)| {
        if text.text.trim() == ANY {
            return Some(None);
        }
        let value = parse(ty, text.text);
        let bad = |bad| text.report(bad_argument(function, param, &bad, text.text));
        value.map_err(bad).ok().map(Some)
    });
    read.collect::<Vec<_>>().into_iter().collect()
}

fn reply(
    function: &Function,
    call: &Text<'_>,
    returns: Option<Text<'_>>,
    traps: Option<Text<'_>>,
) -> Option<Reply> {
    match (returns, traps) {
        (Some(_), Some(traps)) => {
            let message = "a fake has either `returns` or `traps`, not both";
            traps.report(Diagnostic::error("two-replies", message).hint("remove one of them"));
            None
        }
        (None, Some(traps)) => Some(Reply::Traps(traps.text.to_owned())),
        (Some(text), None) => result(function, &text).map(Some).map(Reply::Returns),
        (None, None) if function.result.is_none() => Some(Reply::Returns(None)),
        (None, None) => {
            let message = format!("`{}` returns a value, but the fake has none", function.call);
            let hint = format!("add `returns`; the function is `{}`", function.signature);
            call.report(Diagnostic::error("no-reply", message).hint(hint));
            None
        }
    }
}

/// Reads what a function returns, or reports that the text is not a value of its type.
pub(crate) fn result(function: &Function, text: &Text<'_>) -> Option<Value> {
    let Some(ty) = &function.result else {
        let message = format!("`{}` returns nothing", function.call);
        text.report(Diagnostic::error("bad-value", message).hint("remove `returns`"));
        return None;
    };
    let bad = |bad| {
        let message = format!("the result of `{}` is not valid: {bad}", function.call);
        text.report(bad_value(function, message, &bad, text.text));
    };
    parse(ty, text.text).map_err(bad).ok()
}
