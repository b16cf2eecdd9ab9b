#! row: lifting
#! ends: limit output-bytes
#! limit: output_bytes
#! limits: {"output_bytes": 1048576}
"""Returns more bytes than the host publishes for one event."""

from guesthouse_sdk import Output

from . import report


def attack() -> list[Output]:
    return report("x" * ((1 << 20) + 1))
