#! row: stack
#! ends: crashed exception
#! limit: the interpreter's own stack limit
"""Recurses for ever."""

from typing import NoReturn


def attack() -> NoReturn:
    attack()
    raise AssertionError
