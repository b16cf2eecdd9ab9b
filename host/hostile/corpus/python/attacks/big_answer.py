#! row: lowering
#! ends: failed http-too-large
#! limit: response_bytes of the connection
#! grants: connection
"""Fetches a response that is larger than the connection allows."""

from typing import NoReturn

from guesthouse_sdk import http

from . import breached


def attack() -> NoReturn:
    raise breached(len(http.get("upstream", "/allowed/big").body))
