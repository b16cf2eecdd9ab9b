#! row: host-buffers
#! ends: failed state-too-large
#! limit: value_bytes
#! grants: store
"""Tries to store a value of two mebibytes, several times."""

from typing import NoReturn

from guesthouse_sdk import state

from . import breached


def attack() -> NoReturn:
    own, value = state.open("own"), bytes(2 << 20)
    for _ in range(50):
        try:
            own.set("k", value)
        except state.TooLarge:
            continue
        raise breached("a value of two mebibytes")
    own.set("k", value)
    raise breached("a value of two mebibytes")
