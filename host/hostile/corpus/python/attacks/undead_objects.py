#! row: destructors
#! ends: limit fuel
#! limit: fuel; destructors run as the guest
#! limits: {"fuel": 200000000}
"""Brings back to life what the collector finds dead."""

import gc
from typing import NoReturn


class Undead:
    def __init__(self) -> None:
        # Only the collector finds what refers to itself.
        self.me = self

    def __del__(self) -> None:
        Undead()


def attack() -> NoReturn:
    Undead()
    while True:
        gc.collect()
