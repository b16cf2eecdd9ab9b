"""Log lines for the operator.

Every function takes a message and fields: `log.info("stored", key="a")`. Standard output also
becomes log lines of level `info`, and standard error of level `warn`. The host truncates lines that
are too long and drops lines that are too many; writing never fails.
"""

from __future__ import annotations

from ._bindings import log as _host
from ._bindings import types as _types
from ._checked import readable

__all__ = ["debug", "error", "info", "trace", "warn"]


def trace(message: str, /, **fields: str) -> None:
    """Writes a line about a single step."""
    _host.write(_host.Level.TRACE, readable(message), _attributes(fields))


def debug(message: str, /, **fields: str) -> None:
    """Writes a line that helps to find a bug."""
    _host.write(_host.Level.DEBUG, readable(message), _attributes(fields))


def info(message: str, /, **fields: str) -> None:
    """Writes a line about normal operation."""
    _host.write(_host.Level.INFO, readable(message), _attributes(fields))


def warn(message: str, /, **fields: str) -> None:
    """Writes a line about a probable problem."""
    _host.write(_host.Level.WARN, readable(message), _attributes(fields))


def error(message: str, /, **fields: str) -> None:
    """Writes a line about an error."""
    _host.write(_host.Level.ERROR, readable(message), _attributes(fields))


def _attributes(fields: dict[str, str]) -> list[_types.Attribute]:
    return [_types.Attribute(name, readable(value)) for name, value in fields.items()]
