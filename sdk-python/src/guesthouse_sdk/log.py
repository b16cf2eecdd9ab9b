"""Log lines for the operator.

Every function takes a message and fields: `log.info("stored", key="a")`. Standard output also
becomes log lines of level `info`, and standard error of level `warn`. The host truncates lines that
are too long and drops lines that are too many; writing never fails.
"""

from __future__ import annotations

from ._bindings import log as _host
from ._bindings import types as _types
from ._checked import readable
from ._inside.phase import require_event

__all__ = ["debug", "error", "info", "trace", "warn"]


def trace(message: str, /, **fields: str) -> None:
    """Writes a line about a single step."""
    _write(_host.Level.TRACE, message, fields)


def debug(message: str, /, **fields: str) -> None:
    """Writes a line that helps to find a bug."""
    _write(_host.Level.DEBUG, message, fields)


def info(message: str, /, **fields: str) -> None:
    """Writes a line about normal operation."""
    _write(_host.Level.INFO, message, fields)


def warn(message: str, /, **fields: str) -> None:
    """Writes a line about a probable problem."""
    _write(_host.Level.WARN, message, fields)


def error(message: str, /, **fields: str) -> None:
    """Writes a line about an error."""
    _write(_host.Level.ERROR, message, fields)


def _write(level: _host.Level, message: str, fields: dict[str, str]) -> None:
    require_event("log")
    _host.write(level, readable(message), _attributes(fields))


def _attributes(fields: dict[str, str]) -> list[_types.Attribute]:
    return [_types.Attribute(name, readable(value)) for name, value in fields.items()]
