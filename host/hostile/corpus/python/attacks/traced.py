#! row: re-entrance
#! ends: limit fuel
#! limit: fuel; a trace function runs as part of the guest
#! limits: {"fuel": 200000000}
"""Returns, and spins in a trace function while the SDK runs."""

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
