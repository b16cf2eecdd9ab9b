#! row: lying-abi
#! ends: crashed exception
#! limit: the SDK checks text before the bindings have to
"""Hands over text that is none: half of a character, and a number."""

from guesthouse_sdk import Output


def attack() -> list[Output]:
    return [Output("half \ud800", subject=7)]  # type: ignore[arg-type]
