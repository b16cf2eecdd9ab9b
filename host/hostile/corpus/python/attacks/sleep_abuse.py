#! row: parked-guest
#! ends: limit host-calls
#! limit: host_calls; a sleep moves the guest's clock and takes no time
#! limits: {"host_calls": 20000}
"""Sleeps for a day in an endless loop."""

import time
from typing import NoReturn


def attack() -> NoReturn:
    while True:
        time.sleep(24 * 3_600)
