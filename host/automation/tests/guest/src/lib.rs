//! A guest that runs the commands in the event's data, one per line, and returns their results as
//! lines of text in one output. `out` and `fail` replace that output.

wit_bindgen::generate!({ path: "../../../../wit", world: "plugin" });

use exports::guesthouse::automation::handler::{Event, Failure, Guest, Output};
use guesthouse::automation::types::{Attribute, FailureKind};
use guesthouse::automation::{config, http, log, state};
use std::collections::BTreeMap;
use std::fmt::Debug;

struct Probe;
export!(Probe);

#[derive(Default)]
struct Script {
    stores: BTreeMap<String, state::Store>,
    lines: Vec<String>,
    outputs: Option<Vec<Output>>,
}

impl Guest for Probe {
    fn handle(event: Event) -> Result<Vec<Output>, Failure> {
        let text = String::from_utf8(event.data.clone().unwrap_or_default()).unwrap();
        let mut script = Script::default();
        for line in text.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            script.run(&event, &words)?;
        }
        let answer = Output {
            data: Some(script.lines.join("\n").into_bytes()),
            data_content_type: Some("text/plain".to_owned()),
            ..output("answer")
        };
        Ok(script.outputs.unwrap_or_else(|| vec![answer]))
    }
}

impl Script {
    fn run(&mut self, event: &Event, words: &[&str]) -> Result<(), Failure> {
        match *words {
            ["open", name] => match state::Store::open(name) {
                Ok(store) => drop(self.stores.insert(name.to_owned(), store)),
                Err(error) => self.lines.push(format!("{error:?}")),
            },
            ["get", store, key] => {
                let value = self.stores[store].get(key);
                self.say(value.map(|value| value.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())));
            }
            ["set", store, key, value] => self.say(self.stores[store].set(key, value.as_bytes())),
            ["fill", store, key, bytes] => {
                self.say(self.stores[store].set(key, &vec![b'x'; bytes.parse().unwrap()]));
            }
            ["delete", store, key] => self.say(self.stores[store].delete(key)),
            ["keys", store, prefix, after, limit] => {
                let after = (after != "-").then_some(after);
                let prefix = if prefix == "-" { "" } else { prefix };
                self.say(self.stores[store].keys(prefix, after, limit.parse().unwrap()));
            }
            ["config", name] => self.say(config::get(name)),
            ["send", connection, method, path, ref rest @ ..] => {
                self.send(connection, method, path, rest);
            }
            ["post", connection, path, bytes] => {
                let body = vec![b'x'; bytes.parse().unwrap()];
                let answer = http::send(&request(connection, "POST", path, Vec::new(), Some(body)));
                self.say(answer.map(|answer| answer.status));
            }
            ["fills", store, count, bytes] => {
                let value = vec![b'x'; bytes.parse().unwrap()];
                let count: u32 = count.parse().unwrap();
                let done: Vec<_> = (0..count).map(|n| self.stores[store].set(&format!("k{n:06}"), &value)).collect();
                self.say(done.into_iter().find(Result::is_err).unwrap_or(Ok(())));
            }
            ["log", text, name, value] => {
                log::write(log::Level::Info, &unescaped(text), &[attribute(&unescaped(name), &unescaped(value))]);
            }
            ["fields", count] => {
                let fields = vec![attribute("", ""); count.parse().unwrap()];
                log::write(log::Level::Info, "fields", &fields);
            }
            ["log", text] => log::write(log::Level::Info, &unescaped(text), &[]),
            ["eprint", text] => eprintln!("{}", unescaped(text)),
            ["print", text] => println!("{}", unescaped(text)),
            ["event"] => self.lines.push(format!("{event:?}")),
            ["out", ref fields @ ..] => {
                self.outputs.get_or_insert_default().push(fields.iter().fold(output("out"), set_field));
            }
            ["flood", count, bytes] => {
                let data = vec![b'1'; bytes.parse().unwrap()];
                let one = Output { data: Some(data), ..output("out") };
                self.outputs = Some(vec![one; count.parse().unwrap()]);
            }
            ["none"] => self.outputs = Some(Vec::new()),
            ["fail", kind, code, message, trace] => {
                let [message, trace] = [message, trace].map(unescaped);
                return Err(Failure { message, trace: Some(trace), ..failure(kind, code) });
            }
            ["fail", kind, code] => return Err(failure(kind, code)),
            ["trap"] => a_function_whose_name_in_the_binary_the_tests_replace_by_an_evil_one(),
            ["environment"] => {
                let variables: Vec<_> = std::env::vars().chain(std::env::args().map(|arg| (arg, String::new()))).collect();
                self.lines.push(format!("{variables:?}"));
            }
            ["read", path] => self.say(std::fs::read_to_string(path).map_err(|error| error.kind())),
            ["grow", bytes] => {
                let grown = vec![1u8; bytes.parse().unwrap()];
                self.lines.push(grown.iter().map(|byte| u64::from(*byte)).sum::<u64>().to_string());
            }
            ["try-grow", bytes] => {
                let mut grown = Vec::<u8>::new();
                let result = grown.try_reserve_exact(bytes.parse().unwrap());
                self.lines.push(format!("{}", result.is_ok()));
            }
            ["panic", text] => panic!("{text}"),
            ["spin"] => loop {
                std::hint::black_box(());
            },
            ["sleep", ms] => std::thread::sleep(std::time::Duration::from_millis(ms.parse().unwrap())),
            ["time"] => self.say(
                std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map(|time| time.as_millis()),
            ),
            ["random"] => {
                let hasher = std::collections::hash_map::RandomState::new();
                self.lines.push(format!("{:?}", std::hash::BuildHasher::hash_one(&hasher, 1)));
            }
            ref other => panic!("no such command: {other:?}"),
        }
        Ok(())
    }

    fn say(&mut self, result: impl Debug) {
        self.lines.push(format!("{result:?}"));
    }

    fn send(&mut self, connection: &str, method: &str, path: &str, rest: &[&str]) {
        let mut headers = Vec::new();
        let mut timeout_ms = None;
        for word in rest {
            match word.split_once('=') {
                Some(("timeout", ms)) => timeout_ms = Some(ms.parse().unwrap()),
                Some((name, value)) => headers.push(attribute(name, &unescaped(value))),
                None => panic!("no header: {word}"),
            }
        }
        let request = http::Request { timeout_ms, ..request(connection, method, path, headers, None) };
        match http::send(&request) {
            Ok(answer) => {
                self.lines.push(answer.status.to_string());
                let headers = answer.headers.iter().map(|h| format!("{}: {}", h.name, h.value));
                self.lines.extend(headers);
                self.lines.push(String::from_utf8_lossy(&answer.body).into_owned());
            }
            Err(error) => self.lines.push(format!("{error:?}")),
        }
    }
}

