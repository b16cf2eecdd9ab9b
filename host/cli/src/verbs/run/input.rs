//! Reads lines from standard input ahead of the events in progress, within a memory budget.

use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

use guesthouse::Event;
use guesthouse_diagnostics::{Diagnostic, FileKind};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use crate::at_start;
use crate::error::{Error, Result, plain};

/// Size of the lines that are read but not answered, in KiB. A multiple of the longest line.
const BUDGET_KIB: usize = 64 << 10;
/// Number of lines that are read but not received.
const READ_AHEAD: usize = 64;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A line that is not blank.
pub(super) struct Line {
    /// Counted from 1, blank lines included.
    pub(super) number: u64,
    pub(super) text: Text,
    /// The line's share of the budget, returned when its event is answered.
    pub(super) share: OwnedSemaphorePermit,
}

pub(super) enum Text {
    Whole(Vec<u8>),
    /// Skipped without being read into memory.
    TooLong,
}

/// The error is that of the input as a whole.
pub(super) type Lines = mpsc::Receiver<Result<Line, Box<Diagnostic>>>;

type Sender = mpsc::Sender<Result<Line, Box<Diagnostic>>>;

/// Refuses to run without an input, which looks like an empty one.
pub(super) fn require_open() -> Result<()> {
    if !at_start::stdin_is_closed() {
        return Ok(());
    }
    let found = Diagnostic::error("no-input", "standard input is closed");
    let hint = "give the events with `< FILE` or a pipe, or `< /dev/null` for no events";
    Err(Error::usage(found.hint(hint)))
}

/// Reads standard input on a separate thread, because a blocked read cannot be interrupted.
pub(super) fn read_stdin(runtime: &Handle) -> Lines {
    let (sender, lines) = mpsc::channel(READ_AHEAD);
    let runtime = runtime.clone();
    std::thread::spawn(move || {
        let stdin = BufReader::with_capacity(64 * 1024, std::io::stdin());
        read(stdin, &runtime, &sender);
    });
    lines
}

fn read(mut input: impl BufRead, runtime: &Handle, sender: &Sender) {
    // An error comes again with the first line.
    if let Some(found) = input.fill_buf().ok().and_then(not_events) {
        let _ = sender.blocking_send(Err(Box::new(found)));
        return;
    }
    let budget = Arc::new(Semaphore::new(BUDGET_KIB));
    for number in 1.. {
        let text = match next_line(&mut input, Event::MAX_LINE) {
            Ok(None) => return,
            Ok(Some(Text::Whole(line))) if line.trim_ascii().is_empty() => continue,
            Ok(Some(text)) => text,
            Err(error) => {
                let _ = sender.blocking_send(Err(Box::new(unreadable(&error))));
                return;
            }
        };
        let Ok(share) = runtime.block_on(budget.clone().acquire_many_owned(share_of(&text))) else {
            return;
        };
        let line = Line {
            number,
            text,
            share,
        };
        if sender.blocking_send(Ok(line)).is_err() {
            return;
        }
    }
}

fn share_of(text: &Text) -> u32 {
    match text {
        Text::Whole(line) => u32::try_from(line.len() / 1024).map_or(1, |kib| kib + 1),
        Text::TooLong => 1,
    }
}

/// Starts of texts that are not lines of JSON, the longer ones first: what they are, and what to do.
const STARTS: [(&[u8], &str, &str); 10] = [
    (b"\xff\xfe\0\0", "text in UTF-32", UTF32),
    (b"\0\0\xfe\xff", "text in UTF-32", UTF32),
    (b"{\0\0\0", "text in UTF-32", UTF32),
    (b"\xff\xfe", "text in UTF-16", UTF16),
    (b"\xfe\xff", "text in UTF-16", UTF16),
    (b"{\0", "text in UTF-16", UTF16),
    (b"\0{", "text in UTF-16", UTF16),
    (
        b"\x1e",
        "a JSON text sequence",
        "remove the record separators with `tr -d '\\036'`",
    ),
    (b"data:", "a stream of server-sent events", SENT),
    (b"event:", "a stream of server-sent events", SENT),
];
const UTF16: &str = "convert it with `iconv -f UTF-16 -t UTF-8`";
const UTF32: &str = "convert it with `iconv -f UTF-32 -t UTF-8`";
const SENT: &str = "take the data with `sed -n 's/^data: *//p'`";

