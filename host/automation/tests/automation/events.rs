//! Reading and writing CloudEvents JSON lines.

use guesthouse::Event;

fn with(rest: &str) -> String {
    format!(r#"{{"specversion":"1.0","id":"1","source":"s","type":"t"{rest}}}"#)
}

fn parse(rest: &str) -> Event {
    Event::parse(with(rest).as_bytes()).unwrap()
}

#[test]
fn errors_about_invalid_lines_name_the_problem() {
    let long = format!("\"{}\"", "x".repeat(Event::MAX_LINE));
    for (line, expected) in [
        (
            "",
            "not-json: invalid JSON: EOF while parsing a value at column 0",
        ),
        (
            "{",
            "not-json: invalid JSON: EOF while parsing an object at column 1",
        ),
        (
            "{} {}",
            "not-json: invalid JSON: trailing characters at column 4",
        ),
        ("[]", "not-an-object: the line must be a JSON object"),
        (
            "{}",
            "missing-attribute: attribute `specversion` is missing",
        ),
        (
            r#"{"specversion":"0.3"}"#,
            "unsupported-version: unsupported specversion `0.3`: expected `1.0`",
        ),
        (
            r#"{"specversion":1}"#,
            "invalid-attribute: attribute `specversion` must be a string, not a number",
        ),
        (
            r#"{"specversion":"1.0"}"#,
            "missing-attribute: attribute `id` is missing",
        ),
        (
            r#"{"specversion":"1.0","id":null}"#,
            "missing-attribute: attribute `id` is missing",
        ),
        (
            r#"{"specversion":"1.0","id":""}"#,
            "missing-attribute: attribute `id` is empty",
        ),
        (
            r#"{"specversion":"1.0","id":"1","source":"s","type":["t"]}"#,
            "invalid-attribute: attribute `type` must be a string, not an array",
        ),
        (
            &with(&format!(
                r#","time":"2026-01-02T03:04:05.{}Z""#,
                "1".repeat(64)
            )),
            "too-large: attribute `time` has more than 64 bytes",
        ),
        (
            &format!(
                r#"{{"specversion":"1.0","id":"{}","source":"s","type":"t"}}"#,
                "x".repeat(4097)
            ),
            "too-large: attribute `id` has more than 4096 bytes",
        ),
        (
            r#"{"id":"1","\u0069d":"2"}"#,
            "duplicate-attribute: attribute `id` appears twice",
        ),
        (
            &with(r#","id":"2""#),
            "duplicate-attribute: attribute `id` appears twice",
        ),
        (
            &with(r#","data":1,"data":2"#),
            "duplicate-attribute: attribute `data` appears twice",
        ),
        (
            &with(r#","data":1,"data_base64":"""#),
            "invalid-data: the event has both `data` and `data_base64`",
        ),
        (
            &with(r#","data_base64":"a""#),
            "invalid-data: `data_base64` is not valid base64: invalid length at 0",
        ),
        (
            &with(r#","datacontenttype":"text/plain","data":"\ud800""#),
            "invalid-attribute: attribute `data`: unexpected end of hex escape",
        ),
        (
            &with(r#","subject":"\udc00""#),
            "invalid-attribute: attribute `subject`: lone leading surrogate in hex escape",
        ),
        (
            &with(r#","time":"yesterday""#),
            "invalid-attribute: attribute `time` is not an RFC 3339 time of the years 1 to 9999, such as `2026-01-02T03:04:05Z`",
        ),
        (
            &with(r#","Trace":"x""#),
            "invalid-attribute: invalid attribute name `Trace`: only a-z and 0-9 are allowed",
        ),
        (
            &with(r#","a":{}"#),
            "invalid-attribute: extension `a` must be a string, boolean or integer, not an object",
        ),
        (
            &with(r#","a":1.0"#),
            "invalid-attribute: extension `a` is not a 32-bit integer",
        ),
        (
            &with(r#","a":2147483648"#),
            "invalid-attribute: extension `a` is not a 32-bit integer",
        ),
        (
            &with(&(0..125).map(|n| format!(",\"a{n}\":1")).collect::<String>()),
            "too-large: the event has more than 128 attributes",
        ),
        (
            &long,
            "too-large: the line has 16777218 bytes, more than the limit of 16777216",
        ),
    ] {
        let error = Event::parse(line.as_bytes()).unwrap_err();
        assert_eq!(format!("{}: {error}", error.code()), expected);
    }
    assert_eq!(
        Event::parse(b"{\"a\":\"\xff\"}").unwrap_err().to_string(),
        "the line is not valid UTF-8 at column 7"
    );
}

#[test]
fn data_is_the_source_text() {
    for text in [
        "{ \"b\" : 1.50,\t\"b\":2 }",
        "null",
        "\"\\ud800\"",
        "1e400",
        "[9007199254740993]",
        "\"x\"",
    ] {
        assert_eq!(
            parse(&format!(", \"data\" :  {text} ")).data.as_deref(),
            Some(text.as_bytes())
        );
    }
    assert_eq!(parse("").data, None);
    assert_eq!(parse(r#","data_base64":null"#).data, None);
    assert_eq!(
        parse(r#","data_base64":"aGk=""#).data.as_deref(),
        Some(&b"hi"[..])
    );
    assert_eq!(
        parse(r#","datacontenttype":"text/plain","data":"a\né""#)
            .data
            .as_deref(),
        Some("a\né".as_bytes())
    );
    assert_eq!(
        parse(r#","datacontenttype":"application/x","data":{"a": 1}"#)
            .data
            .as_deref(),
        Some(&b"{\"a\": 1}"[..])
    );
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    assert_eq!(
        parse(&format!(",\"data\":{deep}")).data.as_deref(),
        Some(deep.as_bytes())
    );
}

#[test]
fn lines_are_written_in_one_order() {
    let event = parse(
        r#","data":{"b" : 1, "a":"x  y"},"zone":"z","subject":null,"n":-7,"flag":false,
        "dataschema":"d","time":"2026-01-02T03:04:05Z","datacontenttype":"application/json""#,
    );
    assert_eq!(
        event.to_json(),
        r#"{"specversion":"1.0","id":"1","source":"s","type":"t","time":"2026-01-02T03:04:05Z","#
            .to_owned()
            + r#""datacontenttype":"application/json","dataschema":"d","flag":"false","n":"-7","zone":"z","#
            + r#""data":{"b":1,"a":"x  y"}}"#
    );
    for (media, data, written) in [
        ("text/plain", &b"a\n\"\xc3\xa9"[..], r#""data":"a\n\"é"}"#),
        ("text/plain", b"\xff", r#""data_base64":"/w=="}"#),
        (
            "text/plain; charset=latin1",
            b"a",
            r#""data_base64":"YQ=="}"#,
        ),
        ("image/png", b"a", r#""data_base64":"YQ=="}"#),
        ("application/json", b"{", r#""data_base64":"ew=="}"#),
        ("application/json", b" [ ] ", r#""data":[]}"#),
    ] {
        let event = Event {
            data_content_type: Some(media.to_owned()),
            data: Some(data.to_vec()),
            ..parse("")
        };
        assert!(event.to_json().ends_with(written), "{}", event.to_json());
    }
}
