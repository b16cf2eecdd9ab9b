#! row: lying-abi
#! ends: crashed panic
#! limit: the bindings end what cannot answer
"""Replaces the SDK's own parts by ones that answer nonsense, and then raises."""

from typing import NoReturn

from guesthouse_sdk import entry


def attack() -> NoReturn:
    for part in ("lower_all", "lower_failure", "_crash"):
        setattr(entry, part, nonsense)
    raise ValueError("and now?")


def nonsense(*_: object) -> object:
    return [{"type": 1}, None]
