"""Handles one event with the entry of a component, and prints what the host would receive."""

import json
from dataclasses import asdict
from enum import Enum

from componentize_py_types import Err
from wit_world.imports import log
from wit_world.imports.types import Attribute, Event

from guesthouse_sdk.entry import Handler

extensions = [Attribute("a", "1"), Attribute("b", "2")]
event = Event("1", "/test", "test", None, "", None, None, extensions, b"[1]")
try:
    answer = {"outputs": [asdict(output) for output in Handler().handle(event)]}
except Err as error:
    answer = {"failure": asdict(error.value)}
answer["lines"] = log.lines


def plain(value):
    return value.name.lower() if isinstance(value, Enum) else value.decode()


print("ANSWER", json.dumps(answer, default=plain))
