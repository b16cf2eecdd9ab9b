"""Reads JSON with the standard library's fast parser, after checking what that parser accepts.

The checks are cheap and may report false positives; the scanner then finds the exact error.
"""

import json
import math
import re
from typing import Final, TypeAlias

from . import integer, scan
from .error import JsonError

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_BRACKETS: Final = b"[]{}"
_ALL_SQUARE: Final = bytes.maketrans(b"{}", b"[]")
_NO_SHAPE: Final = bytes(set(range(256)) - set(_BRACKETS + b'"'))
_STRING_SHAPE: Final = re.compile(rb'"[^"]*"')
_NESTED: Final = b"[" * 16 + b"]" * 16
_LONE_SURROGATE: Final = re.compile(
    r"\\u[dD](?:"
    r"[89abAB]..(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB]..\\u[dD])[c-fC-F])"
)


def parse(data: bytes) -> Json:
    """Reads one JSON text. Raises `JsonError` if the input is not JSON."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise JsonError("invalid-utf8", error.start) from None
    if _may_be_too_deep(data) or _has_lone_surrogate(text):
        return _carefully(text)
    try:
        value: Json = _FAST.decode(text)
    except ValueError:
        value = _carefully(text)
    return value


def _carefully(text: str) -> Json:
    error = scan.first_error(text)
    if error is not None:
        code, position = error
        raise JsonError(code, len(text[:position].encode()))
    value: Json = _EXACT.decode(text)
    return value


def _may_be_too_deep(data: bytes) -> bool:
    if data.count(b"[") + data.count(b"{") <= scan.MAX_DEPTH:
        return False
    plain = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    shape = _STRING_SHAPE.sub(b"", plain.translate(_ALL_SQUARE, _NO_SHAPE))
    # Every round removes the innermost level, or several levels that are directly nested.
    levels = 0
    while b"[]" in shape and levels <= scan.MAX_DEPTH:
        inner = _NESTED if _NESTED in shape else b"[]"
        shape = shape.replace(inner, b"")
        levels += len(inner) // 2
    return bool(shape) or levels > scan.MAX_DEPTH


def _has_lone_surrogate(text: str) -> bool:
    if "\\ud" not in text and "\\uD" not in text:
        return False
    # An escaped backslash before a `u` does not start a surrogate escape.
    return _LONE_SURROGATE.search(text.replace("\\\\", "  ")) is not None


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(text)
    return number


def _no_constant(name: str) -> Json:
    raise ValueError(name)


_FAST: Final = json.JSONDecoder(parse_float=_finite, parse_constant=_no_constant)
_EXACT: Final = json.JSONDecoder(
    parse_float=_finite, parse_int=integer.read, parse_constant=_no_constant
)
