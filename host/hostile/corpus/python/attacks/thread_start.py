#! row: shared-memory
#! ends: crashed exception
#! limit: there are no threads
"""Tries to start a thread that outlives the event."""

import threading
from typing import NoReturn

from . import breached


def attack() -> NoReturn:
    threading.Thread(target=threading.Event().wait).start()
    raise breached("a thread")
