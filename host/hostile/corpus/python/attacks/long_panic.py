#! row: stdout-flood
#! ends: crashed exception
#! limit: the SDK passes on no more than the host keeps
#! limits: {"call_bytes": 262144}
"""Raises an exception with a message of eight megabytes that ends in escape sequences."""

from typing import NoReturn


def attack() -> NoReturn:
    raise ValueError("long " * 1_600_000 + "\x1b]0;owned\x07\x1b[2J\ud800")