fn request(
    connection: &str,
    method: &str,
    path: &str,
    headers: Vec<Attribute>,
    body: Option<Vec<u8>>,
) -> http::Request {
    let [connection, method, path] = [connection, method, path].map(unescaped);
    http::Request { connection, method, path, headers, body, timeout_ms: None }
}

fn attribute(name: &str, value: &str) -> Attribute {
    Attribute { name: name.to_owned(), value: value.to_owned() }
}

fn output(event_type: &str) -> Output {
    Output {
        id: None,
        source: None,
        type_: event_type.to_owned(),
        subject: None,
        time: None,
        data_content_type: None,
        data_schema: None,
        extensions: Vec::new(),
        data: None,
    }
}

fn set_field(mut output: Output, field: &&str) -> Output {
    let (name, value) = field.split_once('=').unwrap();
    let value = unescaped(value);
    match name {
        "id" => output.id = Some(value),
        "source" => output.source = Some(value),
        "type" => output.type_ = value,
        "subject" => output.subject = Some(value),
        "time" => output.time = Some(value),
        "media" => output.data_content_type = Some(value),
        "data" => output.data = Some(value.into_bytes()),
        name => output.extensions.push(attribute(name.trim_start_matches('+'), &value)),
    }
    output
}

fn failure(kind: &str, code: &str) -> Failure {
    let kind = match kind {
        "rejected" => FailureKind::Rejected,
        "failed" => FailureKind::Failed,
        "unavailable" => FailureKind::Unavailable,
        _ => FailureKind::Crashed,
    };
    Failure {
        kind,
        code: (code != "-").then(|| unescaped(code)),
        message: "said the guest".to_owned(),
        retry_after_ms: Some(1500),
        trace: Some("at probe".to_owned()),
    }
}

/// The name of this function must appear in the stack of a trap.
#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn a_function_whose_name_in_the_binary_the_tests_replace_by_an_evil_one() {
    core::arch::wasm32::unreachable()
}

/// Commands are split at spaces and line ends, so these are written as escapes.
fn unescaped(text: &str) -> String {
    text.replace("\\s", " ").replace("\\n", "\n").replace("\\r", "\r").replace("\\0", "\0").replace("\\e", "\x1b")
}
