"""Stand-ins for the host in tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn

_FAKES: ContextVar[dict[str, Any]] = ContextVar("_FAKES", default={})


class FakeMissing(Exception):  # noqa: N818
    """A test called the host, and gave no fake of the function."""


@contextmanager
def host(fakes: dict[str, Any]) -> Iterator[None]:
    """Gives fakes, one for each interface, while a block runs."""
    given = {name: fake for name, fake in fakes.items() if fake is not None}
    token = _FAKES.set({**_FAKES.get(), **given})
    try:
        yield
    finally:
        _FAKES.reset(token)


def function(interface: str, name: str) -> Any:
    """Returns the fake of a function."""
    found = getattr(_FAKES.get().get(interface), name, None)
    return missing(interface, name) if found is None else found


def missing(interface: str, name: str) -> NoReturn:
    """Says which fake a test must give."""
    raise FakeMissing(
        f"there is no host here, and no fake of `{interface}.{name}`: run the test in "
        f"`with testing.host({interface}=...)`, with an object that has a method `{name}`"
    )
