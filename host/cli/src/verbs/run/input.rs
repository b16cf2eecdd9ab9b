//! Reads lines from standard input ahead of the events in progress, within a memory budget.

use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

use guesthouse::Event;
use guesthouse_diagnostics::Diagnostic;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use crate::at_start;
use crate::error::{Error, Result, plain};
use crate::verbs::json_lines;

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
    let first = input.fill_buf().unwrap_or_default();
    if let Some((message, hint)) = json_lines::unfit(first, "events") {
        let found = Diagnostic::error("not-events", message).hint(hint);
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
    fn a_line_that_is_too_long_is_skipped_and_the_next_is_read() {
        assert_eq!(
            lines(b"12345\n123456\n12\n", 5),
            [Some(b"12345".to_vec()), None, Some(b"12".to_vec())]
        );
        assert_eq!(lines(b"1234567", 5), [None]);
    }
}
