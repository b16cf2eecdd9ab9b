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
            "incomplete: invalid JSON: EOF while parsing a value at column 0",
        ),
        (
            "{",
            "incomplete: invalid JSON: EOF while parsing an object at column 1",
        ),
        (
            "{} {}",
            "not-json: invalid JSON: trailing characters at column 4",
        ),
        ("[]", "batch: the line is a JSON array, not one event"),
        ("1", "not-an-object: the line must be a JSON object"),
        (
            " [{",
            "incomplete: invalid JSON: EOF while parsing an object at column 3",
        ),
        (
            "[info] start",
            "not-json: invalid JSON: expected value at column 2",
        ),
        (
            "{}",
            "missing-specversion: attribute `specversion` is missing",
        ),
        (
            r#"{"specversion":"0.3"}"#,
            "unsupported-version: unsupported specversion `0.3`: expected `1.0`",
        ),
        (
            r#"{"specversion":1}"#,
            "invalid-attribute: attribute `specversion` must be a string, not an integer",
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
            "invalid-data: `data_base64` is cut off: it ends after character 1",
        ),
        (
            &with(r#","ghhops":"eight""#),
            "invalid-attribute: extension `ghhops` is the number of plugins before this one, and `eight` is not a whole number",
        ),
        (
            "{\"a\":1}\0{}",
            "not-json: invalid JSON: the line has a NUL byte at column 8",
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
            "invalid-attribute: extension `a` must be a string, a boolean or a 32-bit integer, not an object",
        ),
        (
            &with(r#","a":1.0"#),
            "invalid-attribute: extension `a` must be a string, a boolean or a 32-bit integer, not a number with a fraction or an exponent",
        ),
        (
            &with(r#","a":2147483648"#),
            "invalid-attribute: extension `a` must be a string, a boolean or a 32-bit integer, not a larger integer",
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
fn near_misses_get_a_hint() {
    let without = |name: &str, instead: &str| with("").replace(&format!("\"{name}\""), instead);
    for (line, hint) in [
        (
            without("specversion", "\"SpecVersion\""),
            "did you mean `specversion` in place of `SpecVersion`?",
        ),
        (
            without("specversion", "\"spec_version\""),
            "did you mean `specversion` in place of `spec_version`?",
        ),
        (
            without("id", "\"ID\""),
            "did you mean `id` in place of `ID`?",
        ),
        (
            without("type", "\"eventType\""),
            "did you mean `type` in place of `eventType`?",
        ),
        (
            without("source", "\"soruce\""),
            "did you mean `source` in place of `soruce`?",
        ),
        (
            with(r#","dataContentType":"text/plain""#),
            "did you mean `datacontenttype` in place of `dataContentType`?",
        ),
        (with(r#","traceId":"x""#), "write it as `traceid`"),
        (
            with(r#","ratio":0.5"#),
            "write it as a string: `\"ratio\":\"0.5\"`",
        ),
        (
            with(r#","time":1767322800"#),
            "write it as a string: `\"time\":\"1767322800\"`",
        ),
        (
            with(r#","data_base64":"aGVsbG8""#),
            "end it with `=`, so that its length is a multiple of 4",
        ),
        (
            with(r#","ghhops":"eight""#),
            "leave `ghhops` out, or send it as the host wrote it",
        ),
    ] {
        let error = Event::parse(line.as_bytes()).unwrap_err();
        assert_eq!(error.hint(), Some(hint), "{line}: {error}");
    }
    for line in [
        with(r#","subject":{}"#),
        without("id", "\"it\""),
        "x".to_owned(),
    ] {
        let error = Event::parse(line.as_bytes()).unwrap_err();
        assert_eq!(error.hint(), None, "{line}: {error}");
    }
}

#[test]
fn a_lenient_reader_drops_invalid_attributes_that_may_be_absent() {
    let rest = r#","$traceId":"x","partitionKey":"k","offset":9007199254740993,"ratio":0.5,
        "route":{"a":1},"lone":"\ud800","time":"yesterday","subject":7,"dataschema":[],
        "kept":"v","flag":true,"data":{"Any":0.5}"#;
    let line = with(rest);
    assert!(Event::parse(line.as_bytes()).is_err());
    let read = Event::parse_lenient(line.as_bytes()).unwrap();
    let dropped = "subject time dataschema $traceId lone offset partitionKey ratio route";
    assert_eq!(read.dropped.join(" "), dropped);
    assert_eq!(
        read.event,
        parse(r#","kept":"v","flag":true,"data":{"Any":0.5}"#)
    );
}

#[test]
fn a_lenient_reader_drops_nothing_that_an_event_needs() {
    let valid = Event::parse_lenient(with("").as_bytes()).unwrap();
    assert_eq!((valid.event, valid.dropped), (parse(""), Vec::new()));
    for line in [
        r#"{"specversion":"1.0","id":1,"source":"s","type":"t"}"#.to_owned(),
        with(r#","datacontenttype":1"#),
        with(r#","data_base64":"!""#),
        with(r#","ghhops":1.5"#),
        with(r#","ghhops":"-1""#),
        with(r#","a":1,"a":1"#),
    ] {
        let strict = Event::parse(line.as_bytes()).unwrap_err();
        let lenient = Event::parse_lenient(line.as_bytes()).unwrap_err();
        assert_eq!(lenient, strict);
    }
}

#[test]
fn base64_may_have_line_breaks() {
    for text in ["aGVsbG8gd29ybGQ=", "aGVs\\r\\nbG8gd29y\\nbGQ=\\n"] {
        let event = parse(&format!(r#","data_base64":"{text}""#));
        assert_eq!(event.data.as_deref(), Some(&b"hello world"[..]), "{text}");
    }
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
