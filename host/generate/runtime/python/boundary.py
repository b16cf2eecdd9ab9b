"""The exports of a component, around the functions of the author's module."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction, signature
from types import CodeType, ModuleType
from typing import Any

from ._inside import output, phase, snapshot
from ._inside.snapshot import BuildError
from .crash import author_path, crash, describe
from .errors import DomainError, ErrorType
from .values import Err, Mismatch, Ok, Type, explain, lowering


class Plugin:
    """The author's module."""

    def __init__(self, name: str) -> None:
        self.name = f"{name}.py"
        snapshot.before_the_import()
        try:
            self.module = import_module(name)
        except BaseException as error:  # noqa: BLE001 (a module can raise anything)
            snapshot.report_printed()
            raise BuildError(describe(error, None)) from None

    def export(
        self,
        head: str,
        params: dict[str, Type],
        result: Type | None = None,
        error: ErrorType | None = None,
        named: bool = False,
    ) -> Any:
        """Returns the method of the component for the author's function.

        `head` is the function as the author has to write it: `price(skus: list[str]) -> Quote`. The
        bindings want a `result` that has a name in the WIT (`named`) as a value.
        """
        name = head.partition("(")[0]
        function = author_function(self.module, self.name, head, len(params))
        types = list(params.values())
        lifts = [type_.differs for type_ in types]
        lower = lowering([result]) if result is not None else None
        code = getattr(function, "__code__", None)

        def exported(_self: object, *args: Any) -> Any:
            if phase.building:
                snapshot.before_a_call()
            value = None
            try:
                if True in lifts:
                    args = tuple(type_.lift(each) for type_, each in zip(types, args))
                value = function(*args)
                lowered = None if lower is None else lower(value)[0]
                return Ok(lowered) if named else lowered
            except Mismatch:
                assert result is not None
                crash(explain(result, value, f"{name}: result"), code)
            except DomainError as raised:
                failure = _failure(name, raised, error, code)
            except BaseException as raised:  # noqa: BLE001 (SystemExit would trap too)
                crash(raised, code)
            finally:
                output.flush()
            if named:
                return Err(failure)
            raise Err(failure)

        return exported

    def seal(self) -> None:
        """Ends the build: the component contains the memory as it is now."""
        try:
            snapshot.before_the_snapshot()
        finally:
            snapshot.report_printed()


def _failure(name: str, raised: DomainError, error: ErrorType | None, code: CodeType | None) -> Any:
    """Returns the bindings' value of an error, or ends the component if the function cannot return it."""
    if error is None:
        crash(raised, code)
    try:
        return error.lower(raised)
    except Mismatch:
        if error.shape(raised):
            crash(explain(error, raised, f"{name}: {type(raised).__name__}"), code)
        raised.add_note(f"hint: `{name}` can raise {error.expected}")
        crash(raised, code)


def author_function(
    module: ModuleType, file: str, head: str, count: int
) -> Callable[..., object]:
    """Returns a function of the author's module. An invalid one is a build error."""
    name, expected = head.partition("(")[0], f"write `def {head}`"
    function: Any = getattr(module, name, None)
    if not callable(function):
        if function is None:
            raise BuildError(f"{file} has no function `{name}`: {expected}")
        raise BuildError(f"{file}: `{name}` is not a function: {expected}")
    problem = _problem(function, count)
    if problem is not None:
        code = getattr(function, "__code__", None)
        place = "" if code is None else f"{author_path(code.co_filename)}:{code.co_firstlineno}: "
        raise BuildError(f"{place}`{name}` {problem}: {expected}")
    return function  # type: ignore[no-any-return]


def _problem(function: Callable[..., object], count: int) -> str | None:
    """Returns what the author's function is that it must not be."""
    if iscoroutinefunction(function):
        return "is `async`, but plugins are synchronous"
    if isgeneratorfunction(function) or isasyncgenfunction(function):
        return "is a generator, because it contains `yield`, but it must return its result"
    try:
        signature(function).bind(*range(count))
    except TypeError:
        return f"must accept {count} argument{'' if count == 1 else 's'}"
    except ValueError:  # a function in C may have no signature
        return None
    return None
