//! One outcome in full.

use std::fmt::Write;
use std::time::Duration;

use guesthouse_diagnostics::units;
use guesthouse_sandbox::clean;

use super::read::Found;

/// The most bytes that are shown of one value.
const MAX_VALUE: usize = 1 << 20;

pub(super) fn text(found: &Found) -> String {
    let record = &found.record;
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        let value = clean(value.trim_end(), MAX_VALUE, true).replace('\n', "\n            ");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:<12}{value}");
    };
    line("event", &record.event);
    line("source", &record.source);
    line("plugin", &record.plugin);
    line("outcome", &record.ending());
    for (name, value) in [
        ("message", &record.message),
        ("trace", &record.trace),
        ("version", &record.version),
        ("digest", &record.digest),
        ("clock", &record.clock),
        ("seed", &record.seed),
    ] {
        if let Some(value) = value {
            line(name, value);
        }
    }
    if let Some(wait) = record.retry_after_ms {
        line("retry after", &units::duration(Duration::from_millis(wait)));
    }
    line("fuel", &record.fuel.to_string());
    line("time", &format!("{} µs", record.wall_us));
    line("memory", &units::size(record.peak_memory));
    line("host calls", &record.host_calls.to_string());
    if record.log_lines_dropped > 0 {
        line("log dropped", &record.log_lines_dropped.to_string());
    }
    match &found.outputs {
        Some(outputs) if !outputs.is_empty() => line("outputs", &outputs.join("\n")),
        Some(_) => line("outputs", "none"),
        None if record.outputs == 0 => line("outputs", "none"),
        None => {
            let count = record.outputs;
            line(
                "outputs",
                &format!("{count}, which only a state file keeps"),
            );
        }
    }
    text
}

/// Returns the line of the outcome, with its outputs under the key `events`.
pub(super) fn json(found: &Found) -> String {
    match (&found.outputs, found.line.strip_suffix('}')) {
        (Some(outputs), Some(line)) => format!("{line},\"events\":[{}]}}", outputs.join(",")),
        _ => found.line.clone(),
    }
}
