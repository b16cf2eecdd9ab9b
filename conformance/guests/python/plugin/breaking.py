"""Ways in which a Python program breaks. The words in the comments mark the lines for the cases."""

import os
import sys


def exception() -> None:
    raise ValueError("as told")  # line: exception


def caused() -> None:
    try:
        os.environ["absent"]
    except KeyError as error:
        raise RuntimeError("as told") from error  # line: caused


def index() -> None:
    print([1, 2, 3][3])  # line: index


def leave() -> None:
    sys.exit(3)  # line: exit


def overflow() -> None:
    deeper(1)


def deeper(depth: int) -> int:
    return deeper(depth + 1) + depth  # line: overflow


def loop() -> None:
    while True:
        pass


def hoard() -> None:
    held = []
    while True:
        held.append(bytearray(1 << 20))


WAYS = {
    "exception": exception,
    "caused": caused,
    "index": index,
    "exit": leave,
    "abort": os.abort,
    "overflow": overflow,
    "loop": loop,
    "hoard": hoard,
}
