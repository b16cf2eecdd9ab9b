"""Prepares the snapshot while the plugin is built. The component contains only that memory.

At run time there are no files, and only modules that were imported before the snapshot exist.
"""

import gc
import linecache
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper

from ._crash import is_authors

_CODECS = ("ascii", "cp1252", "latin_1", "utf_16", "utf_16_be", "utf_8_sig")
# Modules that Python imports during a call, by the module that causes it.
_LATE_IMPORTS = {
    "builtins": ("_pylong",),
    "datetime": ("_strptime",),
    "encodings": tuple(f"encodings.{codec}" for codec in _CODECS),
}


def before_the_snapshot() -> None:
    """Loads into memory what a plugin may need later."""
    for used, late in _LATE_IMPORTS.items():
        for name in late if used in sys.modules else ():
            with suppress(ModuleNotFoundError):  # this version of Python does not have it
                import_module(name)
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and is_authors(file):
            _keep_source(file)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A printed line reaches the host even if the event fails later.
            stream.reconfigure(line_buffering=True, errors="backslashreplace")
    gc.collect()


def _keep_source(file: str) -> None:
    """Keeps the source lines of the author's module, for the stack of an exception."""
    lines = linecache.getlines(file)
    # Without a modification time, linecache never checks the file again.
    linecache.cache[file] = (0, None, lines, file)


def flush() -> None:
    """Flushes text that was printed without a line break."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # the author may have closed or replaced it
            stream.flush()
