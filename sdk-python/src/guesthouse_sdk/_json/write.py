"""Writes JSON as in RFC 8785, with exact integers.

The standard library's fast writer gives the same result for values without floats whose keys sort
identically by code points and by UTF-16 code units. `_is_plain` finds such values level by level,
so that neither depth nor a cycle can exhaust the stack.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from json.encoder import encode_basestring as quote
from typing import Any, Final, TypeAlias

from . import integer, number
from .error import JsonError
from .explain import explain
from .scan import MAX_DEPTH

JsonLike: TypeAlias = (
    "bool | int | float | str | Sequence[JsonLike] | Mapping[str, JsonLike] | None"
)

_BYTES: Final = (bytes, bytearray, memoryview)
_FAST_TYPES: Final = {type(None), bool, int, str, list, tuple, dict}
_FAST: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
)


def write(value: JsonLike) -> bytes:
    """Writes one JSON text. Raises `JsonError` if `value` cannot be written."""
    try:
        text = _fast(value) if _is_plain(value) else None
        return (_exact(value) if text is None else text).encode()
    except UnicodeEncodeError:
        raise JsonError("lone-surrogate", None, explain(value)) from None
    except JsonError as error:
        raise JsonError(error.code, None, explain(value)) from None


def _fast(value: JsonLike) -> str | None:
    try:
        return _FAST.encode(value)
    except ValueError:  # CPython limits the digits of an integer
        return None


def _is_plain(value: JsonLike) -> bool:
    """Returns whether the fast writer gives the right text. Raises for an invalid value."""
    plain = True
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH + 1):
        kinds = set(map(type, level))
        plain = plain and kinds <= _FAST_TYPES
        objects = {kind for kind in kinds if _writer(kind) is _object}
        arrays = {kind for kind in kinds if _writer(kind) is _array}
        if not objects and not arrays:
            return plain
        # Visit an object that occurs twice only once: a cycle would double at every level.
        held = {id(item): item for item in level if type(item) in objects}.values()
        lists = {id(item): item for item in level if type(item) in arrays}.values()
        plain = _sorts_alike(list(chain.from_iterable(held))) and plain
        level = list(chain(chain.from_iterable(lists), *(item.values() for item in held)))
    raise JsonError("too-deep")


def _sorts_alike(keys: list[object]) -> bool:
    kinds = set(map(type, keys))
    if not all(issubclass(kind, str) for kind in kinds):
        raise JsonError("unsupported")
    joined = "".join(map(str, keys))
    return kinds <= {str} and (joined.isascii() or max(joined) <= "\uffff")


def _exact(value: object) -> str:
    return _writer(type(value))(value)


def _writer(kind: type) -> Callable[[Any], str]:
    known = _WRITERS.get(kind)
    if known is not None:
        return known
    bases = (base for base in _WRITERS if issubclass(kind, base))
    base = next(bases, None)
    if base is None or issubclass(kind, _BYTES):
        raise JsonError("unsupported")
    return _WRITERS[base]


def _object(value: Mapping[str, object]) -> str:
    members = (f"{quote(key)}:{_exact(value[key])}" for key in sorted(value, key=_utf_16))
    return "{" + ",".join(members) + "}"


def _array(value: Iterable[object]) -> str:
    return "[" + ",".join(map(_exact, value)) + "]"


def _utf_16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


_WRITERS: Final[Mapping[type, Callable[[Any], str]]] = {
    str: quote,
    bool: lambda value: "true" if value else "false",
    int: integer.write,
    float: number.write,
    type(None): lambda _: "null",
    dict: _object,
    list: _array,
    tuple: _array,
    Mapping: _object,
    Sequence: _array,
}
