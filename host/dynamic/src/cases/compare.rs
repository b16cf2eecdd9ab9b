//! Compares a run with what its case expects.

use guesthouse_contract::wave::{Value, differences, parse};
use guesthouse_sandbox::RunError;

use super::{Case, CaseRun, Expected};
use crate::{Step, World};

/// Returns the first step that differs from what the case expects, or else the other differences.
/// Each line is a difference. No line means that the case passed.
#[must_use]
pub fn compare(world: &World, case: &Case, ran: &CaseRun) -> Vec<String> {
    let returned = &ran.data.record.returned;
    for (at, (step, expected)) in case.steps.iter().enumerate() {
        let found = match (returned.get(at), expected) {
            (Some(text), expected) => returned_difference(world, step, expected, text.as_deref()),
            (None, Expected::Ends { .. }) => return ended_difference(at, step, expected, ran),
            (None, _) => vec![stopped(ran)],
        };
        if !found.is_empty() {
            return found.iter().map(|line| in_step(at, step, line)).collect();
        }
    }
    let asked: Vec<_> = ran
        .data
        .record
        .asked
        .iter()
        .map(ToString::to_string)
        .collect();
    let heard = lists("the guest's calls", case.heard.as_deref(), &asked);
    let dropped = &ran.data.record.dropped;
    let dropped = lists("the dropped resources", case.dropped.as_deref(), dropped);
    heard.into_iter().chain(dropped).collect()
}

fn in_step(at: usize, step: &Step, line: &str) -> String {
    let what = match step {
        Step::Call { call, .. } => format!("`{call}`"),
        Step::Drop { name } => format!("drop of `{name}`"),
    };
    format!("step {}, {what}: {line}", at + 1)
}

fn returned_difference(
    world: &World,
    step: &Step,
    expected: &Expected,
    text: Option<&str>,
) -> Vec<String> {
    match expected {
        Expected::Anything => Vec::new(),
        Expected::Returns(expected) => match value(world, step, text) {
            Some(found) => differences(expected, &found),
            None => vec!["expected a value, found nothing".to_owned()],
        },
        Expected::Ends { class, .. } => {
            let found = text.unwrap_or("nothing");
            vec![format!(
                "expected the run to end as `{class}`, but it returned {found}"
            )]
        }
    }
}

fn value(world: &World, step: &Step, text: Option<&str>) -> Option<Value> {
    let Step::Call { call, .. } = step else {
        return None;
    };
    let ty = world.exports.find(call).ok()?.result.as_ref()?;
    parse(ty, text?).ok()
}

fn stopped(ran: &CaseRun) -> String {
    match &ran.result {
        Ok(()) => "the step did not run".to_owned(),
        Err(error) => format!("expected a result, but the run ended: {}", told(error)),
    }
}

/// Writes the end of a run: `crashed (panic): divided by zero`.
fn told(error: &RunError) -> String {
    let class = error.class();
    match (error, error.code()) {
        (RunError::Crashed(crash), _) => {
            format!("{class} ({}): {}", crash.code.code(), crash.message)
        }
        (error, Some(code)) => format!("{class} ({code}): {error}"),
        (error, None) => format!("{class}: {error}"),
    }
}

/// Compares the end of a run with what the step expects.
fn ended_difference(at: usize, step: &Step, expected: &Expected, ran: &CaseRun) -> Vec<String> {
    let (
        Expected::Ends {
            class,
            code,
            message,
            at: place,
        },
        Err(error),
    ) = (expected, &ran.result)
    else {
        return vec![in_step(at, step, &stopped(ran))];
    };
    let (text, trace) = match error {
        RunError::Crashed(crash) => (crash.message.clone(), crash.trace.clone()),
        other => (other.to_string(), ran.trace.clone()),
    };
    let mut found = Vec::new();
    if class != error.class() {
        found.push(format!(
            "expected the class `{class}`, but the run ended: {}",
            told(error)
        ));
    }
    if let Some(code) = code
        && Some(code.as_str()) != error.code()
    {
        let actual = error.code().unwrap_or("none");
        found.push(format!("expected the code `{code}`, found `{actual}`"));
    }
    if let Some(message) = message
        && !text.starts_with(message.as_str())
    {
        found.push(format!(
            "expected a message that starts with {message:?}, found {text:?}"
        ));
    }
    if let Some(place) = place {
        let trace = trace.unwrap_or_default();
        if !text.contains(place.as_str()) && !trace.contains(place.as_str()) {
            let trace = if trace.is_empty() {
                "there is no trace"
            } else {
                &trace
            };
            found.push(format!(
                "neither the message nor the trace contains {place:?}: {trace}"
            ));
        }
    }
    found.iter().map(|line| in_step(at, step, line)).collect()
}

/// Compares two lists of texts line by line.
fn lists(what: &str, expected: Option<&[String]>, found: &[String]) -> Vec<String> {
    let Some(expected) = expected.filter(|expected| *expected != found) else {
        return Vec::new();
    };
    let longest = expected.len().max(found.len());
    let differs = (0..longest).find(|at| expected.get(*at) != found.get(*at));
    let at = differs.unwrap_or_default();
    let text = |list: &[String]| {
        list.get(at)
            .map_or("nothing".to_owned(), |it| format!("`{it}`"))
    };
    let (wanted, got) = (text(expected), text(found));
    vec![format!(
        "{what}, number {}: expected {wanted}, found {got}",
        at + 1
    )]
}
