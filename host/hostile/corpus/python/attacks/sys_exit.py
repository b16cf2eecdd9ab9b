#! row: dropped-call
#! ends: crashed exception
#! limit: the SDK returns a failure where the author's code would exit
"""Exits with `sys.exit`, as Python programs do."""

import sys
from typing import NoReturn


def attack() -> NoReturn:
    sys.exit(0)
