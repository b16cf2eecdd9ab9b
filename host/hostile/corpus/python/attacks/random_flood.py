#! row: random
#! ends: limit host-calls
#! limit: host_calls, host_bytes
#! limits: {"host_calls": 20000}
"""Draws random numbers by the mebibyte."""

import os
from typing import NoReturn


def attack() -> NoReturn:
    while True:
        os.urandom(1 << 20)
