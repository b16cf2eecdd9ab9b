#! row: secrets
#! ends: completed
#! limit: a store is opened by a granted name, which is not a path
#! grants: store
"""Tries names that may lead to the stores of other plugins."""

from guesthouse_sdk import Output, state

from . import breached, report

NAMES = (
    "",
    "canary",
    "counts",
    "OWN",
    "own/",
    "./own",
    "../canary/counts",
    "canary/counts",
    "canary\0counts",
    "*",
)


def attack() -> list[Output]:
    for name in NAMES:
        try:
            state.open(name)
        except state.NotGranted:
            continue
        raise breached(f"the store {name!r}")
    return report("no store but its own")
