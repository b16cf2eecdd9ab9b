"""Errors of the contract, which functions raise."""

from __future__ import annotations

from typing import Any

from .place import INSIDE, bound
from .values import Code, Mismatch, Type, lowering


class DomainError(Exception):
    """A failure that the contract knows.

    An error of the contract without a name is this class itself: `raise DomainError("message")`.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.value: Any = args[0] if args else None

    def __eq__(self, other: object) -> bool:
        """Compares the values of errors, not their identity."""
        return isinstance(other, DomainError) and (
            self.__class__ is other.__class__ and self.args == other.args
        )

    def __hash__(self) -> int:
        return hash(self.__class__)


class ErrorType(Type):
    """A type of errors: which exceptions stand for it."""

    differs = True
    expected = ""

    def lower(self, error: Any) -> Any:
        """Returns the bindings' value of an exception. An exception of another type is a `Mismatch`."""
        raise NotImplementedError

    def emit(self, code: Code, source: str) -> str:
        """Adds a call: errors are rarely values."""
        return code.variable(f"{code.name(self.lower)}({source})")


class _Cases(ErrorType):
    """A variant or an enum: one class of exceptions for each case."""

    def __init__(self, base: Any, module: str, found: list[tuple[Any, str, Type | None]]) -> None:
        names = ", ".join(kind.__name__ for kind, _, _ in found)
        self.expected = f"a {base.__name__}, which is one of {names}"
        self.types = {kind: type_ for kind, _, type_ in found}
        self.lowering = {kind: lowering([type_] if type_ else []) for kind, _, type_ in found}
        self.bound = {kind: bound(module, name) for kind, name, _ in found} if INSIDE else {}
        self.kinds = {bound_: kind for kind, bound_ in self.bound.items()}

    def shape(self, value: Any) -> bool:
        return value.__class__ in self.types

    def parts(self, value: Any) -> Any:
        type_ = self.types[value.__class__]
        return () if type_ is None else ((".value", type_, value.value),)

    def lower(self, error: Any) -> Any:
        kind = error.__class__
        if kind not in self.types:
            raise Mismatch
        value = self.lowering[kind](*(() if self.types[kind] is None else (error.value,)))
        if not INSIDE:
            return error
        # The case of an enum is a member, that of a variant is a class.
        found = self.bound[kind]
        return found(*value) if isinstance(found, type) else found

    def lift(self, value: Any) -> Any:
        if not INSIDE:
            return value
        kind = self.kinds.get(value.__class__) or self.kinds[value]
        type_ = self.types[kind]
        return kind() if type_ is None else kind(type_.lift(value.value))


def cases(base: Any, module: str, *found: tuple[Any, str, Type | None]) -> ErrorType:
    """Returns the type of errors with one class for each case."""
    return _Cases(base, module, list(found))


class _Fields(ErrorType):
    """A record: one class with its fields."""

    def __init__(self, kind: Any, module: str, name: str, types: dict[str, Type]) -> None:
        self.kind, self.types, self.expected = kind, types, f"a {kind.__name__}"
        self.lowering = lowering(types.values())
        self.bound = bound(module, name) if INSIDE else None

    def shape(self, value: Any) -> bool:
        return isinstance(value, self.kind)

    def parts(self, value: Any) -> Any:
        return [(f".{name}", type_, getattr(value, name)) for name, type_ in self.types.items()]

    def lower(self, error: Any) -> Any:
        if not isinstance(error, self.kind):
            raise Mismatch
        values = self.lowering(*(getattr(error, name) for name in self.types))
        return error if self.bound is None else self.bound(*values)

    def lift(self, value: Any) -> Any:
        if not INSIDE:
            return value
        # The fields of the bindings' class are in the same order, and some have other names.
        raw = vars(value).values()
        return self.kind(
            *(type_.lift(each) for type_, each in zip(self.types.values(), raw, strict=True))
        )


def fields(kind: Any, module: str, name: str, types: dict[str, Type]) -> ErrorType:
    """Returns the type of errors with fields."""
    return _Fields(kind, module, name, types)


class _Plain(ErrorType):
    """An error without a name: `DomainError` with a value of some type, or none."""

    def __init__(self, inner: Type | None) -> None:
        self.inner = inner
        self.expected = f"a DomainError with {inner.expected if inner else 'no value'}"
        self.lowering = lowering([inner] if inner else [])

    def shape(self, value: Any) -> bool:
        return value.__class__ is DomainError

    def parts(self, value: Any) -> Any:
        return ((".value", self.inner, value.value),) if self.inner else ()

    def lower(self, error: Any) -> Any:
        if error.__class__ is not DomainError:
            raise Mismatch
        return self.lowering(error.value)[0] if self.inner else None

    def lift(self, value: Any) -> Any:
        return DomainError(self.inner.lift(value)) if self.inner else DomainError()


def plain(inner: Type | None = None) -> ErrorType:
    """Returns the type of an error without a name."""
    return _Plain(inner)
