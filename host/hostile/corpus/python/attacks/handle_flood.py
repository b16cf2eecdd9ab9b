#! row: handles
#! ends: limit handles
#! limit: handles, the guest's and the host's together
#! grants: store
"""Opens a store in an endless loop and keeps each handle."""

from typing import NoReturn

from guesthouse_sdk import state


def attack() -> NoReturn:
    kept = []
    while True:
        kept.append(state.open("own"))
