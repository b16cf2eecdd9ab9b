#! row: stdout-flood
#! ends: limit host-calls
#! limit: host_calls; the host drops and counts lines beyond log_lines
#! limits: {"host_calls": 2000}
"""Prints in an endless loop, to both streams, with and without line ends."""

import sys
from typing import NoReturn


def attack() -> NoReturn:
    text = "flood " * 500
    while True:
        print(text)
        print(text, end="", file=sys.stderr, flush=True)
