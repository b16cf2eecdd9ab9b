#! row: host-buffers
#! ends: limit state-bytes
#! limit: state_bytes, which counts what the host keeps until the event ends
#! grants: store
"""Stores values of half a mebibyte under many keys, which the host holds until the event ends."""

from typing import NoReturn

from guesthouse_sdk import state

from . import breached


def attack() -> NoReturn:
    own, value = state.open("own"), bytes(512 << 10)
    for n in range(1_000):
        own.set(f"key-{n}", value)
    raise breached("half a gibibyte in the host")
