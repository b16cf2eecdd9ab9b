#! row: dropped-call
#! ends: crashed exception
#! limit: the SDK answers for what the author's code would end
"""Exits the way Python programs do."""

import sys
from typing import NoReturn


def attack() -> NoReturn:
    sys.exit(0)
