"""State that lasts from one event to the next: named stores of keys and values.

Needs `world = "plugin"`. Reads see the writes of the same event. The host commits the writes
together with the outputs when `handle` returns. Nothing is granted by default: every call may raise
a `StateError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ._bindings import state as _host
from ._checked import checked, checked_bytes
from ._failure import Failed
from ._host_error import HostError, ask, by_case
from ._inside.phase import require_event

__all__ = [
    "InvalidKey",
    "NotGranted",
    "QuotaExceeded",
    "StateError",
    "Store",
    "TooLarge",
    "Unavailable",
    "open",
]

_PAGE = 1000


class StateError(HostError):
    """A store operation failed. `code` says why, `name` is the name of the store."""

    interface = "state"
    named = "store"


class NotGranted(StateError):
    """The policy does not grant a store of that name to this plugin."""

    code = "not-granted"


class QuotaExceeded(StateError):
    """The write would make the store larger than the policy allows."""

    code = "quota-exceeded"


class InvalidKey(StateError):
    """The key is not 1 to 512 bytes long, or it contains a control character."""

    code = "invalid-key"


class TooLarge(StateError):
    """The value is longer than the policy allows."""

    code = "too-large"


class Unavailable(StateError):
    """The database is currently unavailable. If uncaught, the event can be retried."""

    code = "unavailable"
    retry = True


_ERRORS = by_case(NotGranted, QuotaExceeded, InvalidKey, TooLarge, Unavailable)


class Store(Protocol):
    """An open store. A test may pass any object with these methods."""

    def get(self, key: str) -> bytes | None:
        """Returns the value of `key`, or None if `key` is not set. An empty value is `b""`."""

    def get_text(self, key: str) -> str | None:
        """Returns the value as text. Raises `Failed`, `invalid-utf8`, if it is not UTF-8."""

    def set(self, key: str, value: bytes | str) -> None:
        """Sets `key` to `value`, replacing any previous value."""

    def delete(self, key: str) -> None:
        """Removes `key`. Succeeds even if `key` is not set."""

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Yields all keys that start with `prefix`, in byte order."""


def open(name: str) -> Store:
    """Opens the store `name`. Raises `NotGranted` unless the policy grants it."""
    require_event("state.open")
    checked(name, "the name of a store")
    return _HostStore(name, ask(_ERRORS, name, _host.Store.open, name))


class _HostStore:
    def __init__(self, name: str, store: _host.Store) -> None:
        self._name = name
        self._store = store

    def get(self, key: str) -> bytes | None:
        return ask(_ERRORS, self._name, self._store.get, checked(key, "a key"))

    def get_text(self, key: str) -> str | None:
        value = self.get(key)
        try:
            return None if value is None else value.decode()
        except UnicodeDecodeError as error:
            message = f'state: the value of "{key}" is not valid UTF-8 (store "{self._name}")'
            raise Failed("invalid-utf8", message) from error

    def set(self, key: str, value: bytes | str) -> None:
        data = value.encode() if isinstance(value, str) else checked_bytes(value, "a value")
        ask(_ERRORS, self._name, self._store.set, checked(key, "a key"), data)

    def delete(self, key: str) -> None:
        ask(_ERRORS, self._name, self._store.delete, checked(key, "a key"))

    def keys(self, prefix: str = "") -> Iterator[str]:
        checked(prefix, "a prefix")
        last: str | None = None
        while page := ask(_ERRORS, self._name, self._store.keys, prefix, last, _PAGE):
            yield from page
            last = page[-1]
