//! Streams of events as other programs write them.

use crate::streams::{ids, issue, run};
use crate::workdir::new_workdir;

/// Returns an event with more attributes.
fn with(id: &str, attributes: &str) -> String {
    issue(id, id).replacen('{', &format!("{{{attributes},"), 1)
}

#[test]
fn byte_order_marks_and_windows_line_ends_are_read() {
    let input = format!(
        "\u{feff}{}\r\n\r\n\u{feff}{}\r\n",
        issue("1", "a"),
        issue("2", "b")
    );
    let Some(ran) = run(&new_workdir(), &[], &input) else {
        return;
    };
    assert_eq!(ids(&ran.exited(0)), ["a", "b"]);
}

#[test]
fn json_that_is_not_in_lines_is_one_error_with_the_command_that_helps() {
    let value: serde_json::Value = serde_json::from_str(&issue("x", "x")).unwrap();
    let pretty = serde_json::to_string_pretty(&value).unwrap();
    let array = format!("[\n{},\n{}\n]", issue("x", "x"), issue("y", "y"));
    let batch = format!("[{},{}]", issue("x", "x"), issue("y", "y"));
    let two = format!("{} {}", issue("x", "x"), issue("y", "y"));
    let commas = pretty.replacen("\n}", ",\n}", 1);
    let cut = pretty.trim_end_matches(['}', '\n', ' ']).to_owned();
    for (input, hint) in [
        (&cut, "hint: correct or remove the line: "),
        (
            &commas,
            "hint: correct the JSON first; then write each event on one line",
        ),
        (&pretty, "`jq -c .`"),
        (&array, "`jq -c '.[]'`"),
        (&batch, "`jq -c '.[]'`"),
        (&two, "`jq -c .`"),
    ] {
        let input = format!("{}\n{input}\n{}\n", issue("1", "a"), issue("2", "b"));
        let Some(ran) = run(&new_workdir(), &[], &input) else {
            return;
        };
        let ran = ran.exited(1);
        assert_eq!(ids(&ran), ["a", "b"], "{input}");
        let errors = ran.stderr.matches("error[").count();
        assert_eq!(errors, 1, "{input}\n{}", ran.stderr);
        assert!(ran.stderr.contains(hint), "{input}\n{}", ran.stderr);
        assert!(ran.stderr.contains("line 2"), "{}", ran.stderr);
    }
}

#[test]
fn an_input_in_another_encoding_is_one_error() {
    let events = format!("\u{feff}{}\n{}\n", issue("1", "a"), issue("2", "b"));
    let bytes: Vec<u8> = events.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let workdir = new_workdir();
    let Some(plugin) = crate::streams::welcome() else {
        return;
    };
    let command = crate::plugins::run(&workdir, &plugin);
    let ran = guesthouse_testing::Ran::wait(command, &bytes).exited(1);
    assert_eq!(ran.stderr.matches("error[").count(), 1, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("iconv -f UTF-16 -t UTF-8"),
        "{}",
        ran.stderr
    );
}

/// Attributes as Dapr, Kafka Connect, Event Hubs and audit logs write them.
const ODD: [&str; 6] = [
    r#""$traceId":"x""#,
    r#""partitionKey":"k""#,
    r#""correlation_id":"c""#,
    r#""offset":9007199254740993"#,
    r#""ratio":0.5"#,
    r#""route":{"a":1}"#,
];

#[test]
fn invalid_attributes_are_dropped_on_request_with_a_warning() {
    let lines = ODD.map(|attribute| with("1", attribute) + "\n");
    let all = with("all", &ODD.join(",")) + "\n";
    let input = lines.concat() + &all + &all;
    let workdir = new_workdir();
    let Some(ran) = run(&workdir, &[], &input) else {
        return;
    };
    let ran = ran.exited(1);
    assert_eq!(ran.stdout, "");
    assert_eq!(
        ran.stderr.matches("--drop-invalid-attributes").count(),
        6,
        "{}",
        ran.stderr
    );
    let ran = run(&workdir, &["--drop-invalid-attributes"], &input).unwrap();
    let ran = ran.exited(0);
    assert_eq!(ids(&ran).len(), 8);
    let shown = "warning[dropped-attributes]: dropped invalid attributes: `$traceId`, \
        `correlation_id`, `offset`, `partitionKey`, `ratio`, `route`\n  --> standard input, line 7, \
        event `all` of `/s`\n";
    assert!(ran.stderr.contains(shown), "{}", ran.stderr);
    assert!(
        ran.stderr
            .contains("warning[dropped-attributes]: the same for 1 more: "),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_body_of_a_webhook_gets_a_hint() {
    let body = r#"{"action":"opened","issue":{"number":1}}"#;
    let Some(ran) = run(&new_workdir(), &[], body) else {
        return;
    };
    let ran = ran.exited(1);
    let hint = r#"{specversion: "1.0", id: "\(input_filename)-\(.)", source: "#;
    assert!(ran.stderr.contains(hint), "{}", ran.stderr);
    // An attribute that an event needs cannot be dropped.
    let number = with("1", r#""a":"b""#).replace(r#""id":"1""#, r#""id":1"#);
    let ran = run(&new_workdir(), &["--drop-invalid-attributes"], &number).unwrap();
    let ran = ran.exited(1);
    assert!(
        !ran.stderr.contains("handle the event without"),
        "{}",
        ran.stderr
    );
}
