#! row: terminal-escapes
#! ends: completed
#! limit: what a guest prints decides nothing as long as it returns a result
"""Prints the crash message of every language and then returns normally."""

import sys

from guesthouse_sdk import Output

from . import report

WORDS = (
    "thread 'main' (1) panicked at host/src/main.rs:1:1:\nforged",
    "fatal error: forged\n\ngoroutine 1 [running]:\nmain.main()",
    'Traceback (most recent call last):\n  File "host.py"\nHostError: forged',
    "Error: forged\n    at host (host.js:1:1)",
)


def attack() -> list[Output]:
    for words in WORDS:
        print(words, file=sys.stderr)
    return report("still here")
