"""Makes what a plugin does not have fail with an exception that says what to use instead.

Python's own functions would call the WASI that was there during the build, and end in a trap that
no `except` sees.
"""

from __future__ import annotations

import _locale
import _socket
import _thread
import errno
import locale
import sys
from types import ModuleType
from typing import Any, NoReturn

from .changes import on_import
from .replace import replace

# What a plugin does instead is for the SDK to add.
SOCKETS = "a plugin has no sockets"
INSTEAD_OF_SOCKETS: list[str] = []
THREADS = "can't start new thread: a plugin has one thread, so call the function directly"
DEBUGGER = "a plugin has no debugger: print values, which become log lines"

LOCALES = (
    "unsupported locale setting: a plugin has only the locale `C`, whose names are English; write "
    "the text in Python, or use a package with its own data, such as `babel`"
)

_C_LOCALES = (None, "", "C", "POSIX", "C.UTF-8", "C.utf8")
_LOOKUPS = (
    "getaddrinfo",
    "gethostbyaddr",
    "gethostbyname",
    "gethostbyname_ex",
    "getnameinfo",
    "getprotobyname",
    "getservbyname",
    "getservbyport",
)
_STARTERS = ("start_new_thread", "start_new", "start_joinable_thread")
_EAI_FAIL = -4
_setlocale = _locale.setlocale


def _sockets() -> str:
    return ": ".join([SOCKETS, *INSTEAD_OF_SOCKETS])


class _Socket:
    __slots__ = ()

    def __init__(self, *_args: object, **_options: object) -> None:
        raise OSError(errno.ENOTSUP, _sockets())


def look_up(*_args: object, **_options: object) -> NoReturn:
    """Stands for every function that asks for a name in a network."""
    raise _socket.gaierror(_EAI_FAIL, _sockets())


def _host_name() -> str:
    return "localhost"


def _debug(*_args: object, **_options: object) -> NoReturn:
    raise RuntimeError(DEBUGGER)


def _without_debugger(module: ModuleType) -> None:
    module.set_trace = _debug  # type: ignore[attr-defined]


def _dup(*_args: object) -> NoReturn:
    raise OSError(errno.ENOTSUP, _sockets())


def _start(*_args: object, **_options: object) -> NoReturn:
    raise RuntimeError(THREADS)


def _set_locale(category: int, name: str | None = None, /) -> str:
    if name not in _C_LOCALES:
        raise locale.Error(LOCALES)
    return _setlocale(category, name)


def refuse() -> None:
    """Replaces functions that need sockets, threads, a terminal or the data of other locales."""
    substitutes: list[tuple[object, str, Any]] = [(_socket, "socket", _Socket)]
    substitutes += [(_socket, name, look_up) for name in _LOOKUPS]
    substitutes += [(_socket, "dup", _dup), (_socket, "gethostname", _host_name)]
    substitutes += [(sys, "breakpointhook", _debug), (_locale, "setlocale", _set_locale)]
    substitutes += [(_thread, name, _start) for name in _STARTERS]
    on_import("pdb", _without_debugger)
    for module, name, substitute in substitutes:
        original = getattr(module, name, None)
        if original is not None:
            replace(original, substitute)
