"""What has to be done while the plugin is built, because only the memory of that process is kept.

A module that is not imported by then does not exist for the plugin, nor does a file.
"""

import gc
import linecache
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper

from ._crash import is_authors

_CODECS = ("ascii", "cp1252", "latin_1", "utf_16", "utf_16_be", "utf_8_sig")
# What Python imports in the middle of a call, for users of which module.
_LATE_IMPORTS = {
    "builtins": ("_pylong",),
    "datetime": ("_strptime",),
    "encodings": tuple(f"encodings.{codec}" for codec in _CODECS),
}


def before_the_snapshot() -> None:
    """Brings into memory what a plugin may need later."""
    for used, late in _LATE_IMPORTS.items():
        for name in late if used in sys.modules else ():
            with suppress(ModuleNotFoundError):  # a Python without it does without it
                import_module(name)
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and is_authors(file):
            _keep_source(file)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A line is on its way when it is printed, whatever becomes of the event.
            stream.reconfigure(line_buffering=True, errors="backslashreplace")
    gc.collect()


def _keep_source(file: str) -> None:
    """Keeps the lines of a module of the author's, for the stack of an exception."""
    lines = linecache.getlines(file)
    # Without a time of change, nobody looks for the file again.
    linecache.cache[file] = (0, None, lines, file)


def flush() -> None:
    """Sends on what was printed without an end of line."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # the author may have closed or replaced it
            stream.flush()
