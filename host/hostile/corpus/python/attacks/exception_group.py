#! row: host-panic
#! ends: crashed exception
#! limit: the number of bytes kept of a trace
"""Raises a tree of exceptions, each with a cause that has causes."""

from typing import NoReturn


def grown(depth: int) -> Exception:
    if depth == 0:
        return ValueError("leaf " * 100)
    group = ExceptionGroup("branch", [grown(depth - 1), grown(depth - 1)])
    group.__cause__ = grown(depth - 1)
    return group


def attack() -> NoReturn:
    raise grown(8)
