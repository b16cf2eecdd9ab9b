"""Converts between the author's types and the contract's. A wrong value raises an exception.

The bindings would trap instead, without naming the value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction, signature
from types import ModuleType
from typing import Any

from ._bindings import types as host
from ._checked import brief, checked, checked_bytes, readable
from ._event import Event, Output
from ._failure import Failure

Handle = Callable[[Event], object]

_EXPECTED = "def handle(event: Event) -> list[Output]"


def handle_of(plugin: ModuleType) -> Handle:
    """Returns the author's function. An invalid one is a build error."""
    handle: Any = getattr(plugin, "handle", None)
    if handle is None:
        raise TypeError(f"plugin.py has no function `handle`: write `{_EXPECTED}`")
    if isinstance(handle, type) or not callable(handle):
        kind = "a class" if isinstance(handle, type) else f"of type {type(handle).__name__}"
        raise TypeError(f"`handle` is {kind}, but it must be a function: write `{_EXPECTED}`")
    if iscoroutinefunction(handle):
        raise TypeError(f"`handle` is `async`, but plugins are synchronous: write `{_EXPECTED}`")
    if isgeneratorfunction(handle) or isasyncgenfunction(handle):
        problem = "is a generator, because it contains `yield`, but it must return a list"
        raise TypeError(f"`handle` {problem}: write `{_EXPECTED}`")
    if not _takes_one_argument(handle):
        raise TypeError(f"`handle` must accept one argument, the event: write `{_EXPECTED}`")
    return handle  # type: ignore[no-any-return]


def _takes_one_argument(handle: Handle) -> bool:
    try:
        signature(handle).bind(None)
    except TypeError:
        return False
    except ValueError:  # a function in C may have no signature
        return True
    return True


def lift(event: host.Event) -> Event:
    """Converts the contract's event to the author's."""
    return Event(
        id=event.id,
        source=event.source,
        type=event.type,
        subject=event.subject,
        time=event.time,
        data_content_type=event.data_content_type,
        data_schema=event.data_schema,
        extensions={item.name: item.value for item in event.extensions},
        data=event.data,
    )


def lower_all(outputs: object) -> list[host.Output]:
    """Converts what `handle` returned to the contract's outputs."""
    if outputs is None:
        return []
    if not isinstance(outputs, (list, tuple)):
        kind = type(outputs).__name__
        mend = ": write `[output]`" if isinstance(outputs, Output) else ""
        raise TypeError(f"`handle` must return a list of Output, or None, not {kind}{mend}")
    return [_lower(output, f"output {index}") for index, output in enumerate(outputs)]


def _lower(output: object, what: str) -> host.Output:
    if not isinstance(output, Output):
        raise TypeError(f"{what} must be an Output, not {type(output).__name__}")
    return host.Output(
        id=_optional(output.id, f"id of {what}"),
        source=_optional(output.source, f"source of {what}"),
        type=checked(output.type, f"type of {what}"),
        subject=_optional(output.subject, f"subject of {what}"),
        time=_optional(output.time, f"time of {what}"),
        data_content_type=_optional(output.data_content_type, f"data_content_type of {what}"),
        data_schema=_optional(output.data_schema, f"data_schema of {what}"),
        extensions=_attributes(output.extensions, f"extensions of {what}"),
        data=None if output.data is None else checked_bytes(output.data, f"data of {what}"),
    )


def _optional(text: str | None, what: str) -> str | None:
    return None if text is None else checked(text, what)


def _attributes(extensions: Mapping[str, str], what: str) -> list[host.Attribute]:
    return [
        host.Attribute(checked(name, what), checked(extensions[name], what))
        for name in sorted(extensions)
    ]


def lower_failure(failure: Failure, trace: str | None) -> host.Failure:
    """Converts the author's failure to the contract's."""
    return host.Failure(
        kind=host.FailureKind[failure.kind.upper()],
        code=None if failure.code is None else readable(failure.code),
        message=brief(failure.message),
        retry_after_ms=failure.retry_after_ms,
        trace=trace,
    )
