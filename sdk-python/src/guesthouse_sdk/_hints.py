"""What to do about an exception that Python raises for what a plugin does not have."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib.util import find_spec
from traceback import walk_tb
from types import ModuleType

from ._inside.native import chain, imported_name

_FILES = (
    "a plugin has only the files of its project, and cannot write: keep data in "
    "`guesthouse_sdk.state`, temporary data in `io.BytesIO`, and settings in "
    "`guesthouse_sdk.config`"
)
_LOG_FILE = (
    "a plugin cannot write files: leave out the file of `logging`; its lines on standard error "
    "become log lines"
)
_WORK = "do the work in Python, or ask a service with `guesthouse_sdk.http`"
_PROCESSES = f"a plugin cannot start programs: {_WORK}"
_SETTING = "read a setting of the policy with `guesthouse_sdk.config.get`"
_ENVIRONMENT = f"a plugin has no environment variables: {_SETTING}"
_USERS = f"a plugin runs without a user: {_SETTING}"
_TLS = "a plugin has no sockets and no OpenSSL: send requests with `guesthouse_sdk.http`"
# What Python's library and the packages for HTTP say where they lack `ssl`.
_WITHOUT_TLS = (
    "HTTPSConnection",
    "HTTPSHandler",
    "SSL module is not available",
    "SSL support",
    "unknown url type: https",
)
_SCREEN = "a plugin has no terminal: return outputs, or write lines with `guesthouse_sdk.log`"
_ONE_THREAD = "a plugin has one thread: call the function directly"
_PURE = "a plugin runs only pure Python: use a package without native modules"
_MODULES = {
    **dict.fromkeys(("ssl", "_ssl", "_socket"), _TLS),
    **dict.fromkeys(("curses", "_curses", "_curses_panel", "tkinter", "_tkinter"), _SCREEN),
    **dict.fromkeys(("readline", "termios", "pty", "tty", "turtle", "idlelib"), _SCREEN),
    **dict.fromkeys(
        ("_zstd", "_bz2", "_lzma"),
        "a plugin has only `zlib` and `gzip` to compress: use one of them",
    ),
    **dict.fromkeys(("_interpreters", "_interpqueues", "_interpchannels"), _ONE_THREAD),
    **dict.fromkeys(("_posixsubprocess", "_multiprocessing", "_posixshmem"), _PROCESSES),
    **dict.fromkeys(("_dbm", "_gdbm", "fcntl", "mmap"), _FILES),
    **dict.fromkeys(("pwd", "grp"), _USERS),
    **dict.fromkeys(("ctypes", "_ctypes", "ensurepip"), _PURE),
}
# How the names of absent functions of `os` start.
_OF_PROCESSES = (
    *("exec", "fork", "kill", "nice", "pidfd", "pipe", "popen", "posix_spawn", "sched", "spawn"),
    *("startfile", "system", "wait"),
)
_OF_USERS = ("get", "uname")
# How similar two names are of which one is misspelt; `getuid` and `getpid` are less.
_MISSPELT = 0.85
_FUNCTIONS = {
    "ctypes": _PURE,
    "hashlib": "a plugin has no OpenSSL: use another function of `hashlib`, such as `pbkdf2_hmac`",
    "signal": "a plugin gets no signals: the limits of its policy end a run",
    "socket": _TLS,
    "select": _TLS,
}
_OURS = ("config", "http", "json", "log", "state")
_ZONES = "a plugin has no time zones of a machine: add `tzdata` to requirements.txt"
_NO_SUCH_ZONE = "the package `tzdata` has no such time zone: check the spelling"
_INPUT = f"a plugin has no standard input: use the event, or {_SETTING}"
_EXIT = "a plugin cannot exit: return from `handle`, or raise `Rejected`"
_FORMATS = 'a plugin has only the locale `C`: write the text in Python, as in `f"{value:,.2f}"`'


def add(error: BaseException) -> str | None:
    """Adds notes with what to do to the exception, and to those that led to it.

    Returns the note of the exception, or of its cause.
    """
    first = None
    is_cause = True
    for current in chain(error):
        hint = _of(current)
        if hint is not None:
            current.add_note(f"hint: {hint}")
            _suggest_nothing_else(current)
        if is_cause:
            first = first or hint
        is_cause = is_cause and current.__cause__ is not None
    return first


def _suggest_nothing_else(error: BaseException) -> None:
    """Removes what Python takes to suggest a name: `popen` instead of `pipe`."""
    if isinstance(error, AttributeError):
        error.name = None
    elif isinstance(error, ImportError):
        error.name_from = None  # type: ignore[attr-defined, unused-ignore]


def _of(error: BaseException) -> str | None:
    if isinstance(error, (ImportError, AttributeError, OSError)) and _is_about_tls(error):
        return _TLS
    if isinstance(error, ModuleNotFoundError):
        return _missing_module(error.name or "")
    if isinstance(error, ImportError):
        if "SSL" in str(error):
            return _TLS
        return _missing_function(error.name, imported_name(error))
    if isinstance(error, AttributeError):
        module = error.obj.__name__ if isinstance(error.obj, ModuleType) else None
        return _missing_function(module, error.name)
    if isinstance(error, LookupError):
        return _missing_name(error)
    if isinstance(error, OSError):
        return _missing_system(error)
    if isinstance(error, EOFError) and "reading a line" in str(error):
        return _INPUT
    if isinstance(error, ValueError) and "'C' locale" in str(error):
        return _FORMATS
    return _EXIT if isinstance(error, SystemExit) else None


def _is_about_tls(error: BaseException) -> bool:
    text = str(error)
    return any(words in text for words in _WITHOUT_TLS)


def _missing_module(name: str) -> str | None:
    top, dot, inner = name.partition(".")
    if top == "guesthouse_sdk":
        meant = get_close_matches(inner, _OURS, 1)
        also = f": did you mean `guesthouse_sdk.{meant[0]}`?" if meant else ""
        return f"the SDK has no module `{name}`{also}"
    if get_close_matches(top, ("guesthouse_sdk",)):
        return "did you mean `guesthouse_sdk`?"
    if top in sys.stdlib_module_names:
        default = f"Python inside a plugin has no module `{name}`, and no operating system: {_WORK}"
        return _MODULES.get(top, default)
    if dot:
        return (
            f"the package `{top}` has no part `{name}`: a plugin runs only pure Python, so a "
            "package with native modules does not work"
        )
    return f"add `{name}` to requirements.txt, or put the module beside plugin.py"


def _missing_function(module: str | None, name: str | None) -> str | None:
    if not name or module is None or module.partition(".")[0] not in sys.stdlib_module_names:
        return None
    # Python suggests the right name.
    if get_close_matches(name, dir(sys.modules[module]), 1, _MISSPELT):
        return None
    if module not in ("os", "posix"):
        default = f"the module `{module}` inside a plugin has no `{name}`: {_WORK}"
        return _FUNCTIONS.get(module, default)
    if name.startswith(_OF_PROCESSES):
        return _PROCESSES
    return _USERS if name.startswith(_OF_USERS) else f"a plugin has no operating system: {_WORK}"


def _missing_name(error: LookupError) -> str | None:
    if type(error).__name__ == "ZoneInfoNotFoundError":
        return _NO_SUCH_ZONE if find_spec("tzdata") else _ZONES
    return _ENVIRONMENT if _functions(error)[-1:] == ["_Environ.__getitem__"] else None


def _functions(error: BaseException) -> list[str]:
    """Returns the names of the functions that the exception has passed, the innermost last."""
    return [frame.f_code.co_qualname for frame, _ in walk_tb(error.__traceback__)]


def _missing_system(error: OSError) -> str | None:
    if error.errno is None or "a plugin has no sockets" in str(error):
        return None
    if "does not support processes" in str(error):
        return _PROCESSES
    return _LOG_FILE if "FileHandler._open" in _functions(error) else _FILES
