#! row: destructors
#! ends: limit fuel
#! limit: fuel; destructors run as the guest
#! limits: {"fuel": 200000000}
"""Brings back to life what the collector finds dead."""

import gc
from typing import NoReturn


class Undead:
    def __del__(self) -> None:
        Undead()


def attack() -> NoReturn:
    while True:
        Undead()
        gc.collect()
