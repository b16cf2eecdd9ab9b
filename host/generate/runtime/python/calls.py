"""Calls of the host."""

from __future__ import annotations

from typing import Any

from . import fakes
from ._inside import phase
from .errors import ErrorType
from .place import INSIDE, bound
from .values import Err, Mismatch, Type, explain, lowering


def imported(
    target: tuple[str, str],
    fake: tuple[str, str],
    params: dict[str, Type],
    result: Type | None = None,
    error: ErrorType | None = None,
    named: bool = False,
) -> Any:
    """Returns a function that calls the host, or a test's fake of it.

    `target` is the module and the name of the function in the bindings, and `fake` the names of the
    interface and of the method of its fake. The bindings return a `result` that has a name in the WIT
    (`named`) as a value.
    """
    lower = lowering(params.values())
    path = ".".join(fake)
    lift = result.lift if result is not None and result.differs else None
    call: Any = bound(*target) if INSIDE else None

    def of_host(*args: Any) -> Any:
        if phase.building:
            message = f"`{path}` asks the host, which is absent while the plugin is built"
            raise RuntimeError(f"{message}: ask the host in an exported function")
        try:
            values = lower(*args)
        except Mismatch:
            raise misfit(path, params, args) from None
        try:
            found = call(*values)
            if named:
                found = _unwrapped(found)
        except Err as failure:
            if error is None:
                raise
            raised = error.lift(failure.value)
        else:
            return found if lift is None else lift(found)
        raise raised

    def of_fake(*args: Any) -> Any:
        values = _checked(lower, path, params, args)
        return _answer(fakes.function(*fake)(*values), path, result)

    return of_host if INSIDE else of_fake


def method(
    target: tuple[str, str],
    fake: tuple[str, str],
    params: dict[str, Type],
    result: Type | None = None,
    error: ErrorType | None = None,
    named: bool = False,
) -> Any:
    """Returns a function that calls a method of a resource, whose handle is the first argument."""
    if INSIDE:
        return imported(target, fake, params, result, error, named)
    lower = lowering(params.values())
    path = ".".join(fake)

    def of_fake(this: Any, *args: Any) -> Any:
        handle, *values = _checked(lower, path, params, (this, *args))
        function = getattr(handle, fake[1], None)
        if function is None:
            raise fakes.FakeMissing(f"the fake of `{fake[0]}` has no method `{fake[1]}`")
        return _answer(function(*values), path, result)

    return of_fake


def _unwrapped(found: Any) -> Any:
    """Returns the value of an `Ok`, and raises an `Err`."""
    if isinstance(found, Err):
        raise found
    return found.value


def _checked(lower: Any, path: str, params: dict[str, Type], args: tuple[Any, ...]) -> Any:
    try:
        return lower(*args)
    except Mismatch:
        raise misfit(path, params, args) from None


def _answer(found: Any, path: str, result: Type | None) -> Any:
    """Returns the answer of a fake as that of the host."""
    if result is None:
        return None
    if not result.differs and not result.fits(found):
        raise explain(result, found, f"the fake of {path}: result")
    return result.lift(found)


def misfit(path: str, params: dict[str, Type], args: tuple[Any, ...]) -> Exception:
    """Returns an error that names the argument that does not fit, and the part of it."""
    for (name, type_), value in zip(params.items(), args, strict=True):
        if not type_.fits(value):
            return explain(type_, value, f"{path}: {name}")
    return RuntimeError(f"{path}: the arguments do not fit")
