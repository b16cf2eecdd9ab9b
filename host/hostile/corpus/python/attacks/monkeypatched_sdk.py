#! row: lying-abi
#! ends: crashed exception
#! limit: the bindings fail a handler that returns nothing
"""Replaces functions of the SDK by ones that return nonsense, and then raises."""

from typing import NoReturn

from guesthouse_sdk import entry


def attack() -> NoReturn:
    for part in ("lower_all", "lower_failure", "_crash"):
        setattr(entry, part, nonsense)
    raise ValueError("and now?")


def nonsense(*_: object) -> object:
    return [{"type": 1}, None]
