//! The failure of an event as a diagnostic, with a hint for the operator.

use std::fmt;

use guesthouse::{Class, Failure, Run};
use guesthouse_diagnostics::Diagnostic;

use crate::verbs::printable;

/// Describes the failure of the event at a place in the input.
pub(in crate::verbs) fn diagnostic(input: impl fmt::Display, failure: &Failure) -> Diagnostic {
    let Failure {
        run,
        class,
        code,
        message,
        trace,
        hint,
        ..
    } = failure;
    let code = match code {
        Some(code) => format!("{class}/{code}"),
        None => class.to_string(),
    };
    Diagnostic::error(code, message)
        .at(place(input, run))
        .detail(trace.as_deref().unwrap_or_default())
        .maybe_hint(hint.clone().or_else(|| next_step(failure)))
}

/// The most lines of a guest's text that are printed to a person.
const LINES: usize = 100;

/// Shortens the texts of the guest, so that they cannot push the other lines of the host off a screen.
pub(super) fn shorten(found: &mut Diagnostic) {
    let more = |lines: usize| format!("... {} more lines", lines - LINES);
    let lines = found.message.lines().count();
    if lines > LINES
        && let Some((end, _)) = found.message.match_indices('\n').nth(LINES - 1)
    {
        found.message.truncate(end + 1);
        found.message += &more(lines);
    }
    let lines = found.details.len();
    if lines > LINES {
        found.details.truncate(LINES);
        found.details.push(more(lines));
    }
}

/// Warns of an event that was not handled, because another one with its source and id was.
pub(super) fn id_reused(line: u64, run: &Run) -> Diagnostic {
    let message = "an event with the same source and id but other content is already committed, so this event was \
        not handled";
    Diagnostic::warning("id-reused", message)
        .at(place(format_args!("line {line}"), run))
        .hint("give each event an id of its own, or handle this event with --again")
}

fn place(input: impl fmt::Display, run: &Run) -> String {
    let (event, source) = (printable(&run.event), printable(&run.source));
    let plugin = &run.plugin;
    format!("plugin `{plugin}`, {input}, event `{event}` of `{source}`")
}

/// Returns a hint for a failure that has none.
fn next_step(failure: &Failure) -> Option<String> {
    Some(match failure.class {
        Class::Rejected => "correct the event or remove it: the plugin cannot accept it".into(),
        Class::Failed => failed(failure),
        Class::Unavailable => "run the command again when the service is available".into(),
        Class::HostError => {
            "check the disk, the state file and the limits of this process (`ulimit -a`), then run the command again".into()
        },
        _ => return None,
    })
}

/// Returns what the operator can change in the policy, or else says that only the author can help.
fn failed(failure: &Failure) -> String {
    let plugin = &failure.run.plugin;
    let limits = format!("the `limits` of `[plugin.{plugin}]`");
    let raise = |keys: &str, table: &str| {
        format!("if the plugin needs more, raise {keys} under {table} in the policy")
    };
    match failure.code.as_deref().unwrap_or_default() {
        "state-quota-exceeded" => raise("`store_bytes` or `store_keys`", &limits),
        "state-too-large" => raise("`value_bytes`", &limits),
        "http-refused" => "a log line of the host says why; for an address of this machine or of a private network, \
            add `addresses` to the connection in the policy"
            .into(),
        "http-too-large" => raise("`request_bytes` or `response_bytes`", "the connection"),
        code if code.ends_with("-not-granted") => format!(
            "grant the access under `[plugin.{plugin}]` in the policy, or ask the plugin's author why the plugin needs it"
        ),
        _ => "report the message to the plugin's author; a retry would fail again".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_of_a_guest_is_shortened() {
        let long = "line\n".repeat(5000);
        let mut found = Diagnostic::error("failed", &long).detail(&long);
        shorten(&mut found);
        assert_eq!(found.message.lines().count(), LINES + 1);
        assert_eq!(found.details.len(), LINES + 1);
        for last in [
            found.message.lines().last(),
            found.details.last().map(String::as_str),
        ] {
            assert_eq!(last, Some("... 4900 more lines"));
        }
        let mut short = Diagnostic::error("failed", "one\ntwo").detail("three");
        let same = short.clone();
        shorten(&mut short);
        assert_eq!(short, same);
    }
}
