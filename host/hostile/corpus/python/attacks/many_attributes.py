#! row: lifting
#! ends: limit call-bytes
#! limit: call_bytes, before the host copies anything
#! limits: {"call_bytes": 262144}
"""Hides its bytes in twenty thousand small attributes of one output."""

from guesthouse_sdk import Output


def attack() -> list[Output]:
    return [
        Output("hostile.attributes", extensions={f"a{n}": "x" for n in range(20_000)})
    ]
