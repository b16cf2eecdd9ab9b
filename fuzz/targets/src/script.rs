//! A guest that follows a script in the input, against a model of the contract.
//!
//! The guest calls the functions of `guesthouse:automation` in any order with any arguments, also with
//! arguments that no language would produce. The model predicts what the guest sees and what it leaves
//! in its stores: everything after success, nothing after failure.

mod code;
mod guest;
mod model;
mod outputs;
mod plan;
mod transcript;
mod upstream;
mod verdict;

use crate::bytes::Bytes;
use crate::test_host::wait;
use guesthouse::{
    AddressRange, Completed, Connection, Event, Limits, LogEntry, Outcome, Pattern, Plugin, Policy,
    RunLimits, Secret, StoreGrant,
};
use model::{GRANTED, SETTINGS, Stores};
use plan::{Handling, Plan};
use std::sync::{Arc, Mutex};
use upstream::CANARY;

/// The most lines that the host itself writes about one run.
const NOTES: usize = 100;
/// The time of the events.
const TIME: &str = "2026-01-02T03:04:05Z";
/// The most bytes in the body of a request or a response.
const MAX_BODY: u64 = 600;

/// Reads the input as a case, and handles its events twice on new hosts: the results must be equal.
pub fn run(data: &[u8]) {
    let plan = Plan::read(&mut Bytes::new(data));
    let first = Case::new(&plan).run();
    let second = Case::new(&plan).run();
    assert_eq!(first, second, "the same events had other results");
}

struct Case<'a> {
    plan: &'a Plan,
    limits: RunLimits,
    plugin: Plugin,
    lines: Lines,
    /// The content of the stores.
    stores: Stores,
    reads: usize,
}

/// Lines that were logged, as text.
pub(crate) type Lines = Arc<Mutex<Vec<String>>>;

impl<'a> Case<'a> {
    fn new(plan: &'a Plan) -> Self {
        upstream::answer_with(&plan.answers);
        let lines = Lines::default();
        let sink = lines.clone();
        let limits = limits(plan.tight);
        let kept = limits.clone();
        let log = move |entry: &LogEntry<'_>| {
            verdict::line(entry, &kept);
            let line = entry.line;
            sink.lock().unwrap().push(format!("{line:?}"));
        };
        let plugin = guest::plugin(policy(plan, &limits), log);
        Self {
            plan,
            limits,
            plugin,
            lines,
            stores: Stores::new(),
            reads: 0,
        }
    }

    /// Handles every event and returns the result of each, without times.
    fn run(mut self) -> Vec<String> {
        let events = self.plan.events.iter().enumerate();
        let ends = events
            .map(|(n, handling)| self.handle(n, handling))
            .collect();
        upstream::requests()
            .iter()
            .for_each(|request| verdict::request(request));
        ends
    }

    fn handle(&mut self, n: usize, handling: &Handling) -> String {
        let expected = model::expect(handling, &self.stores, &self.plan.quota);
        let event = event(format!("event-{n}"), expected.script.clone());
        let outcome = wait(self.plugin.handle(event.clone()));
        let lines = std::mem::take(&mut *self.lines.lock().unwrap());
        let of_host = |line: &&String| line.contains("origin: Host");
        let notes = lines.iter().filter(of_host).count();
        assert!(notes <= NOTES, "{notes} lines of the host");
        let written = (lines.len() - notes) as u64;
        assert!(written <= self.limits.log_lines, "{written} lines");
        verdict::outcome(&outcome, &self.limits, self.plan.emits);
        if !handling.is_wild() {
            self.check(handling, &expected, &outcome);
        }
        if let Outcome::Completed(done) = &outcome {
            self.repeat(event, done);
        }
        let there = self.read();
        match (&outcome, handling.is_wild()) {
            (Outcome::Completed(_), true) => self.stores = there,
            (Outcome::Completed(_), false) => {
                assert_eq!(there, full(expected.stores), "the stores differ");
                self.stores = there;
            }
            (Outcome::Failed(_), _) => {
                assert_eq!(there, full(self.stores.clone()), "a failure left something");
            }
        }
        format!("{}\n{}", verdict::told(&outcome), lines.join("\n"))
    }

    /// Compares the outcome with the model's. Low limits may end any script.
    fn check(&self, handling: &Handling, expected: &model::Expected, outcome: &Outcome) {
        if let Outcome::Completed(done) = outcome {
            assert!(!expected.dies, "it should have failed");
            match &handling.end {
                plan::End::Outputs(outputs) => outputs::check(outputs, &done.events),
                _ => check_transcript(expected, &done.events),
            }
        }
        let class = outcome.class().as_str();
        let wanted: &[&str] = match (&handling.end, expected.dies) {
            (_, true) => &["crashed", "limit"],
            (plan::End::Failure(kind, ..), _) => {
                &[["rejected", "failed", "unavailable", "crashed"][usize::from(*kind)]]
            }
            (plan::End::Outputs(outputs), _)
                if !outputs
                    .iter()
                    .all(|output| outputs::is_valid(output, self.plan.emits)) =>
            {
                &["invalid-output"]
            }
            _ => &["completed"],
        };
        let cut_short = self.plan.tight && class == "limit";
        assert!(
            cut_short || wanted.contains(&class),
            "{class}, not {wanted:?}: {outcome:?}"
        );
    }

    /// Handles the event again: the host answers from the committed outputs.
    fn repeat(&self, event: Event, done: &Completed) {
        match wait(self.plugin.handle(event)) {
            Outcome::Completed(again) => {
                assert!(again.already_committed, "handled twice");
                // Committed JSON data has no white space.
                let lines = |done: &Completed| -> Vec<String> {
                    done.events.iter().map(Event::to_json).collect()
                };
                assert_eq!(
                    lines(&again),
                    lines(done),
                    "the repeated event has other outputs"
                );
            }
            Outcome::Failed(failure) => panic!("the repeated event failed: {failure}"),
        }
    }

    /// Reads the content of all stores with more events.
    fn read(&mut self) -> Stores {
        let mut stores = Stores::new();
        for name in GRANTED {
            let keys = self.ask(name, &[]);
            let values = self.ask(name, &keys);
            assert_eq!(keys.len(), values.len());
            stores.insert(
                name.to_owned(),
                keys.into_iter()
                    .zip(values)
                    .map(|(key, value)| (String::from_utf8(key).unwrap(), value))
                    .collect(),
            );
        }
        stores
    }

    /// Returns the values of these keys, or all keys if there are none.
    fn ask(&mut self, store: &str, keys: &[Vec<u8>]) -> Vec<Vec<u8>> {
        self.reads += 1;
        let event = event(format!("read-{}", self.reads), reading(store, keys));
        let Outcome::Completed(done) = wait(self.plugin.handle(event)) else {
            panic!("the stores cannot be read")
        };
        self.lines.lock().unwrap().clear();
        let transcript = done.events[0].data.clone().unwrap_or_default();
        let mut bytes = Bytes::new(&transcript);
        assert_eq!(bytes.take(5), [0, 1, 0, 0, 0], "opened");
        let list = |bytes: &mut Bytes| {
            let n = bytes.u32() as usize;
            bytes.take(n).to_vec()
        };
        if !keys.is_empty() {
            return keys
                .iter()
                .map(|_| {
                    assert_eq!(bytes.take(2), [0, 1], "there");
                    list(&mut bytes)
                })
                .collect();
        }
        assert_eq!(bytes.byte(), 0);
        (0..bytes.u32()).map(|_| list(&mut bytes)).collect()
    }
}

