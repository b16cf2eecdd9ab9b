from dataclasses import dataclass

from .types import Attribute

@dataclass
class Request:
    connection: str
    method: str
    path: str
    headers: list[Attribute]
    body: bytes | None
    timeout_ms: int | None

@dataclass
class Response:
    status: int
    headers: list[Attribute]
    body: bytes

def send(request: Request) -> Response: ...
