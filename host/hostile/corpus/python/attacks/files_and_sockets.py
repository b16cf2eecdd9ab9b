#! row: ssrf
#! ends: completed
#! limit: there are no files, and no socket may be used
"""Tries what the contract does not have: files, processes, name lookup, TCP, UDP."""

import os
import socket
from collections.abc import Callable

from guesthouse_sdk import Output

from . import breached, report

DOORS: dict[str, Callable[[], object]] = {
    "a file": lambda: open("/etc/passwd"),
    "a folder": lambda: os.listdir("/"),
    "a new file": lambda: open("/tmp/hostile", "w"),
    "a process": lambda: os.posix_spawn("/bin/sh", ["sh"], {}),
    "an address": lambda: socket.getaddrinfo("localhost", 80),
    "a connection": lambda: socket.create_connection(("169.254.169.254", 80)),
    "a datagram": lambda: socket.socket(type=socket.SOCK_DGRAM).bind(("127.0.0.1", 0)),
}


def attack() -> list[Output]:
    for what, door in DOORS.items():
        try:
            door()
        except OSError, AttributeError, LookupError:
            continue
        raise breached(what)
    return report("nothing")
