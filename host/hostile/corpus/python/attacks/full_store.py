#! row: host-buffers
#! ends: failed state-quota-exceeded
#! limit: the quota of the store, which counts uncommitted values too
#! limits: {"state_bytes": 1073741824}
#! grants: store
"""Fills the store with values of half a mebibyte until its quota is used up."""

from typing import NoReturn

from guesthouse_sdk import state

from . import breached


def attack() -> NoReturn:
    own, value = state.open("own"), bytes(512 << 10)
    for n in range(1_000):
        own.set(f"key-{n}", value)
    raise breached("half a gibibyte in a store")
