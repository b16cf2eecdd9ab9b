#! row: stdout-flood
#! ends: limit host-calls
#! limit: host_calls; lines beyond log_lines are dropped and counted
#! limits: {"host_calls": 2000}
"""Prints for ever, to both streams, with and without an end of line."""

import sys
from typing import NoReturn


def attack() -> NoReturn:
    text = "flood " * 500
    while True:
        print(text)
        print(text, end="", file=sys.stderr, flush=True)
