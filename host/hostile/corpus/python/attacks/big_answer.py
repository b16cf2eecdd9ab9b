#! row: lowering
#! ends: failed http-too-large
#! limit: response_bytes of the connection
#! grants: connection
"""Fetches more than the host may hold for it."""

from typing import NoReturn

from guesthouse_sdk import http

from . import breached


def attack() -> NoReturn:
    raise breached(len(http.get("upstream", "/allowed/big").body))
