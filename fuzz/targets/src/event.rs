//! CloudEvents in JSON: every line is an event or an error, and a written event reads back as the same
//! event.

use crate::bytes::Bytes;
use crate::printable::assert_printable;
use guesthouse::Event;

const CODES: [&str; 12] = [
    "too-large",
    "batch",
    "incomplete",
    "missing-specversion",
    "not-utf8",
    "not-an-object",
    "not-json",
    "duplicate-attribute",
    "unsupported-version",
    "missing-attribute",
    "invalid-attribute",
    "invalid-data",
];

/// Reads the input as a line, and as the parts of an event.
pub fn run(data: &[u8]) {
    match Event::parse(data) {
        Ok(event) => {
            reads_back(&event);
            let lenient = Event::parse_lenient(data).expect("an event for the lenient reader");
            assert_eq!((&lenient.event, lenient.dropped.len()), (&event, 0));
        }
        Err(error) => {
            assert!(CODES.contains(&error.code()), "{error:?}");
            assert_printable("an error", &error.to_string(), false);
            assert!(error.to_string().len() <= 1_000, "a long error");
        }
    }
    reads_back(&made(&mut Bytes::new(data)));
}

fn reads_back(event: &Event) {
    assert!(
        ![&event.id, &event.source, &event.type_]
            .iter()
            .any(|text| text.is_empty())
    );
    let line = event.to_json();
    assert!(
        !line.contains(['\n', '\r']),
        "an event on two lines: {line:?}"
    );
    let again = Event::parse(line.as_bytes());
    if [&event.id, &event.source]
        .iter()
        .any(|text| text.len() > Event::MAX_ID)
    {
        assert_eq!(again.unwrap_err().code(), "too-large");
        return;
    }
    let again = again.unwrap_or_else(|error| panic!("{error} in a written event: {line}"));
    assert_eq!(again.to_json(), line, "written differently the second time");
    let without_data = |event: &Event| Event {
        data: None,
        ..event.clone()
    };
    assert_eq!(without_data(&again), without_data(event));
    if again.data != event.data {
        // Only the white space between tokens of JSON data may change.
        let (before, after) = (
            event.data.as_deref().unwrap(),
            again.data.as_deref().unwrap(),
        );
        let valid = |data| serde_json::from_slice::<serde::de::IgnoredAny>(data).is_ok();
        assert!(valid(before) && valid(after), "{before:?} became {after:?}");
        assert_eq!(unspaced(before), unspaced(after));
    }
}

fn unspaced(data: &[u8]) -> Vec<u8> {
    let kept = data.iter().filter(|byte| !b" \t\r\n".contains(byte));
    kept.copied().collect()
}

fn made(bytes: &mut Bytes) -> Event {
    let full = |bytes: &mut Bytes| match bytes.text() {
        text if text.is_empty() => "x".to_owned(),
        text => text,
    };
    let media = [
        "application/json",
        "text/json; charset=utf-8",
        "text/plain",
        "text/plain; charset=latin1",
        "application/octet-stream",
        "image/svg+xml",
        "",
    ];
    let times = [
        "2026-01-02T03:04:05Z",
        "0001-01-01T23:59:00+23:59",
        "9999-12-31T23:59:59.999999999Z",
    ];
    Event {
        id: full(bytes),
        source: full(bytes),
        type_: full(bytes),
        subject: bytes.optional(Bytes::text),
        time: bytes.optional(|bytes| bytes.pick(&times).to_owned()),
        data_content_type: bytes.optional(|bytes| match bytes.below(media.len() + 1) {
            n if n < media.len() => media[n].to_owned(),
            _ => bytes.text(),
        }),
        data_schema: bytes.optional(Bytes::text),
        extensions: (0..bytes.below(3)).map(|_| extension(bytes)).collect(),
        data: bytes.optional(|bytes| bytes.rest().to_vec()),
    }
}

fn extension(bytes: &mut Bytes) -> (String, String) {
    let name = bytes.pick(&["a", "ghhops", "z9", "traceparent", "0"]);
    // The reader refuses any other text for the number of hops.
    let text = match name {
        "ghhops" => bytes.below(1_000).to_string(),
        _ => bytes.text(),
    };
    (name.to_owned(), text)
}
