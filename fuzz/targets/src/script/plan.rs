//! One case: a policy, the upstream's responses, and events with their scripts.

use super::guest::SCRIPT;
use crate::bytes::Bytes;

/// The quotas of a store.
pub(super) struct Quota {
    pub(super) bytes: u64,
    pub(super) keys: u64,
    pub(super) value_bytes: u64,
}

pub(super) struct Plan {
    pub(super) quota: Quota,
    /// Whether the limits are so low that a run may end by any of them.
    pub(super) tight: bool,
    /// The pattern of the sources that the policy allows for outputs.
    pub(super) emits: Option<&'static str>,
    /// The upstream's responses, in turn.
    pub(super) answers: Vec<Vec<u8>>,
    pub(super) events: Vec<Handling>,
}

/// The script of one event.
pub(super) struct Handling {
    pub(super) steps: Vec<Step>,
    pub(super) end: End,
}

pub(super) enum Step {
    Log(u8, String, Vec<(String, String)>),
    Config(String),
    Open(String),
    Get(u8, String),
    Set(u8, String, Vec<u8>),
    Delete(u8, String),
    Keys(u8, String, Option<String>, u32),
    Drop(u8),
    Send(Request),
    /// Any instruction with any operands.
    Raw(u8, Vec<u32>),
}

pub(super) struct Request {
    pub(super) connection: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Vec<u8>>,
}

pub(super) enum End {
    Ok,
    /// Kind, code, message, trace.
    Failure(u8, Option<String>, String, Option<String>),
    Trap,
    Spin,
    Recurse,
    /// Any outputs.
    Outputs(Vec<Output>),
    /// Any bytes as the result of `handle`.
    Lie(Vec<u32>),
}

/// An output as the guest returns it.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) id: Option<String>,
    pub(super) source: Option<String>,
    pub(super) type_: String,
    pub(super) subject: Option<String>,
    pub(super) time: Option<String>,
    pub(super) media: Option<String>,
    pub(super) schema: Option<String>,
    pub(super) extensions: Vec<(String, String)>,
    pub(super) data: Option<Vec<u8>>,
}

impl Plan {
    pub(super) fn read(bytes: &mut Bytes) -> Self {
        let flags = bytes.byte();
        let quota = Quota {
            bytes: bytes.pick(&[100_000, 1_000, 64, 0]),
            keys: bytes.pick(&[100, 3, 1, 0]),
            value_bytes: bytes.pick(&[100_000, 600, 10, 0]),
        };
        let answers = (0..1 + bytes.below(2)).map(|_| answer(bytes)).collect();
        let events = (0..1 + bytes.below(3))
            .map(|_| Handling::read(bytes))
            .collect();
        Self {
            quota,
            tight: flags & 1 == 1,
            emits: [None, Some("/granted/*"), Some("*"), Some("")][usize::from(flags >> 1 & 3)],
            answers,
            events,
        }
    }
}

impl Handling {
    fn read(bytes: &mut Bytes) -> Self {
        let steps = (0..bytes.below(24)).map(|_| Step::read(bytes)).collect();
        let end = match bytes.below(16) {
            0 => End::Trap,
            1 => End::Spin,
            2 => End::Recurse,
            3 => End::Lie((0..12).map(|_| operand(bytes)).collect()),
            4 | 5 => End::Failure(
                bytes.byte() % 6,
                bytes.optional(Bytes::text),
                bytes.text(),
                bytes.optional(Bytes::text),
            ),
            6 | 7 => End::Outputs((0..bytes.below(4)).map(|_| Output::read(bytes)).collect()),
            _ => End::Ok,
        };
        Self { steps, end }
    }

    /// Whether the model cannot predict the guest's memory.
    pub(super) fn is_wild(&self) -> bool {
        let raw = |step: &Step| matches!(step, Step::Raw(..));
        self.steps.iter().any(raw) || matches!(self.end, End::Lie(_))
    }
}

impl Step {
    fn read(bytes: &mut Bytes) -> Self {
        let names = ["a", "b", "c", "away", ""];
        match bytes.below(22) {
            0 | 1 => Self::Log(bytes.byte() % 6, text(bytes), attributes(bytes)),
            2 => Self::Config(bytes.pick(&["empty", "full", "none"]).to_owned()),
            3..=5 => Self::Open(match bytes.below(8) {
                n if n < 5 => names[n].to_owned(),
                _ => "a".to_owned(),
            }),
            6 | 7 => Self::Get(bytes.byte(), key(bytes)),
            8..=11 => Self::Set(bytes.byte(), key(bytes), value(bytes)),
            12 | 13 => Self::Delete(bytes.byte(), key(bytes)),
            14..=16 => Self::Keys(
                bytes.byte(),
                bytes.pick(&["", "a", "b", "é"]).to_owned(),
                bytes.optional(key),
                bytes.pick(&[1_000, 0, 1, 2, u32::MAX]),
            ),
            17 => Self::Drop(bytes.byte()),
            18..=20 => Self::Send(Request::read(bytes)),
            _ => {
                let op = bytes.byte() % 20;
                let operands = super::code::OPERANDS[usize::from(op)];
                Self::Raw(op, (0..operands).map(|_| operand(bytes)).collect())
            }
        }
    }
}

