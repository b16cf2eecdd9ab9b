from dataclasses import dataclass, make_dataclass
from enum import Enum

_ATTRIBUTES = ["subject", "time", "data_content_type", "data_schema", "extensions", "data"]

Event = make_dataclass("Event", ["id", "source", "type", *_ATTRIBUTES])
Output = make_dataclass("Output", ["id", "source", "type", *_ATTRIBUTES])


@dataclass
class Attribute:
    name: str
    value: str


FailureKind = Enum("FailureKind", ["REJECTED", "FAILED", "UNAVAILABLE", "CRASHED"], start=0)
Failure = make_dataclass("Failure", ["kind", "code", "message", "retry_after_ms", "trace"])
