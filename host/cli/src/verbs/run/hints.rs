//! Hints at lines that are not events. A command is offered only if it can read such input.

use guesthouse::EventError;
use serde::de::IgnoredAny;

pub(super) const EACH: &str =
    "correct or remove the line: each line must be one CloudEvents 1.0 event in JSON";
pub(super) const ONE_LINE: &str = "write each event on one line, for example with `jq -c .`";
pub(super) const SPLIT: &str =
    "write each event of the array on a line of its own with `jq -c '.[]'`";
const COMMA: &str =
    "remove the comma at the end of each line, for example with `sed 's/,[[:space:]]*$//'`";
const DROP: &str = "correct the sender of the event, or handle the event without the attribute with \
    --drop-invalid-attributes";
const WRAP: &str = "if the line is an event without `specversion`, add `\"specversion\":\"1.0\"`; if it is the \
    body of a webhook, make an event of it. Its id must be another one for each delivery: take the one that the \
    sender gives, such as the header `X-GitHub-Delivery`, or the name of the file and a number, for example with\n\
    jq -nc 'foreach inputs as $body (0; . + 1; {specversion: \"1.0\", id: \"\\(input_filename)-\\(.)\", source: \
    \"/webhook\", type: \"com.example.webhook\", data: $body})' FILE...";

/// Returns what to do about a line.
pub(super) fn of(error: &EventError, line: &[u8], can_be_reduced: bool) -> Vec<String> {
    let given = error.hint().map(str::to_owned);
    if can_be_reduced {
        return given.into_iter().chain([DROP.to_owned()]).collect();
    }
    vec![given.unwrap_or_else(|| by_code(error, line).to_owned())]
}

fn by_code(error: &EventError, line: &[u8]) -> &'static str {
    match error.code() {
        "batch" => SPLIT,
        "missing-specversion" => WRAP,
        "not-json" if are_objects(line) => ONE_LINE,
        "not-json" if has_comma(line) => COMMA,
        _ => EACH,
    }
}

/// Returns whether the line is one JSON object after another.
fn are_objects(line: &[u8]) -> bool {
    let mut values = serde_json::Deserializer::from_slice(line).into_iter::<IgnoredAny>();
    line.trim_ascii_start().starts_with(b"{") && values.all(|value| value.is_ok())
}

fn has_comma(line: &[u8]) -> bool {
    line.trim_ascii_end()
        .strip_suffix(b",")
        .is_some_and(are_objects)
}

#[cfg(test)]
mod tests {
    use super::*;
    use guesthouse::Event;

    #[test]
    fn a_command_is_offered_only_for_input_that_it_reads() {
        for (line, expected) in [
            ("{\"a\":1} {\"b\":2}", ONE_LINE),
            ("[{\"a\":1}]", SPLIT),
            ("{\"a\":1},", COMMA),
            ("{\"a\":1,}", EACH),
            ("{\"a\":1}}", EACH),
            ("{\"a\":1} x", EACH),
            ("[1,2,]", EACH),
            ("id,source,type", EACH),
            ("1,/s,t", EACH),
            ("1 2", EACH),
            ("\"1\",\"/s\"", EACH),
            ("{\"a\":1}", WRAP),
        ] {
            let error = Event::parse(line.as_bytes()).unwrap_err();
            assert_eq!(of(&error, line.as_bytes(), false), [expected], "{line}");
        }
        let line = b"{\"a\":1}\0{\"a\":2}";
        let error = Event::parse(line).unwrap_err();
        let shown = of(&error, line, false).concat();
        assert!(shown.contains(r"`tr '\0' '\n'`"), "{shown}");
    }
}
