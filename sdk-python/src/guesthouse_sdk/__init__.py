"""Write Guesthouse plugins in Python.

A plugin is a module `plugin` with one function, `def handle(event: Event) -> list[Output]`. The
function raises `Rejected`, `Failed` or `Unavailable` if it cannot handle the event. Plugins of
world `plugin` can also import `state` and `http`: `from guesthouse_sdk import state`.
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
