#! row: lying-abi
#! ends: crashed trap
#! limit: the engine's checks, where nothing of the SDK is left
"""Replaces the SDK's own parts by ones that answer nonsense."""

from guesthouse_sdk import Output, entry


def attack() -> list[Output]:
    for part in ("lower_all", "lower_failure", "_crash"):
        setattr(entry, part, nonsense)
    return []


def nonsense(*_: object) -> object:
    return [{"type": 1}, None]
