#! row: leftovers
#! ends: completed
#! limit: an instance for each event; its memory is zeroed before the next
"""Leaves a mark in a module and in a built-in, and looks for the marks of earlier runs."""

import builtins

from guesthouse_sdk import Output

from . import breached, report

runs: list[str] = []


def attack() -> list[Output]:
    if runs or hasattr(builtins, "hostile"):
        raise breached("a mark survived")
    runs.append("a run")
    builtins.hostile = runs  # type: ignore[attr-defined]
    return report("marked")
