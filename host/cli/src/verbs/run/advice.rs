//! The failure of an event as a diagnostic, with a hint for the operator.

use guesthouse::{Class, Failure};
use guesthouse_diagnostics::Diagnostic;

use crate::verbs::printable;

pub(super) fn diagnostic(line: u64, failure: &Failure) -> Diagnostic {
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
    let (event, source) = (printable(&run.event), printable(&run.source));
    let place = format!(
        "plugin `{}`, line {line}, event `{event}` of `{source}`",
        run.plugin
    );
    Diagnostic::error(code, message)
        .at(place)
        .detail(trace.as_deref().unwrap_or_default())
        .maybe_hint(hint.clone().or_else(|| next_step(failure)))
}

/// Returns a hint for a failure that has none.
fn next_step(failure: &Failure) -> Option<String> {
    let plugin = &failure.run.plugin;
    let code = failure.code.as_deref().unwrap_or_default();
    let denied = code.ends_with("-not-granted");
    Some(match failure.class {
        Class::Rejected => "correct the event or remove it: the plugin cannot accept it".into(),
        Class::Failed if denied => {
            format!(
                "grant the access under `[plugin.{plugin}]` in the policy, or ask the plugin's author why the plugin needs it"
            )
        }
        Class::Failed => {
            "report the message to the plugin's author; a retry would fail again".into()
        }
        Class::Unavailable => "run the command again when the service is available".into(),
        Class::HostError => "check the disk and the state file, then run the command again".into(),
        _ => return None,
    })
}
