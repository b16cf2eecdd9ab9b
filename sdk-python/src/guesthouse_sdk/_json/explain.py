"""Says which part of a value cannot be written: `$.price (a Decimal): use str(...)`."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from enum import Enum
from typing import Final

from .scan import MAX_DEPTH

_BYTES: Final = (bytes, bytearray, memoryview)
_WAYS: Final[Mapping[str, str]] = {
    "Decimal": "use str(...) or float(...)",
    "Fraction": "use str(...) or float(...)",
    "UUID": "use str(...)",
    "datetime": "use .isoformat()",
    "date": "use .isoformat()",
    "time": "use .isoformat()",
    "timedelta": "use .total_seconds()",
    "set": "use sorted(...)",
    "frozenset": "use sorted(...)",
}
_DEFAULT: Final = "convert it to a dict, list, str, number, bool or None"
_LONGEST_PATH: Final = 200


def explain(value: object) -> str | None:
    """Describes the first part of `value` that cannot be written."""
    return _Search().find(value, "$", 0)


class _Search:
    def __init__(self) -> None:
        # Containers without an error, with the depth they were found at.
        self._sound: dict[int, int] = {}
        # The paths of the containers of the value.
        self._parents: dict[int, str] = {}

    def find(self, value: object, path: str, depth: int) -> str | None:
        if isinstance(value, str):
            return _surrogate(value, path, "text")
        if value is None or isinstance(value, int):
            return None
        if isinstance(value, float):
            return None if math.isfinite(value) else _refusal(path, str(float(value)), "use None")
        if isinstance(value, _BYTES) or not isinstance(value, (Mapping, Sequence)):
            return _refusal(path, _named(value), _way(value))
        if id(value) in self._parents:
            way = "leave it out, or refer to it by an id"
            return _refusal(path, f"{self._parents[id(value)]} itself", way)
        if depth == MAX_DEPTH:
            return _refusal(path, f"level {MAX_DEPTH + 1}", f"JSON may have {MAX_DEPTH} levels")
        if self._sound.get(id(value), -1) >= depth:
            return None
        self._parents[id(value)] = path
        found = self._inside(value, path, depth + 1)
        del self._parents[id(value)]
        if found is None:
            self._sound[id(value)] = depth
        return found

    def _inside(
        self, value: Mapping[object, object] | Sequence[object], path: str, depth: int
    ) -> str | None:
        items = _members(value, path) if isinstance(value, Mapping) else _items(value, path)
        for place, item, wrong in items:
            found = wrong or self.find(item, place, depth)
            if found is not None:
                return found
        return None


def _members(value: Mapping[object, object], path: str) -> Iterator[tuple[str, object, str | None]]:
    for key, item in value.items():
        if isinstance(key, str):
            name = f".{key}" if key.isidentifier() else f"[{key!a}]"
            yield path + name, item, _surrogate(key, path, "a key")
        else:
            kind = type(key).__name__
            what = f"the key {key!r} is {_article(kind)}"
            yield path, item, _refusal(path, what, "use str(...)")


def _items(value: Sequence[object], path: str) -> Iterator[tuple[str, object, str | None]]:
    for index, item in enumerate(value):
        yield f"{path}[{index}]", item, None


def _refusal(path: str, what: str, way: str) -> str:
    short = path if len(path) <= _LONGEST_PATH else path[:_LONGEST_PATH] + "…"
    return f"{short} ({what}): {way}"


def _surrogate(text: str, path: str, what: str) -> str | None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        way = 'use .encode("utf-8", "replace").decode()'
        return _refusal(path, f"{what} with a lone surrogate at index {error.start}", way)
    return None


def _named(value: object) -> str:
    return _article(type(value).__name__)


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeioAEIO" else f"a {kind}"


def _way(value: object) -> str:
    if isinstance(value, _BYTES):
        return "use .decode(), or base64.b64encode(...).decode()"
    if is_dataclass(value):
        return "use dataclasses.asdict(...)"
    if isinstance(value, Enum):
        return "use .value"
    if hasattr(value, "model_dump"):
        return "use .model_dump()"
    for kind in type(value).__mro__:
        if kind.__name__ in _WAYS:
            return _WAYS[kind.__name__]
    return "use list(...)" if hasattr(value, "__iter__") else _DEFAULT
