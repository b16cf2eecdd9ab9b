#! row: host-call-flood
#! ends: limit requests
#! limit: requests, which counts denied requests too
"""Asks many times for a connection that the policy does not grant."""

from typing import NoReturn

from guesthouse_sdk import http

from . import breached


def attack() -> NoReturn:
    while True:
        try:
            http.get("metadata", "/latest/meta-data/")
        except http.NotGranted:
            continue
        raise breached("an answer without a grant")
