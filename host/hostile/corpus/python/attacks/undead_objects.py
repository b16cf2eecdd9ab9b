#! row: destructors
#! ends: limit fuel
#! limit: fuel; destructors run as part of the guest
#! limits: {"fuel": 200000000}
"""Resurrects objects in finalizers that the collector runs."""

import gc
from typing import NoReturn


class Undead:
    def __init__(self) -> None:
        # Only the collector frees an object that refers to itself.
        self.me = self

    def __del__(self) -> None:
        Undead()


def attack() -> NoReturn:
    Undead()
    while True:
        gc.collect()
