#! row: memory-growth
#! ends: limit memory
#! limit: memory, summed over the run
"""Allocates one mebibyte after another."""

from typing import NoReturn


def attack() -> NoReturn:
    kept = []
    while True:
        kept.append(b"\1" * (1 << 20))
