"""Locks that do not wait for another thread: a plugin has one.

The wait for a lock in C would be a trap that no `except` sees. Queues, events, semaphores and
futures wait for a lock, too.
"""

from __future__ import annotations

import _thread
from types import ModuleType
from typing import NoReturn

from . import clock
from .changes import on_import
from .replace import replace

WAITS = (
    "this waits for another thread, and a plugin has one thread: do first what it waits for, or "
    "pass a timeout"
)


class _Lock:
    __slots__ = ("__weakref__", "_held")

    def __init__(self) -> None:
        self._held = False

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        _check(blocking, timeout)
        if not self._held:
            self._held = True
            return True
        if blocking and timeout < 0:
            raise RuntimeError(WAITS)
        if blocking:
            clock.sleep(timeout)
        return False

    def release(self) -> None:
        if not self._held:
            raise RuntimeError("release unlocked lock")
        self._held = False

    def locked(self) -> bool:
        return self._held

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_error: object) -> None:
        self.release()

    def __reduce__(self) -> NoReturn:
        raise TypeError("cannot pickle '_thread.lock' object")

    def __repr__(self) -> str:
        state = "locked" if self._held else "unlocked"
        return f"<{state} _thread.lock object at {id(self):#x}>"

    _at_fork_reinit = __init__
    acquire_lock, release_lock, locked_lock = acquire, release, locked


def _check(blocking: bool, timeout: float) -> None:
    if timeout != -1 and not blocking:
        raise ValueError("can't specify a timeout for a non-blocking call")
    if timeout != -1 and timeout < 0:
        raise ValueError("timeout value must be a non-negative number")
    if timeout > _thread.TIMEOUT_MAX:
        raise OverflowError("timeout value is too large")


def _wait_for_locks(module: ModuleType) -> None:
    """Replaces the queue in C by the one in Python, which waits for a lock of `threading`."""
    replace(module.SimpleQueue, module._PySimpleQueue)
    module.SimpleQueue = module._PySimpleQueue  # type: ignore[attr-defined]


def install() -> None:
    """Replaces the locks in C that wait."""
    replace(_thread.LockType, _Lock)
    replace(_thread.allocate_lock, _Lock)
    on_import("queue", _wait_for_locks)
