#! row: endless-loop
#! ends: limit fuel
#! limit: fuel, also in the middle of one operation of the interpreter
#! limits: {"fuel": 200000000}
"""Matches an expression that takes longer than the universe lasts."""

import re
from typing import NoReturn

from . import breached


def attack() -> NoReturn:
    raise breached(re.match(r"^(a+)+$", "a" * 100 + "b"))
