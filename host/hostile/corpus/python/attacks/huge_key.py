#! row: host-buffers
#! ends: failed state-invalid-key
#! limit: the longest key that the contract allows
#! grants: store
"""Stores a value under a key of one mebibyte."""

from typing import NoReturn

from guesthouse_sdk import state

from . import breached


def attack() -> NoReturn:
    state.open("own").set("k" * (1 << 20), "v")
    raise breached("a key of a mebibyte")
