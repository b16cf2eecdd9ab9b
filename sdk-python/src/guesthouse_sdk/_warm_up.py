"""What the SDK adds to the preparation of a snapshot and of an event."""

from ._failure import Rejected
from ._inside import absent, snapshot

# CPython counts nanoseconds in 64 bits. The times of events start with a day.
_LAST_DAY = "2262-04-10"

absent.INSTEAD_OF_SOCKETS.append(
    "send requests with `guesthouse_sdk.http` through a connection of the policy"
)


def before_the_event(time: str | None) -> None:
    """Resets what must not remain from the build, and refuses a time that Python cannot hold."""
    snapshot.before_a_call()
    if time is not None and time[:10] > _LAST_DAY:
        message = f"the time of the event is after {_LAST_DAY}, where the clock of Python ends"
        raise Rejected("time-out-of-range", message)
