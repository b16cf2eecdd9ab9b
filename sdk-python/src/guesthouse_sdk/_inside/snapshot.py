"""Prepares the snapshot while the plugin is built. The component contains only that memory."""

import encodings
import gc
import io
import os
import re
import sys
import time
from contextlib import suppress
from pkgutil import iter_modules

from . import (
    absent,
    chance,
    changes,
    clock,
    derive,
    files,
    late,
    locks,
    loop,
    native,
    null,
    output,
    phase,
    stand_in,
)

_LIBRARY = "/python"
# Parts of Python's library for developers, which need a terminal, a screen or files.
_NOT_FOR_PLUGINS = frozenset(
    [
        "config-3.14-wasm32-wasi",
        "curses",
        "ensurepip",
        "idlelib",
        "pydoc_data",
        "site-packages",
        "tkinter",
        "turtle.py",
        "turtledemo",
        "venv",
    ]
)
# Modules that code in C imports during a call, by the module that causes it.
_LATE_IMPORTS_OF_C = {"builtins": "_pylong", "datetime": "_strptime"}
# What the SDK needs itself has loaded these modules: an import in one of their functions is rare.
_MODULES_OF_THE_SDK = frozenset(sys.modules)
# componentize-py gives the folders of `-p` these names. The first is the author's project, the
# second is the SDK.
_FOLDER = re.compile(r"/\d+")
_PRINTED = ".printed"
# As in the other languages, where the host gives it.
_PROGRAM = "plugin"
# Libraries that choose a language or an encoding read it.
_ENVIRONMENT = {"LC_ALL": "C.UTF-8"}
_READ = "read it at the top of a module and close it: `with open(...) as file:`"
_WRITTEN = (
    "a plugin cannot write files: print lines, which become log lines, and let `logging` write to "
    "standard error, without `filename`"
)


class BuildError(Exception):
    """Ends a build. Its text is all that the author sees."""


def before_the_import() -> None:
    """Prepares what must differ already while the author's module is imported."""
    if sys.platform == "wasi":
        output.install()
        # Libraries read the name of the program without a check.
        sys.argv = [_PROGRAM]
        os.chdir(_project())
        os.environ.update(_ENVIRONMENT)
        null.install()
    absent.refuse()
    derive.supply()
    stand_in.supply()
    clock.rebase()
    locks.install()
    changes.install()
    loop.install()
    chance.watch()


def before_the_snapshot() -> None:
    """Loads into memory what a plugin may need later."""
    output.flush()
    end = len(output.printed)
    for codec in iter_modules(encodings.__path__):
        late.attempt(f"encodings.{codec.name}")
    for used, name in _LATE_IMPORTS_OF_C.items():
        if used in sys.modules:
            late.attempt(name)
    late.import_all(_MODULES_OF_THE_SDK)
    chance.seal()
    _forget_the_machine()
    _require_closed_files()
    if sys.platform == "wasi":
        files.install(_copy())
    del output.printed[end:]
    native.refuse()
    if sys.platform == "wasi":
        _report_native_packages()
    gc.collect()


def report_printed() -> None:
    """Passes what the author's modules printed to the build, in a file of the sources."""
    output.flush()
    if sys.platform == "wasi":
        with open(os.path.join(_project(), _PRINTED), "wb") as file:
            file.write(output.printed)


def before_a_call() -> None:
    """Resets what must not remain from the build."""
    phase.building = False
    # componentize-py removes what the build has set.
    os.environ.update(_ENVIRONMENT)
    chance.begin()
    logging = sys.modules.get("logging")
    if logging is not None:
        # The time since then is part of each record. Python has no times after 2262.
        with suppress(OverflowError):
            logging._startTime = time.time_ns()  # type: ignore[attr-defined]


def _project() -> str:
    return next(folder for folder in sys.path if _FOLDER.fullmatch(folder))


def _copy() -> files.Files:
    copy = files.Files(_project())
    copy.add(_LIBRARY, _NOT_FOR_PLUGINS)
    sdk = next(folder for folder in sys.path if folder and __file__.startswith(folder + "/"))
    for folder in sys.path:
        if _FOLDER.fullmatch(folder) and folder != sdk:
            copy.add(folder, frozenset((_PRINTED,)))
    return copy


def _forget_the_machine() -> None:
    """Removes what `uuid` has learned from the machine that builds."""
    uuid = sys.modules.get("uuid")
    for name in ("_node", "_last_timestamp", "_last_timestamp_v7"):
        if hasattr(uuid, name):
            setattr(uuid, name, None)


def _report_native_packages() -> None:
    """Says in the build which imports of the author's functions will fail."""
    for name in sorted(late.imported_in(_project() + "/") & native.refused.keys()):
        problem = native.refused[name]
        sys.stdout.write(f"`import {name}` in a function will fail: {problem}\n")


def _require_closed_files() -> None:
    """Refuses a file that stays open: there are no files at run time, and its use would trap."""
    start = _project() + "/" if sys.platform == "wasi" else ""
    for found in gc.get_objects():
        # `isinstance` would call the code of proxies, which can raise anything.
        if issubclass(type(found), io.FileIO) and not found.closed and found.fileno() > 2:
            name = str(found.name).removeprefix(start)
            message = f"the file `{name}` is still open at the end of the build"
            hint = _WRITTEN if found.writable() else _READ
            raise BuildError(f"{message}\nhint: {hint}")
