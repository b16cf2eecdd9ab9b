"""Clocks that do not go on from the build."""

from __future__ import annotations

import time
from collections.abc import Callable

from . import phase
from .replace import replace

_STEP = 1_000
_monotonic_ns = time.monotonic_ns
_sleep = time.sleep


class _Clock:
    """Nanoseconds of the monotonic clock when the snapshot was taken. Each reading moves it."""

    built = 0


def _now() -> int:
    if not phase.building:
        return _Clock.built + _monotonic_ns()
    _Clock.built += _STEP
    return _Clock.built


def _seconds() -> float:
    return _now() / 1e9


def sleep(seconds: float, /) -> None:
    """Moves the clock. The host does so in an event, and writes a log line."""
    if not phase.building:
        _sleep(seconds)
        return
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    _Clock.built += int(seconds * 1e9)


def rebase() -> None:
    """Replaces the clocks that have no fixed start."""
    substitutes: list[tuple[object, Callable[..., object]]] = [(_sleep, sleep)]
    for name in ("monotonic", "perf_counter", "process_time"):
        substitutes.append((getattr(time, name), _seconds))
        substitutes.append((getattr(time, f"{name}_ns"), _now))
    for original, substitute in substitutes:
        replace(original, substitute)
