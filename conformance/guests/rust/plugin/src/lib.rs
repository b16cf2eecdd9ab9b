//! The plugin of the suites in Rust. It runs the commands in the event's text, one on each line,
//! and returns one line of answer for each.

mod breaking;
mod chance;

use std::fmt::Display;

use guesthouse_sdk::state::Store;
use guesthouse_sdk::{Event, Failure, Output, Plugin, Result, config, http, log, plugin};

struct Guest;

impl Plugin for Guest {
    fn handle(event: Event) -> Result<Vec<Output>> {
        let script = event.text()?;
        let lines = script.lines().map(|line| run(&event, line));
        let lines = lines.collect::<Result<Vec<_>>>()?;
        let answer = Output::text("conformance.answer", lines.join("\n"));
        let more = script.lines().filter_map(|line| line.strip_prefix("emit "));
        let more = more.map(|count| (1..=count.parse().unwrap()).collect());
        let more = more.flat_map(|numbers: Vec<u32>| in_order(numbers));
        let more = more.map(|it| Output::text("conformance.more", it.to_string()));
        Ok([answer].into_iter().chain(more).collect())
    }
}

plugin!(Guest);

fn run(event: &Event, line: &str) -> Result<String> {
    let words: Vec<_> = line.split(' ').collect();
    Ok(match *words {
        ["config", name] => {
            maybe(config::get(name).filter(|it| !it.is_empty() || !sabotaged("lost-option")))
        }
        ["log", level, text] => write(level, text),
        ["open", store] => said(Store::open(store).map(|_| "ok".to_owned())),
        ["get", store, key] => said(on(store, |store| Ok(maybe(store.get(key)?.map(text))))),
        ["set", store, key, value] => done(on(store, |store| store.set(key, value))),
        ["fill", store, key, bytes] => {
            let value = "x".repeat(bytes.parse().unwrap());
            done(on(store, |store| store.set(key, &value)))
        }
        ["delete", store, key] => done(on(store, |store| store.delete(key))),
        ["keys", store, prefix] => said(on(store, |store| {
            let mut keys = store.keys(prefix).collect::<Result<Vec<_>, _>>()?;
            if sabotaged("off-by-one") {
                keys.pop();
            }
            Ok(keys.join(","))
        })),
        ["hold", store, count] => {
            let count = count.parse::<u32>().unwrap();
            let held = (0..count).map(|_| Store::open(store)).collect::<Vec<_>>();
            format!("ok {}", held.len())
        }
        ["emit", _] => "ok".to_owned(),
        ["pad", count] => "x".repeat(count.parse().unwrap()),
        ["send", connection, method, path] => {
            let answer = http::Request::new(method, connection, path).send();
            said(answer.map(|it| format!("{} {}", it.status, text(it.body))))
        }
        ["event"] => described(event),
        ["fail", "rejected", code] => return Err(Failure::rejected(code, "as told")),
        ["fail", "failed", code] => return Err(Failure::failed(code, "as told")),
        ["fail", "unavailable", code] => return Err(Failure::unavailable(code, "as told")),
        ["uncaught", store] => {
            let opened = Store::open(store);
            if !sabotaged("swallowed-error") {
                opened?;
            }
            "ok".to_owned()
        }
        ["crash"] => panic!("as told"),
        ["break", way] if breaking::by(way) => unreachable!("nothing broke"),
        ["chance", what] => chance::of(what),
        _ => return Err(Failure::rejected("no-such-command", line)),
    })
}

fn on<T>(
    store: &str,
    what: impl FnOnce(&Store) -> Result<T, guesthouse_sdk::state::Error>,
) -> Result<T, guesthouse_sdk::state::Error> {
    what(&Store::open(store)?)
}

/// The text of an error is `state: not-granted (store "a")`. Its second word is the contract's.
fn said(result: Result<String, impl Display>) -> String {
    result.unwrap_or_else(|error| {
        let error = error.to_string();
        format!("err {}", error.split(' ').nth(1).unwrap_or_default())
    })
}

fn done(result: Result<(), impl Display>) -> String {
    said(result.map(|()| "ok".to_owned()))
}

fn maybe(value: Option<String>) -> String {
    value.map_or("none".to_owned(), |value| format!("some {value}"))
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

fn write(level: &str, text: &str) -> String {
    match level {
        "trace" => log::trace(text, &[]),
        "debug" => log::debug(text, &[]),
        "info" => log::info(text, &[]),
        "warn" => log::warn(text, &[]),
        _ => log::error(text, &[]),
    }
    "ok".to_owned()
}

/// Returns the numbers in order, unless the guest must make the mistake `reordered`.
fn in_order(mut numbers: Vec<u32>) -> Vec<u32> {
    if sabotaged("reordered") {
        numbers.reverse();
    }
    numbers
}

/// Whether the guest must make this mistake.
fn sabotaged(mistake: &str) -> bool {
    config::get("sabotage").is_some_and(|told| told == mistake)
}

fn described(event: &Event) -> String {
    let subject = maybe(event.subject.clone());
    let extensions = event
        .extensions
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    let extensions = extensions.collect::<Vec<_>>().join(",");
    let (id, source) = (&event.id, &event.source);
    let kind = if sabotaged("wrong-field") {
        source
    } else {
        &event.r#type
    };
    format!("{id} {source} {kind} {subject} {extensions}")
}
