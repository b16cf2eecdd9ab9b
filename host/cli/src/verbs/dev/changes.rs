//! Says what changed between two runs of the same events.

use guesthouse_diagnostics::clean;

use super::round::Handled;
use crate::console::Console;
use crate::verbs::printable;

/// The most events that are shown.
const MAX_EVENTS: usize = 10;
/// The most lines that are shown of an event's outputs.
const MAX_LINES: usize = 6;
/// The longest line, in bytes.
const MAX_LINE: usize = 300;

/// Prints the events whose outcome or outputs changed, and the change of the whole fuel.
pub(super) fn print(before: &[Handled], now: &[Handled], console: &Console) {
    let changed: Vec<_> = now
        .iter()
        .filter_map(|now| {
            let before = before.iter().find(|before| is_same_event(before, now))?;
            lines(before, now)
        })
        .collect();
    if changed.is_empty() {
        console.info("no outcome and no output changed");
    }
    for lines in changed.iter().take(MAX_EVENTS) {
        lines.iter().for_each(|line| console.info(line));
    }
    if changed.len() > MAX_EVENTS {
        console.info(format_args!(
            "and {} more events",
            changed.len() - MAX_EVENTS
        ));
    }
    console.info(fuel(before, now));
}

fn is_same_event(one: &Handled, other: &Handled) -> bool {
    one.event == other.event && one.source == other.source
}

/// Returns the lines about an event, or nothing if it did the same.
fn lines(before: &Handled, now: &Handled) -> Option<Vec<String>> {
    let [was, is] = [before, now].map(outcome);
    if was == is && before.outputs == now.outputs {
        return None;
    }
    let (event, source) = (printable(&now.event), printable(&now.source));
    let what = if was == is {
        format!("{is}, other outputs")
    } else {
        format!("was {was}, is {is}")
    };
    let mut lines = vec![format!("event `{event}` of `{source}`: {what}")];
    let gone = before.outputs.iter().filter(|it| !now.outputs.contains(it));
    let new = now.outputs.iter().filter(|it| !before.outputs.contains(it));
    let marked =
        |mark: char| move |line: &String| format!("  {mark} {}", clean(line, MAX_LINE, false));
    lines.extend(gone.map(marked('-')).take(MAX_LINES));
    lines.extend(new.map(marked('+')).take(MAX_LINES));
    Some(lines)
}

fn outcome(handled: &Handled) -> String {
    let class = handled.class.as_deref().unwrap_or("skipped");
    match &handled.code {
        Some(code) => format!("{class}/{code}"),
        None => class.to_owned(),
    }
}

/// `fuel of all events: 5299, was 5310 (-0.2%)`
fn fuel(before: &[Handled], now: &[Handled]) -> String {
    let [before, now] = [before, now].map(|all| all.iter().map(|it| it.fuel).sum::<u64>());
    if before == 0 || before == now {
        return format!("fuel of all events: {now}");
    }
    let percent = (now as f64 - before as f64) / before as f64 * 100.0;
    format!("fuel of all events: {now}, was {before} ({percent:+.1}%)")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handled(class: &str, fuel: u64, outputs: &[&str]) -> Handled {
        let json = serde_json::json!({
            "event": "1", "source": "/s", "class": class, "code": null, "fuel": fuel,
            "outputs": outputs.len(),
        });
        let mut handled: Handled = serde_json::from_value(json).unwrap();
        handled.outputs = outputs.iter().map(|it| (*it).to_owned()).collect();
        handled
    }

    #[test]
    fn an_event_that_did_the_same_is_not_shown() {
        let one = handled("completed", 1, &["a"]);
        assert_eq!(lines(&one, &handled("completed", 2, &["a"])), None);
    }

    #[test]
    fn outcomes_and_outputs_that_changed_are_shown() {
        let before = handled("completed", 100, &["a", "b"]);
        let now = handled("completed", 90, &["a", "c"]);
        let expected = [
            "event `1` of `/s`: completed, other outputs",
            "  - b",
            "  + c",
        ];
        assert_eq!(lines(&before, &now).unwrap(), expected);
        let failed = handled("crashed", 90, &[]);
        let expected = "event `1` of `/s`: was completed, is crashed";
        assert_eq!(lines(&before, &failed).unwrap()[0], expected);
        let fuel = fuel(&[before], &[now]);
        assert_eq!(fuel, "fuel of all events: 90, was 100 (-10.0%)");
    }
}
