#! row: endless-loop
#! ends: limit fuel
#! limit: fuel, also inside one call of a built-in
#! limits: {"fuel": 200000000}
"""Sums an endless iterator, so that the loop runs in C and not in Python."""

from itertools import repeat
from typing import NoReturn

from . import breached


def attack() -> NoReturn:
    raise breached(sum(repeat(0)))
