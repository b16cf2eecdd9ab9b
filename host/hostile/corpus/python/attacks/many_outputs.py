#! row: lifting
#! ends: limit outputs
#! limit: outputs
"""Returns one output more than the limit."""

from guesthouse_sdk import Output


def attack() -> list[Output]:
    return [Output("hostile.one-of-many")] * 1_001
