//! Text of guests and of event senders cannot move the operator's cursor, reverse the direction of
//! text or forge a line of the host.

use crate::support::{PROBE, SANDBOX, event};
use guesthouse::{Event, Host, LoadError, LogEntry, Outcome, Policy};
use std::sync::{Arc, Mutex};

/// Spaces and line ends are escaped, because the probe splits its commands there.
const EVIL: &str = "\x1b]0;owned\x07\x1b[2J\u{9b}31m\u{8}\u{7f}\u{85}\u{2028}\u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}\\r\
                    \\n{\"level\":\"fatal\"}\\nerror[host-bug]:\\sforged\\n-->\\sforged\\np\\shost\\s\\sforged";

/// Every text that the operator gets, each with its kind.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<(String, String)>>>);

impl Told {
    fn add(&self, what: impl Into<String>, text: impl Into<String>) {
        self.0.lock().unwrap().push((what.into(), text.into()));
    }

    fn sink(&self) -> impl Fn(&LogEntry<'_>) + Send + Sync + 'static {
        let told = self.clone();
        move |entry| {
            let line = entry.line;
            told.add("log message", &line.message);
            for (name, value) in &line.fields {
                told.add("log field, one line", name);
                told.add("log field, one line", value);
            }
            told.add("log json", serde_json::to_string(line).unwrap());
            told.add("log debug", format!("{entry:?}"));
        }
    }

    fn outcome(&self, outcome: &Outcome) {
        self.add("outcome json, one line", outcome.to_json());
        self.add("outcome debug", format!("{outcome:?}"));
        if let Outcome::Failed(failure) = outcome {
            self.add("failure message", &failure.message);
            self.add("failure trace", failure.trace.clone().unwrap_or_default());
            self.add(
                "failure code, one line",
                failure.code.clone().unwrap_or_default(),
            );
            self.add("failure, host's lines", failure.to_string());
        }
    }
}

fn is_harmful(ch: char) -> bool {
    ch.is_control() && !matches!(ch, '\n' | '\t')
        || matches!(ch, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}')
}

#[tokio::test]
async fn control_characters_are_escaped_on_every_path() {
    let told = Told::default();
    let host = Host::builder()
        .sandbox(SANDBOX.clone())
        .log(told.sink())
        .build()
        .unwrap();
    let policy = Policy::default().grant_store("s");
    let plugin = host.load("p", PROBE.as_slice(), policy).await.unwrap();
    for path in [
        "log E",
        "log a E b",
        "log a b E",
        "print E",
        "eprint E",
        "fail failed E",
        "fail crashed E E E",
        "fail unavailable E E E",
        "panic E",
        "open E",
        "open s\nget s E",
        "open s\nset s E E",
        "open s\nkeys s E E 9",
        "send E GET /a",
        "send c E /a",
        "send c GET E",
        "send c GET /a E=E",
        "config E",
        "out type= id=E",
        "out source=E",
        "out time=E",
        "out E=1",
        "out a=E a=E",
        "out data=E",
        "out media=E data=E",
        "no-such-command-E",
    ] {
        let script = path.replace('E', EVIL);
        let id = EVIL
            .replace("\\n", "\n")
            .replace("\\r", "\r")
            .replace("\\s", " ");
        let mut cause = event(&id, &script);
        cause.source = id.clone();
        cause.subject = Some(id);
        told.outcome(&plugin.handle(cause).await);
    }
    let told = told.0.lock().unwrap();
    assert!(told.len() > 100, "only {} texts", told.len());
    for (what, text) in told.iter() {
        let found = text.chars().find(|ch| is_harmful(*ch));
        assert_eq!(found, None, "{what}: {text}");
        assert!(
            !what.ends_with("one line") || !text.contains('\n'),
            "{what}: {text}"
        );
        let mut lines = text.lines().skip(1);
        let is_forged = lines.any(|line| {
            !line.starts_with(' ') && line.contains("forged") && !line.starts_with("--> plugin")
        });
        assert!(
            !what.ends_with("host's lines") || !is_forged,
            "{what}: {text}"
        );
    }
}

#[tokio::test]
async fn control_characters_in_names_are_escaped() {
    const NAME: &[u8] = b"a_function_whose_name_in_the_binary_the_tests_replace_by_an_evil_one";
    let mut evil = "\x1b[2J\u{202e}\n-->".as_bytes().to_vec();
    evil.resize(NAME.len(), b'x');
    let mut component = PROBE.clone();
    let places: Vec<_> = (0..component.len() - NAME.len())
        .filter(|at| component[*at..].starts_with(NAME))
        .collect();
    assert!(!places.is_empty());
    for at in places {
        component[at..at + NAME.len()].copy_from_slice(&evil);
    }
    let host = crate::support::host();
    let plugin = host.load("p", component, Policy::default()).await.unwrap();
    let Outcome::Failed(failure) = plugin.handle(event("1", "trap")).await else {
        panic!()
    };
    let shown = failure.to_string();
    assert!(shown.contains("\\u{1b}[2J\\u{202e}\\u{a}-->xxx"), "{shown}");
    assert_eq!(shown.chars().find(|ch| is_harmful(*ch)), None, "{shown}");

    let import =
        wat::parse_str("(component (import \"url=<\\1b[2J\\u{202e}>\" (instance)))").unwrap();
    let refused = host
        .load("p", import, Policy::default())
        .await
        .err()
        .unwrap();
    let LoadError::Refused(refused) = refused else {
        panic!("{refused}")
    };
    let shown = refused.to_string();
    assert_eq!(shown.chars().find(|ch| is_harmful(*ch)), None, "{shown}");
}

#[test]
fn errors_about_invalid_lines_have_one_line() {
    let evil = EVIL.replace("\\n", "\n").replace("\\r", "\r");
    for line in [
        serde_json::json!({ &evil: 1 }),
        serde_json::json!({ "specversion": evil }),
        serde_json::json!({ "specversion": "1.0", "id": "1", "source": "s", "type": "t", &evil: {} }),
        serde_json::json!({ "specversion": "1.0", "id": "1", "source": "s", "type": "t", "time": evil }),
    ] {
        let line = line.to_string();
        let error = Event::parse(line.as_bytes()).unwrap_err();
        let shown = error.to_string();
        assert!(
            !shown.contains('\n') && !shown.contains(is_harmful),
            "{shown}"
        );
    }
}
