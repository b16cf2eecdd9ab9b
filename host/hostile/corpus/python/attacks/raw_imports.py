#! row: lying-abi
#! ends: crashed panic
#! limit: the bindings and the engine check every argument against the contract
"""Bypasses the SDK and writes a log line with a level that does not exist and with invalid fields."""

from typing import Any, NoReturn

from guesthouse_sdk._bindings import log

from . import breached


def attack() -> NoReturn:
    lie: Any = log.write
    lie(200, "half \ud800", [7, None, "three"])
    raise breached("a line of nothing")
