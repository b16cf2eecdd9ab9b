"""Writing as RFC 8785 says, integers exactly.

The standard library's fast writer does the same for values without floats whose keys sort alike by
code points and by UTF-16 code units. Which values those are is found out first, level by level, so
that neither depth nor a cycle can exhaust the stack.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import chain
from json.encoder import encode_basestring as quote
from typing import Final, TypeAlias

from . import integer, number
from .error import JsonError
from .scan import MAX_DEPTH

JsonLike: TypeAlias = (
    "None | bool | int | float | str | Sequence[JsonLike] | Mapping[str, JsonLike]"
)

_FAST_SCALARS: Final = frozenset({type(None), bool, int, str})
_FAST_TYPES: Final = _FAST_SCALARS | {list, tuple, dict}
_FAST: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
)


def write(value: JsonLike) -> bytes:
    """Writes one JSON text. Raises `JsonError` if `value` cannot be written."""
    text = _fast(value) if _is_plain(value) else _exact(value)
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise JsonError("lone-surrogate") from None


def _fast(value: JsonLike) -> str:
    try:
        return _FAST.encode(value)
    except ValueError:  # CPython's bound on the digits of an integer
        return _exact(value)


def _is_plain(value: JsonLike) -> bool:
    """Says whether the fast writer's text is the right one. Raises what no writer may pass."""
    plain = True
    level: list[object] = [value]
    for _ in range(MAX_DEPTH + 1):
        kinds = set(map(type, level))
        plain = plain and kinds <= _FAST_TYPES
        containers = {kind for kind in kinds if not _is_scalar(kind)}
        if not containers:
            return plain
        # One that occurs twice is looked at once: a cycle would double with every level.
        held = {id(item): item for item in level if type(item) in containers}.values()
        objects = [item for item in held if isinstance(item, Mapping)]
        arrays = [item for item in held if isinstance(item, Sequence)]
        plain = _sorts_alike(list(chain.from_iterable(objects))) and plain
        level = list(chain(*(item.values() for item in objects), *arrays))
    raise JsonError("too-deep")


def _is_scalar(kind: type) -> bool:
    if kind in _FAST_SCALARS or issubclass(kind, (str, int, float)):
        return True
    if issubclass(kind, (bytes, bytearray, memoryview)) or not issubclass(kind, (Mapping, Sequence)):
        raise JsonError("unsupported")
    return False


def _sorts_alike(keys: list[object]) -> bool:
    kinds = set(map(type, keys))
    if not all(issubclass(kind, str) for kind in kinds):
        raise JsonError("unsupported")
    joined = "".join(map(str, keys))
    return kinds <= {str} and (joined.isascii() or max(joined) <= "\uffff")


def _exact(value: JsonLike) -> str:
    if isinstance(value, str):
        return quote(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return integer.write(value)
    if isinstance(value, float):
        return number.write(value)
    if isinstance(value, Mapping):
        members = (f"{quote(key)}:{_exact(value[key])}" for key in sorted(value, key=_utf_16))
        return "{" + ",".join(members) + "}"
    return "[" + ",".join(map(_exact, value)) + "]"


def _utf_16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")
