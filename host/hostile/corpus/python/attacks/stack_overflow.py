#! row: stack
#! ends: crashed exception
#! limit: the interpreter's own stack limit
"""Recurses forever."""

from typing import NoReturn


def attack() -> NoReturn:
    attack()
    raise AssertionError
