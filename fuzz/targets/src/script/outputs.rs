//! The contract's rules for outputs, in a plain second implementation.

use super::TIME;
use super::code::Script;
use super::plan::Output;
use guesthouse::Event;

/// Puts outputs into the guest's memory as the result of `handle`, and returns the address.
pub(super) fn write(script: &mut Script, outputs: &[Output]) -> u32 {
    let text = |script: &mut Script, text: &Option<String>| {
        script.optional(text.as_ref().map(String::as_bytes))
    };
    let mut records = Vec::new();
    for output in outputs {
        records.extend(text(script, &output.id));
        records.extend(text(script, &output.source));
        records.extend(script.bytes(output.type_.as_bytes()));
        records.extend(text(script, &output.subject));
        records.extend(text(script, &output.time));
        records.extend(text(script, &output.media));
        records.extend(text(script, &output.schema));
        records.extend(script.attributes(&output.extensions));
        records.extend(script.optional(output.data.as_deref()));
    }
    let at = script.words(&records);
    script.words(&[0, at, outputs.len() as u32])
}

/// Whether the host may publish an output.
pub(super) fn is_valid(output: &Output, emits: Option<&str>) -> bool {
    let is_short = |text: &&String| (1..=Event::MAX_ID).contains(&text.len());
    let is_id = output.id.as_ref().is_none_or(|id| is_short(&id));
    let is_source = output
        .source
        .as_ref()
        .is_none_or(|source| is_short(&source) && may_emit(source, emits));
    let is_time = output
        .time
        .as_ref()
        .is_none_or(|time| time.starts_with("2026"));
    let is_data = |data: &Vec<u8>| {
        !is_json(output) || serde_json::from_slice::<serde_json::Value>(data).is_ok()
    };
    let names: Vec<&str> = output.extensions.iter().map(|(name, _)| &**name).collect();
    let are_names = names.iter().all(|name| ["a", "b1"].contains(name));
    let are_different = names.len() < 2 || names[0] != names[1];
    !output.type_.is_empty()
        && is_id
        && is_source
        && is_time
        && output.data.as_ref().is_none_or(is_data)
        && are_names
        && are_different
}

/// Panics if the published events are not the guest's outputs.
pub(super) fn check(outputs: &[Output], events: &[Event]) {
    assert_eq!(outputs.len(), events.len());
    for (output, event) in outputs.iter().zip(events) {
        match &output.id {
            Some(id) => assert_eq!(*id, event.id),
            None => assert_eq!(event.id.len(), 26),
        }
        let source = output.source.as_deref().unwrap_or("/plugins/script");
        assert_eq!(source, event.source);
        assert_eq!(output.type_, event.type_);
        assert_eq!(output.subject, event.subject);
        let time = output.time.as_deref().unwrap_or(TIME);
        assert_eq!(Some(time), event.time.as_deref());
        assert_eq!(output.media, event.data_content_type);
        assert_eq!(output.schema, event.data_schema);
        assert_eq!(output.extensions.len() + 1, event.extensions.len());
        for (name, value) in &output.extensions {
            assert_eq!(event.extensions.get(name), Some(value), "{name}");
        }
        assert_eq!(output.data, event.data);
    }
}

pub(super) fn may_emit(source: &str, emits: Option<&str>) -> bool {
    match emits {
        Some("*") => true,
        Some("/granted/*") => source.starts_with("/granted/"),
        _ => false,
    }
}

fn is_json(output: &Output) -> bool {
    output
        .media
        .as_ref()
        .is_none_or(|media| media.contains("json"))
}
