//! The author's API, as far as it needs no host.

use std::fmt;
use std::time::Duration;

use guesthouse_sdk::http::{self, Request, Response};
use guesthouse_sdk::json::{self, json};
use guesthouse_sdk::state::{self, Store};
use guesthouse_sdk::{Event, Failure, FailureKind, Output, Result, config, log};
use serde::Deserialize;

fn with_data(data: &str) -> Event {
    Event {
        data: Some(data.into()),
        ..Event::new("1", "/here", "a")
    }
}

#[test]
fn an_event_without_data_is_rejected() {
    let event = Event::new("1", "/here", "a");
    let failure = Failure::rejected("missing-data", "the event has no data");
    assert_eq!(event.json(), Err(failure.clone()));
    assert_eq!(event.text(), Err(failure));
}

#[test]
fn an_event_with_invalid_data_is_rejected_with_the_offset() {
    let failure = with_data("{\"a\":1,}").json().unwrap_err();
    let message = "rejected (invalid-json): the event's data is not valid JSON: syntax at byte 7";
    assert_eq!(failure.to_string(), message);

    let event = Event {
        data: Some(vec![b'a', 0xff]),
        ..Event::new("1", "/here", "a")
    };
    assert_eq!(
        event.text().unwrap_err().code.as_deref(),
        Some("invalid-utf8")
    );
}

#[test]
fn an_event_is_read_into_a_type() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Push {
        id: u64,
        ratio: f64,
        size: Option<i128>,
        #[serde(flatten)]
        rest: json::Map,
    }
    let event = with_data(r#"{"id": 9007199254740993, "ratio": 1.50, "b": 2}"#);
    let push: Push = event.json_as().unwrap();
    assert_eq!(
        (push.id, push.ratio, push.size),
        (9_007_199_254_740_993, 1.5, None)
    );
    assert_eq!(json::write(&push.rest).unwrap(), r#"{"b":2}"#);

    let failure = with_data("{}").json_as::<Push>().unwrap_err();
    assert_eq!(failure.kind, FailureKind::Rejected);
    assert_eq!(failure.code.as_deref(), Some("unexpected-json"));
    assert!(failure.message.contains("missing field `id`"), "{failure}");
}

#[test]
fn outputs_say_what_their_data_is() {
    let output = Output::json("a", &json!({ "b": 1.0, "a": [] })).unwrap();
    assert_eq!(
        output.data_content_type.as_deref(),
        Some("application/json")
    );
    assert_eq!(output.data.as_deref(), Some(&br#"{"a":[],"b":1}"#[..]));

    let output = Output::text("a", "hi")
        .with_subject("s")
        .with_extension("x", "1");
    assert_eq!(
        output.data_content_type.as_deref(),
        Some("text/plain; charset=utf-8")
    );
    assert_eq!(
        (output.subject.as_deref(), output.extensions["x"].as_str()),
        (Some("s"), "1")
    );

    assert_eq!(Output::new("a").data, None);
    assert_eq!(Output::bytes("a", "image/png", vec![0]).data, Some(vec![0]));
}

#[test]
fn the_question_mark_keeps_kind_and_code() {
    fn store() -> Result<()> {
        Ok(Store::open("counts").map(|_| ())?)
    }
    fn request() -> Result<Response> {
        Ok(http::get("profiles", "/")?)
    }
    fn parse() -> Result<json::Value> {
        Ok(json::parse("[1,")?)
    }
    fn write() -> Result<Output> {
        Ok(Output::json("a", &f64::NAN)?)
    }
    fn plain() -> Result<u8> {
        Ok("256".parse::<u8>()?)
    }
    let shown = |failure: Failure| failure.to_string();
    assert_eq!(
        shown(store().unwrap_err()),
        "failed (state-not-granted): state: not-granted (store \"counts\")"
    );
    assert_eq!(
        shown(request().unwrap_err()),
        "failed (http-not-granted): http: not-granted (connection \"profiles\")"
    );
    assert_eq!(
        shown(parse().unwrap_err()),
        "failed (invalid-json): invalid JSON: syntax at byte 3"
    );
    assert_eq!(
        shown(write().unwrap_err()),
        "failed (invalid-json-value): cannot write the value as JSON: non-finite at $ (f64): \
         JSON has no NaN and no infinity: write null or text"
    );
    assert_eq!(
        shown(plain().unwrap_err()),
        "failed: number too large to fit in target type"
    );
}

#[test]
fn an_error_of_the_author_keeps_the_kind_of_its_cause() {
    #[derive(Debug)]
    struct Mine(state::Error);
    impl fmt::Display for Mine {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("cannot count")
        }
    }
    impl std::error::Error for Mine {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0)
        }
    }
    let failure = Failure::from(Mine(Store::open("counts").unwrap_err()));
    assert_eq!(
        failure.to_string(),
        "failed (state-not-granted): cannot count: state: not-granted (store \"counts\")"
    );
}

#[test]
fn failures_keep_their_parts() {
    let failure = Failure::unavailable("busy", "try later").retry_after(Duration::from_secs(2));
    assert_eq!(failure.kind, FailureKind::Unavailable);
    assert_eq!(failure.retry_after, Some(Duration::from_secs(2)));
    assert_eq!(Failure::failed("no", "no").kind, FailureKind::Failed);
}

#[test]
fn requests_are_built_in_one_line() {
    let request = Request::post("profiles", "/a?b")
        .json(&json!({ "b": 1, "a": 2 }))
        .unwrap();
    assert_eq!(
        request.headers,
        [("content-type".to_string(), "application/json".to_string())]
    );
    assert_eq!(request.body.as_deref(), Some(&br#"{"a":2,"b":1}"#[..]));
    let request = Request::get("profiles", "/")
        .header("accept", "*/*")
        .timeout(Duration::from_secs(1));
    assert_eq!(
        (request.method.as_str(), request.timeout),
        ("GET", Some(Duration::from_secs(1)))
    );
}

#[test]
fn responses_have_headers_text_and_json() {
    let response = Response {
        connection: "labels".to_string(),
        status: 200,
        headers: vec![("a".into(), "1".into()), ("a".into(), "2".into())],
        body: b"{\"x\":1} ".to_vec(),
    };
    assert_eq!(
        (response.header("a"), response.header("b")),
        (Some("1"), None)
    );
    assert_eq!(response.text().unwrap(), "{\"x\":1} ");
    assert_eq!(response.json().unwrap(), json!({ "x": 1 }));
    assert_eq!(
        response.json_as::<Vec<u8>>().unwrap_err().to_string(),
        "failed (unexpected-json): http: the response does not match the expected type: \
         invalid type: map, expected a sequence at $ (connection \"labels\")"
    );
    let broken = Response {
        body: vec![0xff],
        ..response
    };
    assert_eq!(
        broken.text().unwrap_err().code.as_deref(),
        Some("invalid-utf8")
    );
    assert_eq!(
        broken.json().unwrap_err().to_string(),
        "failed (invalid-json): http: the response is not valid JSON: invalid-utf8 at byte 0 \
         (connection \"labels\")"
    );
}

#[test]
fn without_a_host_settings_are_absent_and_log_lines_print() {
    let (name, count) = ("octo", 3);
    assert_eq!(config::get("greeting"), None);
    log::info!("{name} has {count}");
    log::warn!("{} has {}", name, count);
    log::error!("{name}", count = count, unit = "pushes",);
    log::debug("plain", &[("key", "value")]);
    log::trace!("{}", name == "octo");
}
