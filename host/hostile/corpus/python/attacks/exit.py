#! row: dropped-call
#! ends: crashed exit
#! limit: an exit is a crash, also with status 0
"""Exits with status 0 and without a result."""

import os
from typing import NoReturn


def attack() -> NoReturn:
    os._exit(0)
