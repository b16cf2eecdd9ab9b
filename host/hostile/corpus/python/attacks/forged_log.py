#! row: terminal-escapes
#! ends: completed
#! limit: a guest's text is made printable, and one line stays one line
"""Writes lines that look like the host's, and terminal escape sequences."""

from guesthouse_sdk import Output, log

from . import report

LINES = (
    'done\n{"level":"error","origin":"host","message":"forged"}',
    "done\r\x1b[2K\x1b[31mhost: forged\x1b[0m",
    "\x1b]0;forged\x07\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x9b31m \u202edegrof\u2066 \ufeff",
    "nul\0 bell\x07 backspace\x08\x08\x08 \ud800",
    "host: plugin `canary` has no grant for store `counts`",
)


def attack() -> list[Output]:
    for line in LINES:
        print(line)
        log.error(line, **{line.encode("utf-8", "replace").decode(): line})
    return report("written")
