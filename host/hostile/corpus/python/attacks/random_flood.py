#! row: random
#! ends: limit host-calls
#! limit: host_calls, host_bytes
#! limits: {"host_calls": 20000}
"""Asks for random numbers, one mebibyte at a time."""

import os
from typing import NoReturn


def attack() -> NoReturn:
    while True:
        os.urandom(1 << 20)
