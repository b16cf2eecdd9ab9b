"""Resources of the host."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from .values import Code, Mismatch, Type


class Resource:
    """Something that the host has. Close it, or use it in a `with`."""

    # The bindings' object inside a component, and the fake's object in a test.
    _handle: Any = None

    @classmethod
    def _of(cls, handle: Any) -> Self:
        made = cls.__new__(cls)
        made._handle = handle
        return made

    def _taken(self) -> Any:
        """Returns the handle for one use."""
        if self._handle is None:
            raise RuntimeError(f"the {type(self).__name__} is closed, or was given away")
        return self._handle

    def close(self) -> None:
        """Gives the resource back. A closed resource cannot be used."""
        handle, self._handle = self._handle, None
        if hasattr(handle, "__exit__"):
            handle.__exit__(None, None, None)
        elif hasattr(handle, "close"):  # of a fake
            handle.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Handle(Type):
    """A handle of a resource."""

    differs = True

    def __init__(self, kind: type[Resource], is_owned: bool) -> None:
        self.kind, self.is_owned, self.expected = kind, is_owned, f"a {kind.__name__}"

    def shape(self, value: Any) -> bool:
        return isinstance(value, self.kind)

    def lower(self, value: Any) -> Any:
        """Returns the bindings' object. Whoever gets an owned one has it alone."""
        if not isinstance(value, self.kind):
            raise Mismatch
        handle = value._taken()
        if self.is_owned:
            value._handle = None
        return handle

    def emit(self, code: Code, source: str) -> str:
        return code.variable(f"{code.name(self.lower)}({source})")

    def lift(self, value: Any) -> Any:
        return self.kind._of(value)


def own(kind: type[Resource]) -> Type:
    """Returns the type of a handle that is given away."""
    return _Handle(kind, True)


def borrow(kind: type[Resource]) -> Type:
    """Returns the type of a handle that is lent for a call."""
    return _Handle(kind, False)
