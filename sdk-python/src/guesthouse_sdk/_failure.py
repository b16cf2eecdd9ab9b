"""How a plugin says that it did not handle an event."""

from typing import ClassVar, Literal

from ._checked import checked_u32

Kind = Literal["rejected", "failed", "unavailable"]


class GuesthouseError(Exception):
    """What everything that this SDK raises has in common."""

    def failure(self) -> "Failure":
        """Returns what the host is told if nobody catches this."""
        raise NotImplementedError


class Failure(GuesthouseError):
    """Raised by `handle` when it cannot handle the event: `Rejected`, `Failed` or `Unavailable`.

    `code` is a short stable word for machines, of `a-z`, `0-9` and `-`, at most 64 characters, or
    None. `message` is a sentence for the operator.
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
    """The event is at fault: malformed, or not something this plugin can accept.

    It is not tried again.
    """

    kind = "rejected"


class Failed(Failure):
    """The plugin could not do its work with a sound event. It is not tried again."""

    kind = "failed"


class Unavailable(Failure):
    """An upstream is not available for the moment. The event is tried again later.

    `retry_after_ms` says when that is worth it, in milliseconds.
    """

    kind = "unavailable"

    def __init__(
        self, code: str | None, message: str, *, retry_after_ms: int | None = None
    ) -> None:
        super().__init__(code, message)
        if retry_after_ms is not None:
            self.retry_after_ms = checked_u32(retry_after_ms, "retry_after_ms")
