//! row: terminal-escapes
//! ends: completed
//! limit: a guest's text is made printable, and one line stays one line
//!
//! Writes lines that look like the host's, and terminal escape sequences.

use guesthouse_sdk::{Output, Result, log};

const LINES: [&str; 6] = [
    "done\n{\"level\":\"error\",\"origin\":\"host\",\"message\":\"forged\"}",
    "done\r\x1b[2K\x1b[31mhost: forged\x1b[0m",
    "\x1b]0;forged\x07\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\u{9b}31m \u{202e}degrof\u{2066} \u{feff}",
    "nul\0 bell\x07 backspace\x08\x08\x08",
    "host: plugin `canary` has no grant for store `counts`",
];

pub(crate) fn attack() -> Result<Vec<Output>> {
    for line in LINES {
        println!("{line}");
        log::error(line, &[(line, line)]);
    }
    super::report("written")
}
