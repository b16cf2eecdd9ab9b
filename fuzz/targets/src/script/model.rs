//! A model of the contract with plain maps. It computes the results that a script must see and the
//! stores that it must leave.

use super::code::{Op, Script};
use super::outputs;
use super::plan::{End, Handling, Quota, Request, Step};
use std::collections::BTreeMap;

/// The content of stores, by the name under which the guest opens them.
pub(super) type Stores = BTreeMap<String, BTreeMap<String, Vec<u8>>>;

/// The stores that the policy grants.
pub(super) const GRANTED: [&str; 2] = ["a", "b"];
/// The most bytes of a script.
const MOST: usize = 0x10000;
/// The settings of the policy.
pub(super) const SETTINGS: [(&str, &str); 2] = [("empty", ""), ("full", "value")];

const NOT_GRANTED: u8 = 0;
const QUOTA_EXCEEDED: u8 = 1;
const INVALID_KEY: u8 = 2;
const TOO_LARGE: u8 = 3;

/// A part of the transcript.
pub(super) enum Said {
    Exactly(Vec<u8>),
    /// The response of an upstream, which is not known in advance.
    Answer,
}

/// A script, its expected transcript, and the stores after it succeeds.
pub(super) struct Expected {
    pub(super) script: Vec<u8>,
    pub(super) said: Vec<Said>,
    pub(super) stores: Stores,
    /// Whether the guest does something that ends it.
    pub(super) dies: bool,
}

struct Model<'a> {
    quota: &'a Quota,
    stores: Stores,
    /// Stores by handle; dropped handles are used again, the last one first.
    handles: Vec<Option<String>>,
    free: Vec<usize>,
    script: Script,
    said: Vec<Said>,
    dies: bool,
}

pub(super) fn expect(handling: &Handling, stores: &Stores, quota: &Quota) -> Expected {
    let mut model = Model {
        quota,
        stores: stores.clone(),
        handles: vec![None],
        free: Vec::new(),
        script: Script::default(),
        said: Vec::new(),
        dies: false,
    };
    for step in &handling.steps {
        model.step(step);
    }
    model.end(&handling.end);
    let script = model.script.finish();
    Expected {
        dies: model.dies || script.len() > MOST,
        script,
        said: model.said,
        stores: model.stores,
    }
}

