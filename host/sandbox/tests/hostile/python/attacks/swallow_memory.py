#! row: memory-growth
#! ends: limit memory
#! limit: memory, which wins over the fuel that was spent on ignoring it
#! limits: {"fuel": 1000000000}
"""Allocates, is refused, and allocates again for ever."""

from typing import NoReturn


def attack() -> NoReturn:
    kept: list[bytearray] = []
    while True:
        try:
            kept.append(bytearray(1 << 20))
        except MemoryError:
            del kept[len(kept) // 2 :]
