"""Requests to the services that the policy names as connections.

Needs `world = "plugin"`. A plugin names a connection, never a host; the host adds the credentials.
Requests are sent at least once: an event that is handled again sends its requests again. Nothing
is granted by default: `send` and `get` may raise an `HttpError`. Every status is a response,
including 404 and 500.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ._bindings import http as _host
from ._bindings import types as _types
from ._checked import checked, checked_bytes, checked_u32
from ._failure import Failed
from ._host_error import HostError, ask, by_case
from ._inside.phase import require_event
from .json import Json, JsonError, parse

__all__ = [
    "HttpError",
    "InvalidRequest",
    "NotGranted",
    "Refused",
    "Request",
    "Response",
    "Timeout",
    "TooLarge",
    "Unavailable",
    "get",
    "send",
]


class HttpError(HostError):
    """There is no response. `code` says why, `name` is the name of the connection."""

    interface = "http"
    named = "connection"


class NotGranted(HttpError):
    """The policy does not grant the connection, or not with this method or path."""

    code = "not-granted"


class InvalidRequest(HttpError):
    """The request is invalid."""

    code = "invalid-request"


class Refused(HttpError):
    """Plugins may not connect to the service's address, or it does not answer in valid HTTP."""

    code = "refused"


class Timeout(HttpError):
    """The complete response did not arrive in time. If uncaught, the event can be retried."""

    code = "timeout"
    retry = True


class TooLarge(HttpError):
    """The request or the response is larger than the policy allows."""

    code = "too-large"


class Unavailable(HttpError):
    """The service is currently unreachable. If uncaught, the event can be retried."""

    code = "unavailable"
    retry = True


_ERRORS = by_case(NotGranted, InvalidRequest, Refused, Timeout, TooLarge, Unavailable)


@dataclass(frozen=True, slots=True)
class Request:
    """A request to a connection.

    `path` must start with exactly one `/`; the host appends it to the connection's address. The
    host drops the headers that it sets itself. A name may repeat if `headers` are pairs. The
    policy's limit on time applies in addition to `timeout_ms`.
    """

    connection: str
    method: str
    path: str
    headers: Mapping[str, str] | Iterable[tuple[str, str]] = ()
    body: bytes | None = None
    timeout_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """The service's response. Headers are sorted by name; names are in lower case.

    `connection` is the connection that the request was sent through, which errors name.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    connection: str = ""

    def header(self, name: str) -> str | None:
        """Returns the first value of the header `name`, which must be in lower case."""
        return next((value for found, value in self.headers if found == name), None)

    def json(self) -> Json:
        """Parses the body, whatever its media type. Raises `JsonError`."""
        try:
            return parse(self.body)
        except JsonError as error:
            raise JsonError(error.code, error.offset, self.connection) from None

    def text(self) -> str:
        """Decodes the body as UTF-8. Raises `Failed`, `invalid-utf8`, if it is not UTF-8."""
        try:
            return self.body.decode()
        except UnicodeDecodeError as error:
            named = f' (connection "{self.connection}")' if self.connection else ""
            message = f"http: the response is not valid UTF-8 at byte {error.start}{named}"
            raise Failed("invalid-utf8", message) from error


def get(connection: str, path: str) -> Response:
    """Sends a `GET` request without headers."""
    return send(Request(connection, "GET", path))


def send(request: Request) -> Response:
    """Sends one request and waits for the complete response."""
    require_event("http.send")
    answer = ask(_ERRORS, request.connection, _host.send, _lower(request))
    headers = tuple((header.name, header.value) for header in answer.headers)
    return Response(answer.status, headers, answer.body, request.connection)


def _lower(request: Request) -> _host.Request:
    body, timeout = request.body, request.timeout_ms
    return _host.Request(
        connection=checked(request.connection, "the connection"),
        method=checked(request.method, "the method"),
        path=checked(request.path, "the path"),
        headers=_headers(request.headers),
        body=None if body is None else checked_bytes(body, "the body"),
        timeout_ms=None if timeout is None else checked_u32(timeout, "timeout_ms"),
    )


def _headers(headers: Mapping[str, str] | Iterable[tuple[str, str]]) -> list[_types.Attribute]:
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return [
        _types.Attribute(checked(name, "a header"), checked(value, f"header {name}"))
        for name, value in pairs
    ]
