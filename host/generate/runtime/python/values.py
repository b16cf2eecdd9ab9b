"""The simple types of a contract: how a value is checked, and how it passes the border.

The bindings trap on a value that does not fit, without a stack. So every value is checked before,
by a function that is compiled once for each signature. Only when a value does not fit, `explain`
looks for the part that is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from reprlib import Repr
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .place import INSIDE

T = TypeVar("T")
E = TypeVar("E")

if TYPE_CHECKING or not INSIDE:

    @dataclass
    class Some(Generic[T]):
        """A value that is there, where the value itself may be `None`."""

        value: T

    @dataclass
    class Ok(Generic[T]):
        """The value of a success."""

        value: T

    @dataclass(frozen=True)
    class Err(Generic[E], Exception):  # noqa: N818
        """The value of a failure."""

        value: E

else:
    from componentize_py_types import Err, Ok, Some  # noqa: F401


class Mismatch(Exception):  # noqa: N818
    """A value does not fit its type."""


class Code:
    """The source of a function that checks and converts values."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.names: dict[str, Any] = {"Mismatch": Mismatch}
        self.depth = 1

    def line(self, text: str) -> None:
        """Adds a line."""
        self.lines.append("    " * self.depth + text)

    def require(self, test: str) -> None:
        """Adds a test that a value must pass."""
        self.line(f"if not ({test}): raise Mismatch")

    def name(self, value: Any) -> str:
        """Returns a name for an object that the function uses."""
        name = f"n{len(self.names)}"
        self.names[name] = value
        return name

    def variable(self, source: str) -> str:
        """Assigns an expression to a new variable."""
        name = f"v{len(self.lines)}"
        self.line(f"{name} = {source}")
        return name

    def function(self, params: list[str], result: str) -> Callable[..., Any]:
        """Returns the function."""
        head = f"def lower({', '.join(params)}):"
        source = "\n".join([head, *self.lines, f"    return {result}"])
        exec(compile(source, __file__, "exec"), self.names)  # noqa: S102
        function: Callable[..., Any] = self.names["lower"]
        return function


class Type:
    """A type of the contract."""

    expected = ""
    # Whether the bindings have another form of its values than an author.
    differs = False

    def shape(self, value: Any) -> bool:
        """Returns whether a value has the right form, apart from its parts."""
        raise NotImplementedError

    def parts(self, value: Any) -> Iterable[tuple[str, Type, Any]]:
        """Returns the parts of a value, each with its place and its type."""
        return ()

    def emit(self, code: Code, source: str) -> str:
        """Adds the check of an expression, and returns the expression for the bindings."""
        raise NotImplementedError

    def lift(self, value: Any) -> Any:
        """Converts a value of the bindings to the author's form."""
        return value

    def fits(self, value: Any) -> bool:
        """Returns whether a value fits, with all its parts."""
        return self.shape(value) and all(type_.fits(part) for _, type_, part in self.parts(value))


def lowering(types: Iterable[Type]) -> Callable[..., tuple[Any, ...]]:
    """Compiles a function that checks its arguments and returns them for the bindings."""
    code = Code()
    params = [f"a{index}" for index, _ in enumerate(types)]
    results = [type_.emit(code, param) for type_, param in zip(types, params, strict=True)]
    return code.function(params, f"({''.join(f'{each}, ' for each in results)})")


_BRIEF = Repr()
_BRIEF.maxstring = _BRIEF.maxother = 60


def explain(type_: Type, value: Any, path: str) -> Exception:
    """Returns an error that names the part of a value that does not fit."""
    if type_.shape(value):
        for place, part, inner in type_.parts(value):
            if not part.fits(inner):
                return explain(part, inner, path + place)
    message = f"{path}: expected {type_.expected}, found {_BRIEF.repr(value)}"
    is_out_of_range = isinstance(type_, Simple) and isinstance(value, type_.kind)
    return ValueError(message) if is_out_of_range else TypeError(message)


class Simple(Type):
    """A type without parts. `test` is an expression that tests `{0}`."""

    def __init__(self, expected: str, kind: Any, test: str, **names: Any) -> None:
        self.expected, self.kind, self.test, self.names = expected, kind, test, names
        self.shape = eval(f"lambda v: {test.format('v')}", dict(names))  # type: ignore[method-assign]  # noqa: S307

    def emit(self, code: Code, source: str) -> str:
        """Adds the test inline."""
        code.names.update(self.names)
        value = code.variable(source)
        code.require(self.test.format(value))
        return value


def is_text(value: str) -> bool:
    """Returns whether a string has no lone surrogates, which only Python can hold."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _integer(bits: int, signed: bool) -> Simple:
    least = -(1 << bits - 1) if signed else 0
    most = (1 << (bits - 1 if signed else bits)) - 1
    expected = f"an integer from {least} to {most}"
    return Simple(expected, int, f"isinstance({{0}}, int) and {least} <= {{0}} <= {most}")


BOOL = Simple("a bool", bool, "isinstance({0}, bool)")
U8, U16, U32, U64 = (_integer(bits, False) for bits in (8, 16, 32, 64))
S8, S16, S32, S64 = (_integer(bits, True) for bits in (8, 16, 32, 64))
F32 = F64 = Simple("a float", float, "isinstance({0}, (float, int))")
STRING = Simple(
    "a str without lone surrogates",
    str,
    "isinstance({0}, str) and ({0}.isascii() or is_text({0}))",
    is_text=is_text,
)
CHAR = Simple(
    "a str of one character",
    str,
    "isinstance({0}, str) and len({0}) == 1 and is_text({0})",
    is_text=is_text,
)
BYTES = Simple("bytes", bytes, "isinstance({0}, bytes)")


class _SignedBytes(Type):
    """A list of small integers, which the bindings have as bytes."""

    expected = "a list of integers from -128 to 127"
    differs = True

    def shape(self, value: Any) -> bool:
        return isinstance(value, list) and all(S8.fits(each) for each in value)

    def emit(self, code: Code, source: str) -> str:
        value = code.variable(source)
        code.require(f"{code.name(self.shape)}({value})")
        return f"bytes([each & 255 for each in {value}])"

    def lift(self, value: Any) -> Any:
        return [each - 256 if each > 127 else each for each in value]


SIGNED_BYTES = _SignedBytes()
