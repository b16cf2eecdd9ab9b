"""The types of a contract that have parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .values import Code, Err, Ok, Some, Type


class _Whole(Type):
    """A type whose values have parts. It differs in the bindings if one of its parts does."""

    def __init__(self, types: Iterable[Type | None]) -> None:
        self.differs = any(type_ is not None and type_.differs for type_ in types)


class _Record(_Whole):
    def __init__(self, kind: Any, types: dict[str, Type]) -> None:
        super().__init__(types.values())
        self.kind, self.types, self.expected = kind, types, f"a {kind.__name__}"

    def shape(self, value: Any) -> bool:
        return isinstance(value, self.kind)

    def parts(self, value: Any) -> Iterable[tuple[str, Type, Any]]:
        for name, type_ in self.types.items():
            yield f".{name}", type_, getattr(value, name)

    def emit(self, code: Code, source: str) -> str:
        value, kind = code.variable(source), code.name(self.kind)
        code.require(f"isinstance({value}, {kind})")
        parts = [type_.emit(code, f"{value}.{name}") for name, type_ in self.types.items()]
        return f"{kind}({', '.join(parts)})" if self.differs else value

    def lift(self, value: Any) -> Any:
        if not self.differs:
            return value
        return self.kind(*(type_.lift(getattr(value, name)) for name, type_ in self.types.items()))


def record(kind: Any, types: dict[str, Type]) -> Type:
    """Returns the type of a dataclass."""
    return _Record(kind, types)


def optional_fields(kind: Any, count: int) -> None:
    """Makes `None` the default of the last fields of a dataclass of the bindings."""
    kind.__init__.__defaults__ = (None,) * count


class _Member(Type):
    """A member of an Enum or a Flag."""

    def __init__(self, kind: Any) -> None:
        self.kind, self.expected = kind, f"a {kind.__name__}"

    def shape(self, value: Any) -> bool:
        return isinstance(value, self.kind)

    def emit(self, code: Code, source: str) -> str:
        value = code.variable(source)
        code.require(f"isinstance({value}, {code.name(self.kind)})")
        return value


def enum(kind: Any) -> Type:
    """Returns the type of an Enum or a Flag."""
    return _Member(kind)


class _List(_Whole):
    def __init__(self, item: Type) -> None:
        super().__init__([item])
        self.item, self.expected = item, "a list"

    def shape(self, value: Any) -> bool:
        return isinstance(value, list)

    def parts(self, value: Any) -> Iterable[tuple[str, Type, Any]]:
        for index, each in enumerate(value):
            yield f"[{index}]", self.item, each

    def emit(self, code: Code, source: str) -> str:
        value = code.variable(source)
        code.require(f"isinstance({value}, list)")
        new = code.variable("[]") if self.differs else value
        code.line(f"for {value}_ in {value}:")
        code.depth += 1
        lowered = self.item.emit(code, f"{value}_")
        if self.differs:
            code.line(f"{new}.append({lowered})")
        code.depth -= 1
        return new

    def lift(self, value: Any) -> Any:
        return [self.item.lift(each) for each in value] if self.differs else value


def list_(item: Type) -> Type:
    """Returns the type of a list."""
    return _List(item)


class _Option(_Whole):
    def __init__(self, inner: Type) -> None:
        super().__init__([inner])
        self.inner, self.expected = inner, f"{inner.expected} or None"

    def shape(self, value: Any) -> bool:
        return value is None or self.inner.shape(value)

    def parts(self, value: Any) -> Iterable[tuple[str, Type, Any]]:
        return () if value is None else self.inner.parts(value)

    def emit(self, code: Code, source: str) -> str:
        value = code.variable(source)
        code.line(f"if {value} is not None:")
        code.depth += 1
        code.line(f"{value} = {self.inner.emit(code, value)}")
        code.depth -= 1
        return value

    def lift(self, value: Any) -> Any:
        return None if value is None else self.inner.lift(value)


def option(inner: Type) -> Type:
    """Returns the type of a value that may be `None`."""
    return _Option(inner)


class _Tuple(_Whole):
    def __init__(self, types: tuple[Type, ...]) -> None:
        super().__init__(types)
        self.types, self.expected = types, f"a tuple of {len(types)}"

    def shape(self, value: Any) -> bool:
        return isinstance(value, tuple) and len(value) == len(self.types)

    def parts(self, value: Any) -> Iterable[tuple[str, Type, Any]]:
        for index, type_ in enumerate(self.types):
            yield f"[{index}]", type_, value[index]

    def emit(self, code: Code, source: str) -> str:
        value = code.variable(source)
        code.require(f"isinstance({value}, tuple) and len({value}) == {len(self.types)}")
        parts = [type_.emit(code, f"{value}[{index}]") for index, type_ in enumerate(self.types)]
        return f"({', '.join(parts)},)" if self.differs else value

    def lift(self, value: Any) -> Any:
        if not self.differs:
            return value
        return tuple(type_.lift(each) for type_, each in zip(self.types, value, strict=True))


def tuple_(*types: Type) -> Type:
    """Returns the type of a tuple."""
    return _Tuple(types)


class _Choice(_Whole):
    """One of several classes, each with or without a field `value`."""

    def __init__(self, expected: str, types: list[tuple[Any, Type | None]]) -> None:
        super().__init__(type_ for _, type_ in types)
        self.types, self.expected = dict(types), expected

    def shape(self, value: Any) -> bool:
        return value.__class__ in self.types

    def parts(self, value: Any) -> Iterable[tuple[str, Type, Any]]:
        type_ = self.types[value.__class__]
        return () if type_ is None else ((".value", type_, value.value),)

    def emit(self, code: Code, source: str) -> str:
        value = code.variable(source)
        kind = code.variable(f"{value}.__class__")
        for index, (each, type_) in enumerate(self.types.items()):
            name = code.name(each)
            code.line(f"{'elif' if index else 'if'} {kind} is {name}:")
            code.depth += 1
            lowered = "None" if type_ is None else type_.emit(code, f"{value}.value")
            is_new = type_ is not None and type_.differs
            code.line(f"{value} = {name}({lowered})" if is_new else "pass")
            code.depth -= 1
        code.line("else: raise Mismatch")
        return value

    def lift(self, value: Any) -> Any:
        type_ = self.types[value.__class__]
        return value.__class__(type_.lift(value.value)) if type_ and type_.differs else value


def choice(expected: str, *types: tuple[Any, Type | None]) -> Type:
    """Returns the type of a variant."""
    return _Choice(expected, list(types))


class _Nothing(Type):
    """The value of a side of a result that has no type."""

    expected = "None"

    def shape(self, value: Any) -> bool:
        return value is None

    def emit(self, code: Code, source: str) -> str:
        code.require(f"{source} is None")
        return "None"


def result(success: Type | None, failure: Type | None) -> Type:
    """Returns the type of a result that is not the result of a function."""
    types = [(Ok, success or _Nothing()), (Err, failure or _Nothing())]
    return _Choice("an Ok or an Err", types)  # type: ignore[arg-type]


def some(inner: Type) -> Type:
    """Returns the type of an option whose value is an option, too."""
    return _Option(_Choice("a Some", [(Some, inner)]))
