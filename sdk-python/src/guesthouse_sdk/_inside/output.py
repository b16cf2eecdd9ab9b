"""Standard output and error: build output while the plugin is built, log lines in an event."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress

from . import phase

printed = bytearray()


class _Output(io.RawIOBase):
    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        if not phase.building:
            return os.write(self._descriptor, data)
        printed.extend(data)
        return len(data)


def install() -> None:
    """Replaces the streams. A printed line reaches the host even if the event fails later."""
    sys.stdout = sys.__stdout__ = _stream(1)  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = _stream(2)  # type: ignore[misc]


def _stream(descriptor: int) -> io.TextIOWrapper:
    buffer = io.BufferedWriter(_Output(descriptor))  # type: ignore[type-var]
    return io.TextIOWrapper(buffer, "utf-8", "backslashreplace", line_buffering=True)


def flush() -> None:
    """Flushes text that was printed without a line break."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # the author may have closed or replaced it
            stream.flush()
