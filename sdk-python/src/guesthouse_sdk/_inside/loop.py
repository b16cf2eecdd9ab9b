"""Makes `asyncio` run what needs no socket: its loop would wait for a pair of sockets."""

from __future__ import annotations

import selectors
import sys
import time
from typing import Any

from .replace import replace


class _Timer(selectors.SelectSelector):
    """Waits for time only: there are no sockets to wait for."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError(
                "nothing can wake this event loop: a plugin has no sockets or threads"
            )
        if timeout > 0:
            time.sleep(timeout)
        return []


def _nothing(_loop: object) -> None:
    pass


# The module with the loop, and what an import of it during an event runs in addition.
MODULE = "asyncio/selector_events.py"
ADDITION = f"""
from {__package__} import loop as _loop
_loop.change(BaseSelectorEventLoop)
""".encode()


def change(loop: type[Any]) -> None:
    """Changes the class of event loops."""
    for name in ("_make_self_pipe", "_close_self_pipe", "_write_to_self"):
        setattr(loop, name, _nothing)
    replace(selectors.DefaultSelector, _Timer)


def seal() -> None:
    """Changes the loop if a module has imported it."""
    events: Any = sys.modules.get("asyncio.selector_events")
    if events is not None:
        change(events.BaseSelectorEventLoop)