/// The guest's only output is a transcript of what it saw.
fn check_transcript(expected: &model::Expected, events: &[Event]) {
    let [event] = events else {
        panic!("{} outputs", events.len())
    };
    assert_eq!(event.source, "/plugins/script");
    let transcript = event.data.as_deref().unwrap_or_default();
    transcript::check(transcript, &expected.said, MAX_BODY as usize);
}

/// Returns a script that reads these keys, or all keys if there are none.
fn reading(store: &str, keys: &[Vec<u8>]) -> Vec<u8> {
    let mut script = code::Script::default();
    let [at, length] = script.bytes(store.as_bytes());
    script.op(code::Op::Open, &[at, length]);
    if keys.is_empty() {
        script.op(code::Op::Keys, &[1, 0, 0, 0, 0, 0, 1_000]);
    }
    for key in keys {
        let [at, length] = script.bytes(key);
        script.op(code::Op::Get, &[1, at, length]);
    }
    script.op(code::Op::End, &[]);
    script.finish()
}

fn full(mut stores: Stores) -> Stores {
    for name in GRANTED {
        stores.entry(name.to_owned()).or_default();
    }
    stores
}

fn event(id: String, script: Vec<u8>) -> Event {
    Event {
        id,
        source: "/fuzz".to_owned(),
        type_: "fuzz.script".to_owned(),
        time: Some(TIME.to_owned()),
        data_content_type: Some("application/octet-stream".to_owned()),
        data: Some(script),
        ..Event::default()
    }
}

fn policy(plan: &Plan, limits: &RunLimits) -> Policy {
    let service = |addresses: &[AddressRange]| {
        let url = format!("http://127.0.0.1:{}/base", upstream::port());
        let mut connection = Connection::new("service", &url).unwrap();
        connection.addresses = addresses.to_vec();
        connection.limits.timeout_ms = 20_000;
        connection.limits.request_bytes = MAX_BODY;
        connection.limits.response_bytes = MAX_BODY;
        let secret = Secret::Value(format!("Bearer {CANARY}"));
        connection
            .headers
            .insert("authorization".to_owned(), secret);
        connection.allow(["GET", "POST"], ["/ok"])
    };
    let mut policy = Policy {
        limits: Limits {
            run: limits.clone(),
            store_bytes: plan.quota.bytes,
            store_keys: plan.quota.keys,
            value_bytes: plan.quota.value_bytes,
            ..Limits::default()
        },
        emits: plan.emits.map(Pattern::new).into_iter().collect(),
        ..Policy::default()
    };
    policy.stores.insert("a".to_owned(), StoreGrant::Private);
    policy
        .stores
        .insert("b".to_owned(), StoreGrant::Shared("shared".to_owned()));
    for (name, value) in SETTINGS {
        policy = policy.setting(name, value);
    }
    let policy = policy.grant_connection("up", service(&[AddressRange::Loopback]));
    policy.grant_connection("away", service(&[]))
}

fn limits(tight: bool) -> RunLimits {
    let wide = RunLimits {
        fuel: 100_000_000,
        memory: 8 << 20,
        handles: 100,
        host_calls: 1_000,
        deadline_ms: 60_000,
        log_lines: 30,
        log_line_bytes: 200,
        log_bytes: 4_000,
        ..RunLimits::default()
    };
    if !tight {
        return wide;
    }
    RunLimits {
        fuel: 300_000,
        memory: 5 << 20,
        handles: 3,
        host_calls: 12,
        host_bytes: 40_000,
        log_lines: 2,
        log_bytes: 300,
        ..wide
    }
}
