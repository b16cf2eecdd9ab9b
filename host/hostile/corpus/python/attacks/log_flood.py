#! row: log-flood
#! ends: limit host-calls
#! limit: host_calls; the host drops and counts lines beyond log_lines
#! limits: {"host_calls": 2000}
"""Writes log lines in an endless loop, each much longer than the host keeps."""

from typing import NoReturn

from guesthouse_sdk import log


def attack() -> NoReturn:
    line = "flood " * 2_000
    while True:
        log.error(line, again=line)
