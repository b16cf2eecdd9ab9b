#! row: stack
#! ends: crashed exception
#! limit: the interpreter's own limit of its stack
"""Calls itself for ever."""

from typing import NoReturn


def attack() -> NoReturn:
    attack()
    raise AssertionError
