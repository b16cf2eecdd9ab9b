#! row: lying-abi
#! ends: crashed exception
#! limit: the SDK checks text before it reaches the bindings
"""Passes invalid text to the host: half of a surrogate pair, and a number."""

from guesthouse_sdk import Output


def attack() -> list[Output]:
    return [Output("half \ud800", subject=7)]  # type: ignore[arg-type]
