//! Completes and checks what a plugin returned. The rules are those of `wit/types.wit`.

use crate::Event;
use crate::bindings;
use crate::event::{Media, compact};
use crate::policy::Policy;
use data_encoding::BASE32_NOPAD;
use guesthouse_sandbox::{Limit, Limits};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The extension that counts how many plugins an event has gone through.
pub(crate) const HOPS: &str = "ghhops";
const CONTEXT_ATTRIBUTES: [&str; 9] = [
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "datacontenttype",
    "dataschema",
    "data",
];

/// Why outputs are not published.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    Invalid { code: &'static str, message: String },
    Limit(Limit),
    Hops(u32),
}

/// Turns the outputs of handling `event` into events, in order.
pub(crate) fn complete(
    plugin: &str,
    policy: &Policy,
    event: &Event,
    outputs: Vec<bindings::Output>,
) -> Result<Vec<Event>, Refused> {
    check_amount(&policy.limits, &outputs)?;
    let hops = hops(event) + 1;
    if !outputs.is_empty() && hops > policy.max_hops {
        return Err(Refused::Hops(policy.max_hops));
    }
    let completer = Completer {
        plugin,
        policy,
        event,
        hops,
    };
    outputs
        .into_iter()
        .enumerate()
        .map(|(index, output)| completer.event(index, output))
        .collect()
}

/// Returns how many plugins have handled the ancestors of an event.
fn hops(event: &Event) -> u32 {
    // Whoever sends nonsense here has had all hops.
    event
        .extensions
        .get(HOPS)
        .map_or(0, |hops| hops.parse().unwrap_or(u32::MAX - 1))
}

fn check_amount(limits: &Limits, outputs: &[bindings::Output]) -> Result<(), Refused> {
    if outputs.len() as u64 > limits.outputs {
        return Err(Refused::Limit(Limit::Outputs));
    }
    let bytes: usize = outputs.iter().map(size).sum();
    if bytes as u64 > limits.output_bytes {
        return Err(Refused::Limit(Limit::OutputBytes));
    }
    Ok(())
}

fn size(output: &bindings::Output) -> usize {
    let texts = [
        &output.id,
        &output.source,
        &output.subject,
        &output.time,
        &output.data_content_type,
        &output.data_schema,
    ];
    let texts = texts
        .iter()
        .map(|text| text.as_ref().map_or(0, String::len))
        .sum::<usize>();
    let extensions = output
        .extensions
        .iter()
        .map(|e| e.name.len() + e.value.len())
        .sum::<usize>();
    texts + extensions + output.type_.len() + output.data.as_ref().map_or(0, Vec::len)
}

struct Completer<'a> {
    plugin: &'a str,
    policy: &'a Policy,
    event: &'a Event,
    hops: u32,
}

impl Completer<'_> {
    fn event(&self, index: usize, output: bindings::Output) -> Result<Event, Refused> {
        let invalid = |code, message: String| {
            Err(Refused::Invalid {
                code,
                message: format!("output {index}: {message}"),
            })
        };
        if output.type_.is_empty() {
            return invalid("empty-type", "`type` is empty".to_owned());
        }
        if output.id.as_deref() == Some("") {
            return invalid("empty-id", "`id` is empty".to_owned());
        }
        if let Some(source) = &output.source
            && !self
                .policy
                .emits
                .iter()
                .any(|pattern| pattern.matches(source))
        {
            let message = format!("source `{source}` matches no `emits` pattern of the policy");
            return invalid("source-not-granted", message);
        }
        if let Some(time) = &output.time
            && OffsetDateTime::parse(time, &Rfc3339).is_err()
        {
            return invalid("invalid-time", format!("time `{time}` is not RFC 3339"));
        }
        if let Some(data) = &output.data
            && Media::of(output.data_content_type.as_deref()) == Media::Json
            && let Err(error) = compact(data)
        {
            return invalid("invalid-json", format!("data is no JSON text: {error}"));
        }
        let mut extensions = match extensions(output.extensions) {
            Ok(extensions) => extensions,
            Err(message) => return invalid("invalid-extension", message),
        };
        extensions.insert(HOPS.to_owned(), self.hops.to_string());
        Ok(Event {
            id: output.id.unwrap_or_else(|| self.id(index)),
            source: output.source.unwrap_or_else(|| self.source()),
            type_: output.type_,
            subject: output.subject,
            time: output.time.or_else(|| self.event.time.clone()),
            data_content_type: output.data_content_type,
            data_schema: output.data_schema,
            extensions,
            data: output.data,
        })
    }

    fn source(&self) -> String {
        self.policy
            .source
            .clone()
            .unwrap_or_else(|| format!("/plugins/{}", self.plugin))
    }

    /// Derives an id that a repeat gives again and that nobody else can be given.
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
    let mut extensions = BTreeMap::new();
    for bindings::types::Attribute { name, value } in attributes {
        let plain = name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if !plain || !(1..=20).contains(&name.len()) {
            return Err(format!(
                "extension name `{name}` is not 1 to 20 characters of a-z and 0-9"
            ));
        }
        if CONTEXT_ATTRIBUTES.contains(&name.as_str()) {
            return Err(format!(
                "`{name}` is an attribute of every event, not an extension"
            ));
        }
        if name.starts_with("gh") {
            return Err(format!(
                "extension `{name}` starts with `gh`, which is reserved for the host"
            ));
        }
        if extensions.insert(name.clone(), value).is_some() {
            return Err(format!("extension `{name}` appears twice"));
        }
    }
    Ok(extensions)
}
