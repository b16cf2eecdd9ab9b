#! row: parked-guest
#! ends: timeout
#! limit: deadline
#! limits: {"deadline": 500}
#! grants: connection
"""Waits for a service that does not answer."""

from typing import NoReturn

from guesthouse_sdk import http

from . import breached


def attack() -> NoReturn:
    raise breached(http.get("upstream", "/allowed/slow").status)