impl Request {
    fn read(bytes: &mut Bytes) -> Self {
        let one_of = |bytes: &mut Bytes, known: &[&str]| match bytes.below(known.len() + 1) {
            n if n < known.len() => known[n].to_owned(),
            _ => bytes.text(),
        };
        Self {
            connection: bytes.pick(&["up", "up", "up", "away", "none"]).to_owned(),
            method: one_of(bytes, &["GET", "POST", "PUT", "get"]),
            path: one_of(
                bytes,
                &["/ok", "/ok/x?y=%2e", "/ok/%2e%2e/x", "/other", "//ok"],
            ),
            headers: attributes(bytes),
            body: bytes.optional(value),
        }
    }
}

impl Output {
    fn read(bytes: &mut Bytes) -> Self {
        let sources = ["/granted/x", "", "/granted/", "/other", "/plugins/script"];
        let times = ["2026-02-03T04:05:06.7+08:00", "", "yesterday"];
        let media = [
            "application/json",
            "text/plain",
            "application/octet-stream",
            "a/b+json",
        ];
        let data = ["{\"a\": 1}", "{", "[1] 2", "", "a\u{1b}\"\n"];
        Self {
            id: bytes.optional(text),
            source: bytes.optional(|bytes| match bytes.below(7) {
                5 => format!("/granted/{}", "x".repeat(usize::from(bytes.u16()) % 8_192)),
                n => sources
                    .get(n)
                    .map_or_else(|| text(bytes), |s| (*s).to_owned()),
            }),
            type_: match bytes.below(4) {
                0 => text(bytes),
                _ => "t".to_owned(),
            },
            time: bytes.optional(|bytes| bytes.pick(&times).to_owned()),
            media: bytes.optional(|bytes| bytes.pick(&media).to_owned()),
            extensions: extensions(bytes),
            data: bytes.optional(|bytes| bytes.pick(&data).as_bytes().to_vec()),
            subject: bytes.optional(text),
            schema: bytes.optional(text),
        }
    }
}

fn extensions(bytes: &mut Bytes) -> Vec<(String, String)> {
    let names = [
        "a",
        "b1",
        "A",
        "",
        "ghhops",
        "id",
        "data",
        "abcdefghijklmnopqrstu",
    ];
    let pair = |bytes: &mut Bytes| {
        let known = bytes.pick(&[0, 0, 1, 1, 2, 3, 4, 5, 6, 7]);
        (names[known].to_owned(), text(bytes))
    };
    (0..bytes.below(3)).map(|_| pair(bytes)).collect()
}

fn key(bytes: &mut Bytes) -> String {
    match bytes.below(12) {
        0 => String::new(),
        1 => "k".repeat(512),
        2 => "k".repeat(513),
        3 => "a\u{7f}".to_owned(),
        4 => "é\u{1F600}".to_owned(),
        5 => text(bytes),
        n => ["a", "b", "aa", "a/b", "ab", "é"][n - 6].to_owned(),
    }
}

fn value(bytes: &mut Bytes) -> Vec<u8> {
    let lengths = [0, 1, 9, 10, 11, 63, 599, 601];
    vec![bytes.byte(); bytes.pick(&lengths)]
}

fn text(bytes: &mut Bytes) -> String {
    match bytes.below(8) {
        0 => "\u{1b}[2J\u{202e}\r\n\0".to_owned(),
        1 => "long ".repeat(100),
        _ => bytes.text(),
    }
}

fn attributes(bytes: &mut Bytes) -> Vec<(String, String)> {
    let names = [
        "accept",
        "Authorization",
        "host",
        "content-length",
        "x-a",
        "",
        "a b",
        "idempotency-key",
    ];
    let pair = |bytes: &mut Bytes| (bytes.pick(&names).to_owned(), text(bytes));
    (0..bytes.below(4)).map(|_| pair(bytes)).collect()
}

fn operand(bytes: &mut Bytes) -> u32 {
    match bytes.below(16) {
        n if n < 8 => n as u32,
        8 => SCRIPT + 4,
        9 => SCRIPT + u32::from(bytes.byte()),
        10 => 0x100,
        11 => 0x40_0000 - u32::from(bytes.byte()),
        12 => u32::MAX,
        13 => 0x7fff_ffff,
        14 => u32::from(bytes.u16()),
        _ => bytes.u32(),
    }
}

/// Returns bytes that an upstream sends: mostly valid HTTP, with some faults in it.
fn answer(bytes: &mut Bytes) -> Vec<u8> {
    let flags = bytes.byte();
    if flags & 7 == 7 {
        let n = bytes.byte();
        return bytes.take(n.into()).to_vec();
    }
    let status = bytes.pick(&[
        "200 OK",
        "404 No",
        "999 Odd",
        "100 Go",
        "302 There",
        "600 x",
        "099 x",
        "204 ",
    ]);
    let mut head = format!("HTTP/1.1 {status}\r\n");
    let lines = [
        "x-b: 2",
        "X-A: 1",
        "set-cookie: s",
        "x-echo: Bearer canary-0123456789",
        "location: http://127.0.0.1/",
        "x-a: \u{e9}",
        "connection: close",
        "www-authenticate: Basic",
    ];
    for (bit, line) in lines.iter().enumerate() {
        if bytes.byte() >> bit & 1 == 1 {
            head += line;
            head += "\r\n";
        }
    }
    let body = value(bytes);
    if flags & 8 == 0 {
        head += &format!("content-length: {}\r\n", body.len());
    }
    [head.as_bytes(), b"\r\n", body.as_slice()].concat()
}
