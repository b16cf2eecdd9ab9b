"""Opens `/dev/null`, which a plugin does not have: it is empty, and what is written is lost."""

from __future__ import annotations

import io
import os
from typing import Any

from .replace import replace

# The functions have the parameters of Python's own.
# ruff: noqa: ANN401


class _Null(io.RawIOBase):
    name = os.devnull

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, _buffer: object, /) -> int:
        return 0

    def write(self, data: Any, /) -> int:
        return len(data)

    def seek(self, _offset: int, _whence: int = 0, /) -> int:
        return 0


def _buffered(mode: str) -> Any:
    if "+" in mode:
        return io.BufferedRandom(_Null())
    return io.BufferedReader(_Null()) if "r" in mode else io.BufferedWriter(_Null())


def install() -> None:
    """Makes `open` open it."""
    real_open = io.open

    def open_(
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        is_null = isinstance(file, (str, os.PathLike)) and os.fspath(file) == os.devnull
        if not is_null:
            return real_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        if "b" in mode:
            return _Null() if buffering == 0 else _buffered(mode)
        return io.TextIOWrapper(_buffered(mode), encoding, errors, newline)

    replace(real_open, open_)
