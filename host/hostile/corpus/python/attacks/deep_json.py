#! row: stack
#! ends: completed
#! limit: no parser of the host recurses over a guest's data
"""Nests a hundred thousand arrays, for the SDK's JSON parser and then for the host's."""

from guesthouse_sdk import JsonError, Output, json

from . import breached


def attack() -> list[Output]:
    deep = b"[" * 100_000 + b"]" * 100_000
    try:
        json.parse(deep)
    except JsonError:
        return [Output.bytes("hostile.deep", "application/json", deep)]
    raise breached("the SDK parsed it")
