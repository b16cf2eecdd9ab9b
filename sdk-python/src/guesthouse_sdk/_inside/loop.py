"""Makes `asyncio` run what needs no socket: its loop would wait for a pair of sockets."""

from __future__ import annotations

import selectors
from types import ModuleType
from typing import Any

from . import absent, clock
from .changes import on_import
from .replace import replace


class _Timer(selectors.SelectSelector):
    """Waits for time only: there are no sockets to wait for."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError(
                "nothing can wake this event loop: a plugin has no sockets or threads"
            )
        if timeout > 0:
            clock.sleep(timeout)
        return []


def _nothing(_loop: object) -> None:
    pass


def _change(module: ModuleType) -> None:
    """Changes the class of event loops."""
    loop: Any = module.BaseSelectorEventLoop
    run_in_executor = loop.run_in_executor

    def run(self: Any, executor: Any, *call: Any) -> Any:  # noqa: ANN401
        # The loop would keep an executor without threads, and need a thread to close it.
        if executor is None:
            raise RuntimeError(absent.THREADS)
        return run_in_executor(self, executor, *call)

    async def look_up(_loop: object, *_args: object, **_options: object) -> None:
        absent.look_up()

    for name in ("_make_self_pipe", "_close_self_pipe", "_write_to_self"):
        setattr(loop, name, _nothing)
    loop.run_in_executor = run
    loop.getaddrinfo = loop.getnameinfo = look_up


def install() -> None:
    """Changes event loops, and what they wait with."""
    replace(selectors.DefaultSelector, _Timer)
    on_import("asyncio.selector_events", _change)
