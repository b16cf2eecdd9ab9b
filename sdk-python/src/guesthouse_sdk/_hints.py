"""What to do about an exception that Python raises for what a plugin does not have."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import get_close_matches
from types import ModuleType

_FILES = (
    "a plugin has only the files of its project, and cannot write: keep data in "
    "`guesthouse_sdk.state`, and settings in `guesthouse_sdk.config`"
)
_PROCESSES = (
    "a plugin cannot start programs: do the work in Python, or ask a service with "
    "`guesthouse_sdk.http`"
)
_ENVIRONMENT = (
    "a plugin has no environment variables: read a setting of the policy with "
    "`guesthouse_sdk.config.get`"
)
_TLS = "a plugin has no sockets and no OpenSSL: send requests with `guesthouse_sdk.http`"
# What Python's library and the packages for HTTP say where they lack `ssl`.
_WITHOUT_TLS = (
    "HTTPSConnection",
    "HTTPSHandler",
    "SSL module is not available",
    "SSL support",
    "unknown url type: https",
)
_OURS = ("config", "http", "json", "log", "state")
_ZONES = "a plugin has no time zones of a machine: add `tzdata` to requirements.txt"


def add(error: BaseException) -> None:
    """Adds a note to the exception, and to those that led to it, if there is something to do."""
    for current in chain(error):
        hint = _of(current)
        if hint is not None:
            current.add_note(f"hint: {hint}")


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yields an exception and those that led to it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _of(error: BaseException) -> str | None:
    if isinstance(error, (ImportError, AttributeError, OSError)) and _is_about_tls(error):
        return _TLS
    if isinstance(error, ModuleNotFoundError):
        return _missing_module(error.name or "")
    if isinstance(error, ImportError):
        if "SSL" in str(error):
            return _TLS
        # Python 3.12 has `error.name_from` for this.
        _, _, rest = str(error).partition("cannot import name '")
        return _missing_function(error.name, rest.partition("'")[0])
    if isinstance(error, AttributeError):
        module = error.obj.__name__ if isinstance(error.obj, ModuleType) else None
        return _missing_function(module, error.name)
    if isinstance(error, LookupError):
        return _missing_name(error)
    if isinstance(error, OSError):
        return _missing_system(error)
    return None


def _is_about_tls(error: BaseException) -> bool:
    text = str(error)
    return any(words in text for words in _WITHOUT_TLS)


def _missing_module(name: str) -> str | None:
    top, dot, inner = name.partition(".")
    if top in ("ssl", "_ssl"):
        return _TLS
    if top == "guesthouse_sdk":
        meant = get_close_matches(inner, _OURS, 1)
        also = f": did you mean `guesthouse_sdk.{meant[0]}`?" if meant else ""
        return f"the SDK has no module `{name}`{also}"
    if get_close_matches(top, ("guesthouse_sdk",)):
        return "did you mean `guesthouse_sdk`?"
    if top in sys.stdlib_module_names:
        return f"Python inside a plugin has no module `{name}`: there is no operating system"
    if dot:
        return (
            f"the package `{top}` has no part `{name}`: a plugin runs only pure Python, so a "
            "package with native modules does not work"
        )
    return f"add `{name}` to requirements.txt, or put the module beside plugin.py"


def _missing_function(module: str | None, name: str | None) -> str | None:
    if not name or module not in sys.stdlib_module_names:
        return None
    return (
        f"the module `{module}` inside a plugin has no `{name}`: functions that need an operating "
        "system or OpenSSL are absent"
    )


def _missing_name(error: LookupError) -> str | None:
    if type(error).__name__ == "ZoneInfoNotFoundError":
        return _ZONES
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    code = None if trace is None else trace.tb_frame.f_code
    is_environment = code is not None and code.co_qualname == "_Environ.__getitem__"
    return _ENVIRONMENT if is_environment else None


def _missing_system(error: OSError) -> str | None:
    if error.errno is None or "a plugin has no sockets" in str(error):
        return None
    return _PROCESSES if "does not support processes" in str(error) else _FILES
