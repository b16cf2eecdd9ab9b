#! row: memory-growth
#! ends: limit memory
#! limit: memory
"""Formats a small number with a large width."""

from typing import NoReturn

from . import breached


def attack() -> NoReturn:
    raise breached(len(f"{1:{1 << 30}d}"))
