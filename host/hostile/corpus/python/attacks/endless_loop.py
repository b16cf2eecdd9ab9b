#! row: endless-loop
#! ends: limit fuel
#! limit: fuel
#! limits: {"fuel": 200000000}
"""Loops forever."""

from typing import NoReturn


def attack() -> NoReturn:
    while True:
        pass
