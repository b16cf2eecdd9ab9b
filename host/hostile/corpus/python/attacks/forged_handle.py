#! row: handles
#! ends: crashed trap
#! says: unknown handle index 12345
#! limit: the bindings and the engine check every handle
"""Constructs a store without opening one."""

from typing import Any, NoReturn

from guesthouse_sdk._bindings import state

from . import breached


def attack() -> NoReturn:
    store: Any = state.Store
    forged = store.__new__(store)
    forged.handle = 12_345
    forged.finalizer = None
    raise breached(forged.get("k"))
