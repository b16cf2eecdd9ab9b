#! row: endless-loop
#! ends: limit fuel
#! limit: fuel, also in the middle of one operation of the interpreter
#! limits: {"fuel": 200000000}
"""Computes a number with a hundred million digits."""

from typing import NoReturn

from . import breached


def attack() -> NoReturn:
    ten = int("10")
    raise breached((ten ** (ten**8)).bit_length())
