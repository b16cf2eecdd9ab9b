#! row: dropped-call
#! ends: crashed exit
#! limit: an exit is a crash, also one that claims success
"""Leaves without an answer, as if all was well."""

import os
from typing import NoReturn


def attack() -> NoReturn:
    os._exit(0)
