#! row: endless-loop
#! ends: limit fuel
#! limit: fuel, also inside one call of a built-in
#! limits: {"fuel": 200000000}
"""Sums what never ends, without a line of its own in the loop."""

from itertools import repeat
from typing import NoReturn

from . import breached


def attack() -> NoReturn:
    raise breached(sum(repeat(0)))
