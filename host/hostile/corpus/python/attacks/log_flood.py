#! row: log-flood
#! ends: limit host-calls
#! limit: host_calls; lines beyond log_lines are dropped and counted
#! limits: {"host_calls": 2000}
"""Writes lines for ever, each much longer than the host keeps."""

from typing import NoReturn

from guesthouse_sdk import log


def attack() -> NoReturn:
    line = "flood " * 2_000
    while True:
        log.error(line, again=line)
