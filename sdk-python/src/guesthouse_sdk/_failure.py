"""The failures that a plugin raises if it cannot handle an event."""

from typing import ClassVar, Literal

from ._checked import checked_u32

Kind = Literal["rejected", "failed", "unavailable"]


class GuesthouseError(Exception):
    """The base class of all exceptions of this SDK."""

    def failure(self) -> "Failure":
        """Returns the failure that the host receives if nothing catches this exception."""
        raise NotImplementedError


class Failure(GuesthouseError):
    """`handle` raises one if it cannot handle the event: `Rejected`, `Failed` or `Unavailable`.

    `code` is a stable code for programs, at most 64 characters of `a-z`, `0-9` and `-`, or None.
    `message` is for the operator.
    """

    kind: ClassVar[Kind]

    def __init__(self, code: str | None, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.retry_after_ms: int | None = None

    def __str__(self) -> str:
        return self.message

    def failure(self) -> "Failure":
        return self


class Rejected(Failure):
    """The event is at fault: it is malformed, or this plugin cannot accept it. Do not retry."""

    kind = "rejected"


class Failed(Failure):
    """The event is valid, but the plugin could not do its work. Do not retry."""

    kind = "failed"


class Unavailable(Failure):
    """A service that the plugin needs is currently unavailable. Retry later.

    `retry_after_ms` says how long to wait before retrying, in milliseconds.
    """

    kind = "unavailable"

    def __init__(
        self, code: str | None, message: str, *, retry_after_ms: int | None = None
    ) -> None:
        super().__init__(code, message)
        if retry_after_ms is not None:
            self.retry_after_ms = checked_u32(retry_after_ms, "retry_after_ms")
