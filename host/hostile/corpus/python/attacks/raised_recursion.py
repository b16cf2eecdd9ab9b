#! row: stack
#! ends: crashed stack-overflow
#! limit: the engine's stack
"""Raises the interpreter's recursion limit and nests calls of C functions."""

import sys
from typing import NoReturn

from . import breached


class Nested:
    def __init__(self, inner: object) -> None:
        self.inner = inner

    def __repr__(self) -> str:
        return repr(self.inner)


def attack() -> NoReturn:
    sys.setrecursionlimit(10**9)
    nested: object = None
    for _ in range(100_000):
        nested = Nested([nested])
    raise breached(len(repr(nested)))