/// Says what an input is that cannot have a line with an event, by its first bytes.
fn not_events(first: &[u8]) -> Option<Diagnostic> {
    let start = STARTS.iter().find(|(start, ..)| first.starts_with(start));
    let (what, hint) = match start {
        Some((_, what, hint)) => (*what, *hint),
        None => match FileKind::of(first) {
            FileKind::Compressed => ("compressed", "decompress it first"),
            FileKind::Zip => ("a zip archive", "unpack it first"),
            FileKind::Html => (
                "a web page or XML",
                "check the program that provides the events",
            ),
            FileKind::GitLfsPointer => (
                "a pointer that Git LFS left in place of the events",
                "fetch the file itself with `git lfs pull`",
            ),
            FileKind::Component | FileKind::Module => (
                "WebAssembly",
                "give the plugin as the argument PLUGIN.wasm, and events on standard input",
            ),
            _ => return None,
        },
    };
    let message = format!("standard input has no events: it is {what}");
    Some(Diagnostic::error("not-events", message).hint(hint))
}

fn unreadable(error: &std::io::Error) -> Diagnostic {
    let message = format!("cannot read events from standard input: {}", plain(error));
    Diagnostic::error("cannot-read", message)
        .hint("check the file or program that provides the events, then run the command again")
}

/// Reads up to the next line feed. The line excludes it, a carriage return before it, and a byte order
/// mark: each of several files that were joined can begin with one.
fn next_line(input: &mut impl BufRead, longest: usize) -> std::io::Result<Option<Text>> {
    let mut line = Vec::new();
    let limit = longest as u64 + 1;
    if input.by_ref().take(limit).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        line.pop_if(|last| *last == b'\r');
    } else if line.len() > longest {
        input.skip_until(b'\n')?;
        return Ok(Some(Text::TooLong));
    }
    if line.starts_with(BYTE_ORDER_MARK) {
        line.drain(..BYTE_ORDER_MARK.len());
    }
    Ok(Some(Text::Whole(line)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(mut input: &[u8], longest: usize) -> Vec<Option<Vec<u8>>> {
        std::iter::from_fn(|| next_line(&mut input, longest).unwrap())
            .map(|text| match text {
                Text::Whole(line) => Some(line),
                Text::TooLong => None,
            })
            .collect()
    }

    #[test]
    fn a_line_ends_at_a_line_feed_or_at_the_end() {
        assert_eq!(
            lines("\u{feff}one\r\n\n\u{feff}two".as_bytes(), 9),
            [Some(b"one".to_vec()), Some(vec![]), Some(b"two".to_vec())]
        );
    }

    #[test]
    fn an_input_that_is_no_text_is_named() {
        for (first, expected) in [
            (&b"\xff\xfe{\0"[..], Some("UTF-16")),
            (b"{\0\"\0", Some("UTF-16")),
            (b"\xff\xfe\0\0{\0\0\0", Some("UTF-32")),
            (b"\x1e{}\n", Some("text sequence")),
            (b"data: {}\n", Some("server-sent")),
            (b"\x1f\x8b", Some("compressed")),
            (b"\0asm\x0d\0\x01\0", Some("WebAssembly")),
            (b"\xef\xbb\xbf{\"a\":1}\n", None),
            (b"{", None),
            (b"", None),
        ] {
            let found = not_events(first).map(|found| found.message);
            let is_named = |text: &str| found.as_ref().is_some_and(|it| it.contains(text));
            assert!(
                expected.map_or(found.is_none(), is_named),
                "{first:?}: {found:?}"
            );
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_and_the_next_is_read() {
        assert_eq!(
            lines(b"12345\n123456\n12\n", 5),
            [Some(b"12345".to_vec()), None, Some(b"12".to_vec())]
        );
        assert_eq!(lines(b"1234567", 5), [None]);
    }
}
