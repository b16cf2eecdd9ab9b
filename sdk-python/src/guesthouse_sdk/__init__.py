"""Write Guesthouse plugins in Python.

A plugin is a module `plugin` with one function, `def handle(event: Event) -> list[Output]`. It
raises `Rejected`, `Failed` or `Unavailable` when it cannot handle the event. `state` and `http`
are for plugins of world `plugin`: `from guesthouse_sdk import state`.
"""

from . import config, json, log
from ._event import Attributes, Event, Output
from ._failure import Failed, Failure, GuesthouseError, Rejected, Unavailable
from .json import Json, JsonError, JsonLike

__all__ = [
    "Attributes",
    "Event",
    "Failed",
    "Failure",
    "GuesthouseError",
    "Json",
    "JsonError",
    "JsonLike",
    "Output",
    "Rejected",
    "Unavailable",
    "config",
    "json",
    "log",
]
