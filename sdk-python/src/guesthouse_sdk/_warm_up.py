"""What has to be done while the plugin is built, because only memory is kept of that process.

A module that is not imported by then does not exist for the plugin, nor does a file.
"""

import gc
import linecache
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper

# Modules that the standard library imports in the middle of a call.
_LATE_IMPORTS = {"datetime": ("_strptime",)}


def before_the_snapshot() -> None:
    """Brings into memory what a plugin may need later."""
    for module, late in _LATE_IMPORTS.items():
        if module in sys.modules:
            for name in late:
                import_module(name)
    gc.collect()


def before_an_event() -> None:
    """Makes what happens next depend on nothing but the event."""
    random = sys.modules.get("random")
    if random is not None:
        random.seed()


def flush() -> None:
    """Sends on what was printed without an end of line."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # the author may have closed or replaced it
            stream.flush()
