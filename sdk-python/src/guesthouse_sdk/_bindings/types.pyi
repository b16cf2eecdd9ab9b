from dataclasses import dataclass
from enum import Enum

@dataclass
class Attribute:
    name: str
    value: str

@dataclass
class Event:
    id: str
    source: str
    type: str
    subject: str | None
    time: str | None
    data_content_type: str | None
    data_schema: str | None
    extensions: list[Attribute]
    data: bytes | None

@dataclass
class Output:
    id: str | None
    source: str | None
    type: str
    subject: str | None
    time: str | None
    data_content_type: str | None
    data_schema: str | None
    extensions: list[Attribute]
    data: bytes | None

class FailureKind(Enum):
    REJECTED = 0
    FAILED = 1
    UNAVAILABLE = 2
    CRASHED = 3

@dataclass
class Failure:
    kind: FailureKind
    code: str | None
    message: str
    retry_after_ms: int | None
    trace: str | None
