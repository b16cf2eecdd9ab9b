//! Shortens the log of a crash in Go, which writes the stacks of all goroutines. The crash has the first.

use crate::log::{Level, LogLine, Origin};

/// Puts one line in the place of the stacks at the end of the log of a crash.
pub(crate) fn shorten(lines: &mut Vec<LogLine>) {
    let Some(start) = start(lines) else { return };
    let (before, stacks) = lines.split_at(start);
    let count = stacks.iter().filter(|line| is_stderr(line)).count();
    let others = stacks.iter().filter(|line| !is_stderr(line));
    let note = LogLine {
        level: Level::Warn,
        origin: Origin::Host,
        message: format!("the log is without {count} lines of stacks: the crash has the first"),
        fields: Vec::new(),
    };
    *lines = before.iter().chain(others).cloned().chain([note]).collect();
}

/// Returns the index of the first line of the stacks.
fn start(lines: &[LogLine]) -> Option<usize> {
    let starts = |words: &'static [&str]| {
        move |line: &LogLine| {
            is_stderr(line) && words.iter().any(|word| line.message.starts_with(word))
        }
    };
    let crash = lines
        .iter()
        .rposition(starts(&["fatal error: ", "panic: "]))?;
    let rest = lines.get(crash..)?;
    rest.iter().position(starts(&["goroutine "]))?;
    let first = rest
        .iter()
        .position(starts(&["goroutine ", "runtime stack:"]))?;
    Some(crash + first)
}

fn is_stderr(line: &LogLine) -> bool {
    line.origin == Origin::Stderr
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortened(text: &str) -> Vec<String> {
        let line = |message: &str| LogLine {
            level: Level::Warn,
            origin: Origin::Stderr,
            message: message.to_owned(),
            fields: Vec::new(),
        };
        let mut lines: Vec<_> = text.lines().map(line).collect();
        shorten(&mut lines);
        lines.into_iter().map(|line| line.message).collect()
    }

    #[test]
    fn the_log_of_a_crash_in_go_ends_before_the_stacks() {
        let text = "mine\nruntime: out of memory: cannot allocate 4194304-byte block\nfatal error: out of memory\n\nruntime stack:\nruntime.throw()\n\ngoroutine 1 [running]:\nmain.handle()\n\tplugin.go:7\n\ngoroutine 2 [force gc (idle)]:\n";
        let lines = [
            "mine",
            "runtime: out of memory: cannot allocate 4194304-byte block",
            "fatal error: out of memory",
            "",
            "the log is without 8 lines of stacks: the crash has the first",
        ];
        assert_eq!(shortened(text), lines);
    }

    #[test]
    fn other_text_stays() {
        for text in [
            "goroutine 1 of mine\npanic: not at all\nand more",
            "thread 'main' panicked at a.rs:1:1:\nbad",
        ] {
            assert_eq!(shortened(text).join("\n"), text);
        }
    }
}
