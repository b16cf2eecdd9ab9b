#! row: late-timers
#! ends: limit host-calls
#! limit: host_calls; reading the clock moves it by a step
#! limits: {"host_calls": 20000}
"""Spins on the clock until an hour has passed."""

import time
from typing import NoReturn

from . import breached


def attack() -> NoReturn:
    start = time.monotonic()
    while time.monotonic() - start < 3_600:
        pass
    raise breached("an hour on one worker")
