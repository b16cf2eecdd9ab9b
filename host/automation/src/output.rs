//! Checks and completes the outputs of a plugin. `wit/types.wit` documents the rules.

use crate::Event;
use crate::bindings;
use crate::classify::FailureReport;
use crate::event::{Media, STANDARD_MEMBERS, check_json, parse_time};
use crate::limits::Limits;
use crate::policy::Policy;
use data_encoding::BASE32_NOPAD;
use guesthouse_sandbox::clean;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};

/// The extension that counts how many plugins an event has gone through.
pub(crate) const HOPS: &str = "ghhops";
const MAX_EXTENSIONS: usize = 100;

/// Turns the outputs of `event` into events, in order.
pub(crate) fn complete(
    plugin: &str,
    policy: &Policy,
    event: &Event,
    outputs: Vec<bindings::Output>,
) -> Result<Vec<Event>, FailureReport> {
    let hops = hops(event).saturating_add(1);
    if !outputs.is_empty() && hops > policy.limits.hops {
        return Err(FailureReport::limit("hops", &policy.limits));
    }
    let builder = OutputBuilder {
        plugin,
        policy,
        event,
        hops,
    };
    let events = outputs
        .into_iter()
        .enumerate()
        .map(|(index, output)| builder.event(index, output))
        .collect::<Result<Vec<_>, _>>()?;
    check_ids(&events)?;
    Ok(events)
}

/// Refuses two outputs with one source and id: a receiver would take the second one for a repeat.
fn check_ids(events: &[Event]) -> Result<(), FailureReport> {
    let mut ids = HashSet::with_capacity(events.len());
    let repeated = events
        .iter()
        .position(|event| !ids.insert((&event.source, &event.id)));
    repeated.map_or(Ok(()), |index| {
        let message = format!("output {index}: an earlier output has the same source and id");
        Err(FailureReport::invalid_output("repeated-id", message))
    })
}

/// Returns how many plugins have handled the ancestors of an event.
fn hops(event: &Event) -> u64 {
    // A value that is not a number counts as too many hops.
    event
        .extensions
        .get(HOPS)
        .map_or(0, |hops| hops.parse().unwrap_or(u64::MAX))
}

/// Returns the bytes of the outputs in their written form, if they are within the limits.
pub(crate) fn check_amount(
    limits: &Limits,
    outputs: &[bindings::Output],
) -> Result<usize, FailureReport> {
    if outputs.len() as u64 > limits.outputs {
        let found = format!("it returned {}", outputs.len());
        return Err(FailureReport::limit("outputs", limits).found(&found));
    }
    let bytes: usize = outputs.iter().map(bytes_in_json).sum();
    if bytes as u64 > limits.output_bytes {
        let found = format!("its outputs have {bytes} bytes as JSON");
        return Err(FailureReport::limit("output-bytes", limits).found(&found));
    }
    Ok(bytes)
}

/// Returns the number of bytes of an output in JSON, without the additions of the host. The host keeps
/// the JSON, and a guest can make it six times as long as the output.
fn bytes_in_json(output: &bindings::Output) -> usize {
    let optional = [
        &output.id,
        &output.source,
        &output.subject,
        &output.time,
        &output.data_content_type,
        &output.data_schema,
    ];
    let texts = optional.into_iter().flatten().chain([&output.type_]);
    let extensions = output.extensions.iter().flat_map(|e| [&e.name, &e.value]);
    let data = output.data.as_deref().unwrap_or_default();
    let data_bytes = match Media::of(output.data_content_type.as_deref()) {
        Media::Json => data.len(),
        Media::Text => string_bytes_in_json(data),
        Media::Binary => data.len().div_ceil(3) * 4,
    };
    let text_bytes = texts
        .chain(extensions)
        .map(|text| string_bytes_in_json(text.as_bytes()));
    data_bytes + text_bytes.sum::<usize>()
}

/// Returns the number of bytes of a text in a JSON string.
fn string_bytes_in_json(text: &[u8]) -> usize {
    let one = |byte: &u8| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 8 | 12 => 2,
        0..=0x1f => 6,
        _ => 1,
    };
    text.iter().map(one).sum()
}

/// Cleans text of the guest for one line of a message.
fn quoted(text: &str) -> String {
    clean(text, 200, false)
}

