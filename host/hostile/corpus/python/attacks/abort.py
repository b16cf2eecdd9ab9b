#! row: use-after-trap
#! ends: crashed trap
#! says: wasm `unreachable` instruction executed
#! limit: an instance that trapped is never entered again
"""Aborts the interpreter."""

import os
from typing import NoReturn


def attack() -> NoReturn:
    os.abort()
