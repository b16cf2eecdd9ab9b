"""Lines for the operator.

Every function takes a message and fields: `log.info("stored", key="a")`. What is printed arrives
too, as `info`, and what is written to standard error as `warn`. Lines that are too long are cut,
too many are dropped; writing never fails.
"""

from __future__ import annotations

from ._bindings import log as _host
from ._bindings import types as _types
from ._checked import readable

__all__ = ["debug", "error", "info", "trace", "warn"]


def trace(message: str, /, **fields: str) -> None:
    """Writes a line of the finest level."""
    _host.write(_host.Level.TRACE, readable(message), _attributes(fields))


def debug(message: str, /, **fields: str) -> None:
    """Writes a line that helps to find a mistake."""
    _host.write(_host.Level.DEBUG, readable(message), _attributes(fields))


def info(message: str, /, **fields: str) -> None:
    """Writes a line worth knowing."""
    _host.write(_host.Level.INFO, readable(message), _attributes(fields))


def warn(message: str, /, **fields: str) -> None:
    """Writes a line about something that may need attention."""
    _host.write(_host.Level.WARN, readable(message), _attributes(fields))


def error(message: str, /, **fields: str) -> None:
    """Writes a line about something that went wrong."""
    _host.write(_host.Level.ERROR, readable(message), _attributes(fields))


def _attributes(fields: dict[str, str]) -> list[_types.Attribute]:
    return [_types.Attribute(name, readable(value)) for name, value in fields.items()]