/// The code and message of an invalid output.
type Invalid = (&'static str, String);

struct OutputBuilder<'a> {
    plugin: &'a str,
    policy: &'a Policy,
    event: &'a Event,
    hops: u64,
}

impl OutputBuilder<'_> {
    fn event(&self, index: usize, output: bindings::Output) -> Result<Event, FailureReport> {
        let invalid = |(code, message): Invalid| {
            FailureReport::invalid_output(code, format!("output {index}: {message}"))
        };
        self.check(&output).map_err(invalid)?;
        let mut extensions = extensions(output.extensions)
            .map_err(|message| invalid(("invalid-extension", message)))?;
        extensions.insert(HOPS.to_owned(), self.hops.to_string());
        let event = Event {
            id: output.id.unwrap_or_else(|| self.id(index)),
            source: output.source.unwrap_or_else(|| self.source()),
            type_: output.type_,
            subject: output.subject,
            time: output.time.or_else(|| self.event.time.clone()),
            data_content_type: output.data_content_type,
            data_schema: output.data_schema,
            extensions,
            data: output.data,
        };
        match event.too_long() {
            Some(wrong) => Err(invalid(("too-long", wrong))),
            None => Ok(event),
        }
    }

    fn check(&self, output: &bindings::Output) -> Result<(), Invalid> {
        if output.type_.is_empty() {
            return Err(("empty-type", "`type` is empty".to_owned()));
        }
        if output.id.as_deref() == Some("") {
            return Err(("empty-id", "`id` is empty".to_owned()));
        }
        if let Some(source) = &output.source
            && !self.may_emit(source)
        {
            let source = quoted(source);
            let message = format!("source `{source}` matches no `emits` pattern of the policy");
            return Err(("source-not-granted", message));
        }
        if output.source.as_deref() == Some("") {
            return Err(("empty-source", "`source` is empty".to_owned()));
        }
        if let Some(time) = &output.time
            && parse_time(time).is_none()
        {
            let time = quoted(time);
            let message = format!("time `{time}` is not an RFC 3339 time of the years 1 to 9999");
            return Err(("invalid-time", message));
        }
        if let Some(data) = &output.data
            && Media::of(output.data_content_type.as_deref()) == Media::Json
            && let Err(error) = check_json(data)
        {
            return Err(("invalid-json", format!("data is not valid JSON: {error}")));
        }
        Ok(())
    }

    fn may_emit(&self, source: &str) -> bool {
        let mut emits = self.policy.emits.iter();
        emits.any(|pattern| pattern.matches(source))
    }

    fn source(&self) -> String {
        self.policy
            .source
            .clone()
            .unwrap_or_else(|| format!("/plugins/{}", self.plugin))
    }

    /// Derives an id that a repeat of the event gets again, and that no other plugin, event or output
    /// can get.
    fn id(&self, index: usize) -> String {
        let mut hash = Sha256::new();
        for part in [
            &self.event.source,
            &self.event.id,
            self.plugin,
            &index.to_string(),
        ] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let mut id = BASE32_NOPAD.encode(&hash.finalize()).to_ascii_lowercase();
        id.truncate(26);
        id
    }
}

fn extensions(
    attributes: Vec<bindings::types::Attribute>,
) -> Result<BTreeMap<String, String>, String> {
    if attributes.len() > MAX_EXTENSIONS {
        return Err(format!(
            "the output has more than {MAX_EXTENSIONS} extensions"
        ));
    }
    let mut extensions = BTreeMap::new();
    for bindings::types::Attribute { name, value } in attributes {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let is_name = name.bytes().all(plain) && (1..=20).contains(&name.len());
        let shown = quoted(&name);
        if !is_name {
            return Err(format!(
                "invalid extension name `{shown}`: it must have 1 to 20 characters, only a-z and 0-9"
            ));
        }
        if STANDARD_MEMBERS.contains(&name.as_str()) {
            return Err(format!(
                "invalid extension name `{shown}`: it is the name of a standard attribute"
            ));
        }
        if name.starts_with("gh") {
            return Err(format!(
                "extension `{shown}` starts with `gh`, which is reserved for the host"
            ));
        }
        if extensions.insert(name, value).is_some() {
            return Err(format!("extension `{shown}` appears twice"));
        }
    }
    Ok(extensions)
}