impl Model<'_> {
    fn step(&mut self, step: &Step) {
        match step {
            Step::Log(level, message, fields) => {
                let [at, length] = self.script.bytes(message.as_bytes());
                let [list, count] = self.script.attributes(fields);
                self.script
                    .op(Op::Log, &[u32::from(*level), at, length, list, count]);
                self.dies |= *level > 4;
            }
            Step::Config(name) => self.config(name),
            Step::Open(name) => self.open(name),
            Step::Get(handle, key) => self.get(*handle, key),
            Step::Set(handle, key, value) => self.set(*handle, key, value),
            Step::Delete(handle, key) => self.delete(*handle, key),
            Step::Keys(handle, prefix, after, limit) => {
                self.keys(*handle, prefix, after.as_deref(), *limit);
            }
            Step::Drop(handle) => {
                let (handle, _) = self.handle(*handle);
                self.script.op(Op::Drop, &[handle as u32]);
                if let Some(open) = self.handles.get_mut(handle)
                    && open.take().is_some()
                {
                    self.free.push(handle);
                }
            }
            Step::Send(request) => self.send(request),
            Step::Raw(op, operands) => self.script.raw(*op, operands),
        }
    }

    fn say(&mut self, parts: &[&[u8]]) {
        if !self.dies {
            self.said.push(Said::Exactly(parts.concat()));
        }
    }

    /// Chooses an open handle, or one that is not open if there is none.
    fn handle(&mut self, n: u8) -> (usize, Option<String>) {
        let open = (1..self.handles.len()).filter(|at| self.handles[*at].is_some());
        let open: Vec<usize> = open.collect();
        // The value 255 chooses a handle that is not open, even if others are open.
        if open.is_empty() || n == 255 {
            self.dies = true;
            return (self.handles.len() + 3, None);
        }
        let at = open[usize::from(n) % open.len()];
        (at, self.handles[at].clone())
    }

    fn config(&mut self, name: &str) {
        let [at, length] = self.script.bytes(name.as_bytes());
        self.script.op(Op::Config, &[at, length]);
        match SETTINGS.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => self.say(&[&[1], &number(value.len()), value.as_bytes()]),
            None => self.say(&[&[0]]),
        }
    }

    fn open(&mut self, name: &str) {
        let [at, length] = self.script.bytes(name.as_bytes());
        self.script.op(Op::Open, &[at, length]);
        if !GRANTED.contains(&name) {
            return self.say(&[&[1, NOT_GRANTED]]);
        }
        let handle = self.free.pop().unwrap_or(self.handles.len());
        if handle == self.handles.len() {
            self.handles.push(None);
        }
        self.handles[handle] = Some(name.to_owned());
        self.say(&[&[0], &number(handle)]);
    }

    fn get(&mut self, handle: u8, key: &str) {
        let (handle, store) = self.handle(handle);
        let [at, length] = self.script.bytes(key.as_bytes());
        self.script.op(Op::Get, &[handle as u32, at, length]);
        let Some(store) = store else { return };
        let found = self
            .stores
            .get(&store)
            .and_then(|store| store.get(key))
            .cloned();
        match found {
            _ if !is_key(key) => self.say(&[&[1, INVALID_KEY]]),
            Some(value) => self.say(&[&[0, 1], &number(value.len()), &value]),
            None => self.say(&[&[0, 0]]),
        }
    }

    fn set(&mut self, handle: u8, key: &str, value: &[u8]) {
        let (handle, store) = self.handle(handle);
        let [at, length] = self.script.bytes(key.as_bytes());
        let [value_at, value_length] = self.script.bytes(value);
        self.script.op(
            Op::Set,
            &[handle as u32, at, length, value_at, value_length],
        );
        let Some(store) = store else { return };
        let store = self.stores.entry(store).or_default();
        let mut after = store.clone();
        let before = after.insert(key.to_owned(), value.to_vec());
        let grows = before.is_none_or(|before| before.len() < value.len());
        let bytes: usize = after
            .iter()
            .map(|(key, value)| key.len() + value.len())
            .sum();
        let over = bytes as u64 > self.quota.bytes || after.len() as u64 > self.quota.keys;
        let error = match () {
            () if !is_key(key) => Some(INVALID_KEY),
            () if value.len() as u64 > self.quota.value_bytes => Some(TOO_LARGE),
            () if grows && over => Some(QUOTA_EXCEEDED),
            () => None,
        };
        match error {
            Some(error) => self.say(&[&[1, error]]),
            None => {
                *store = after;
                self.say(&[&[0]]);
            }
        }
    }

    fn delete(&mut self, handle: u8, key: &str) {
        let (handle, store) = self.handle(handle);
        let [at, length] = self.script.bytes(key.as_bytes());
        self.script.op(Op::Delete, &[handle as u32, at, length]);
        let Some(store) = store else { return };
        if is_key(key) {
            self.stores.entry(store).or_default().remove(key);
            self.say(&[&[0]]);
        } else {
            self.say(&[&[1, INVALID_KEY]]);
        }
    }

    fn keys(&mut self, handle: u8, prefix: &str, after: Option<&str>, limit: u32) {
        let (handle, store) = self.handle(handle);
        let [at, length] = self.script.bytes(prefix.as_bytes());
        let [some, after_at, after_length] = self.script.optional(after.map(str::as_bytes));
        self.script.op(
            Op::Keys,
            &[
                handle as u32,
                at,
                length,
                some,
                after_at,
                after_length,
                limit,
            ],
        );
        let Some(store) = store else { return };
        let keys = self.stores.entry(store).or_default().keys();
        let found = keys.filter(|key| key.starts_with(prefix));
        let found = found.filter(|key| after.is_none_or(|after| key.as_str() > after));
        let found: Vec<String> = found.take(limit.min(1_000) as usize).cloned().collect();
        let mut said = vec![0];
        said.extend(number(found.len()));
        for key in found {
            said.extend(number(key.len()));
            said.extend(key.into_bytes());
        }
        self.say(&[&said]);
    }

    fn send(&mut self, request: &Request) {
        let mut operands = Vec::new();
        for text in [&request.connection, &request.method, &request.path] {
            operands.extend(self.script.bytes(text.as_bytes()));
        }
        operands.extend(self.script.attributes(&request.headers));
        operands.extend(self.script.optional(request.body.as_deref()));
        operands.extend([0, 0]);
        self.script.op(Op::Send, &operands);
        if !self.dies {
            self.said.push(Said::Answer);
        }
    }

    fn end(&mut self, end: &End) {
        match end {
            End::Ok => self.script.op(Op::End, &[]),
            End::Trap => self.script.op(Op::Trap, &[]),
            End::Spin => self.script.op(Op::Spin, &[]),
            End::Recurse => self.script.op(Op::Recurse, &[]),
            End::Outputs(list) => {
                let at = outputs::write(&mut self.script, list);
                self.script.op(Op::Return, &[at]);
            }
            End::Lie(words) => {
                let at = self.script.words(words);
                self.script.op(Op::Return, &[at]);
            }
            End::Failure(kind, code, message, trace) => {
                let code = self.script.optional(code.as_deref().map(str::as_bytes));
                let [message, length] = self.script.bytes(message.as_bytes());
                let trace = self.script.optional(trace.as_deref().map(str::as_bytes));
                let words = [
                    &[1, u32::from(*kind)],
                    &code[..],
                    &[message, length, 1, 1_500],
                    &trace,
                ];
                let at = self.script.words(&words.concat());
                self.script.op(Op::Return, &[at]);
            }
        }
        self.dies |= match end {
            End::Ok | End::Outputs(_) => false,
            End::Failure(kind, ..) => *kind > 3,
            End::Trap | End::Spin | End::Recurse | End::Lie(_) => true,
        };
    }
}

fn is_key(key: &str) -> bool {
    (1..=512).contains(&key.len()) && !key.chars().any(char::is_control)
}

fn number(n: usize) -> [u8; 4] {
    (n as u32).to_le_bytes()
}
