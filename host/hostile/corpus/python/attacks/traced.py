#! row: re-entrance
#! ends: limit fuel
#! limit: fuel; whoever watches the SDK runs as the guest
#! limits: {"fuel": 200000000}
"""Answers, and spins as soon as the SDK goes on."""

import sys
from types import FrameType

from guesthouse_sdk import Output

from . import report


def attack() -> list[Output]:
    sys.settrace(watch)
    return report("all is well")


def watch(frame: FrameType, event: str, argument: object) -> None:
    while frame is not None:
        pass
