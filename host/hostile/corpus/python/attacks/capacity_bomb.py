#! row: memory-growth
#! ends: limit memory
#! limit: memory
"""Asks for more than the limit at once."""

from typing import NoReturn

from . import breached


def attack() -> NoReturn:
    raise breached(len(bytearray(1 << 30)))
