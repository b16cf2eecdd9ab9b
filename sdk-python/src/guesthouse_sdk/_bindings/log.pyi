from enum import Enum

from .types import Attribute

class Level(Enum):
    TRACE = 0
    DEBUG = 1
    INFO = 2
    WARN = 3
    ERROR = 4

def write(level: Level, message: str, fields: list[Attribute]) -> None: ...
