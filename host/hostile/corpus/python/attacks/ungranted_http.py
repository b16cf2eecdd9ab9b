#! row: host-call-flood
#! ends: limit requests
#! limit: requests, which counts what is denied as well
"""Asks for a connection that nobody granted, until it is tired of no."""

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
