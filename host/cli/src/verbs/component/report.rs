//! How a run of a component ended, for a person.

use std::path::Path;

use guesthouse_diagnostics::{Diagnostic, units};
use guesthouse_dynamic::NoFake;
use guesthouse_sandbox::RunError;
use serde_json::{Value, json};

use super::{Ran, TextFile};

/// Returns why a run ended without a result.
pub(in crate::verbs) fn end(
    ran: &Ran,
    component: &Path,
    fakes: Option<&TextFile>,
) -> Option<Diagnostic> {
    let error = ran.result.as_ref().err()?;
    if let Some(missing) = ran.data.host.missing() {
        return Some(no_fake(missing, fakes));
    }
    let code = match error.code() {
        Some(code) => format!("{}/{code}", error.class()),
        None => error.class().to_owned(),
    };
    let (message, trace) = match error {
        RunError::Crashed(crash) => (crash.message.clone(), crash.trace.as_deref()),
        other => (other.to_string(), ran.trace.as_deref()),
    };
    let found = Diagnostic::error(code, message)
        .at(component.display().to_string())
        .detail(trace.unwrap_or_default());
    Some(found.maybe_hint(hint(error)))
}

fn hint(error: &RunError) -> Option<String> {
    match error {
        RunError::Limit(limit) => {
            let name = limit.code().replace('-', "_");
            Some(format!(
                "if the component needs more, raise the limit with `--limit {name}=N`"
            ))
        }
        RunError::Timeout => {
            Some("if the machine is slow, raise the limit with `--limit deadline_ms=N`".to_owned())
        }
        _ => None,
    }
}

fn no_fake(missing: &NoFake, fakes: Option<&TextFile>) -> Diagnostic {
    let message = format!(
        "the component called `{}`, and no fake answers it",
        missing.ask
    );
    let to = match fakes {
        Some(file) if !file.is_of_domain => {
            format!("add a fake to `{}`, with your values", file.path.display())
        }
        _ => "write a file with a fake and give it with --fakes FILE".to_owned(),
    };
    Diagnostic::error("no-fake", message).hint(format!("{to}:\n{}", missing.lines.trim_end()))
}

/// Returns what a run used, as a sentence and as an object.
pub(in crate::verbs) fn usage(ran: &Ran) -> (String, Value) {
    let usage = &ran.usage;
    let memory = units::size(usage.peak_memory);
    let text = format!(
        "Used {} units of fuel, {memory} of memory, {} calls to the host, {} bytes to and from the host",
        usage.fuel, usage.host_calls, usage.host_bytes
    );
    let asked = ran.data.record.asked.iter();
    let asked: Vec<_> = asked.map(ToString::to_string).collect();
    let json = json!({
        "type": "usage",
        "fuel": usage.fuel,
        "peak_memory": usage.peak_memory,
        "host_calls": usage.host_calls,
        "host_bytes": usage.host_bytes,
        "wall_us": u64::try_from(usage.wall.as_micros()).unwrap_or(u64::MAX),
        "log_lines_dropped": usage.log_dropped,
        "asked": asked,
        "dropped": ran.data.record.dropped,
    });
    (text, json)
}
