#! row: lifting
#! ends: failed long
#! limit: the SDK passes on no more than the host keeps
#! limits: {"call_bytes": 262144}
"""Fails with a message of eight mebibytes."""

from typing import NoReturn

from guesthouse_sdk import Failed


def attack() -> NoReturn:
    raise Failed("long", "é" * (4 << 20))
