#! row: memory-growth
#! ends: limit fuel
#! limit: fuel, including the cost of refused allocations
#! limits: {"fuel": 500000000}
"""Allocates, is refused, and allocates again forever."""

from typing import NoReturn


def attack() -> NoReturn:
    kept: list[bytearray] = []
    while True:
        try:
            kept.append(bytearray(1 << 20))
        except MemoryError:
            del kept[len(kept) // 2 :]
