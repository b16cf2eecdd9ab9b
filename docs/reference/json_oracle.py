"""An implementation of json.md that is independent of the four SDKs.

It is deliberately slow and simple: one byte at a time, in the order of the rules on the page.
"""

from __future__ import annotations

import math
import struct
import sys
from dataclasses import dataclass
from decimal import Decimal
from typing import Union

MAX_DEPTH = 128
WHITE_SPACE = b" \t\n\r"
ESCAPES = {
    b'"': '"',
    b"\\": "\\",
    b"/": "/",
    b"b": "\b",
    b"f": "\f",
    b"n": "\n",
    b"r": "\r",
    b"t": "\t",
}
SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}

Value = Union[None, bool, int, float, str, "list[Value]", "dict[str, Value]"]

# An integer is exact at any size; by default, Python refuses more than 4,300 digits.
sys.set_int_max_str_digits(0)


@dataclass
class JsonError(Exception):
    code: str
    offset: int | None = None


def read(data: bytes) -> Value:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise JsonError("invalid-utf8", error.start) from None
    reader = Reader(data)
    value = reader.value(1)
    reader.space()
    if reader.at < len(data):
        raise reader.syntax()
    return value


class Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def syntax(self) -> JsonError:
        return JsonError("syntax", self.at)

    def peek(self) -> bytes:
        return self.data[self.at : self.at + 1]

    def take(self, allowed: bytes) -> bytes:
        byte = self.peek()
        if not byte or byte not in allowed:
            raise self.syntax()
        self.at += 1
        return byte

    def space(self) -> None:
        while self.peek() and self.peek() in WHITE_SPACE:
            self.at += 1

    def word(self, word: bytes, value: Value) -> Value:
        for index in range(len(word)):
            self.take(word[index : index + 1])
        return value

    def value(self, depth: int) -> Value:
        self.space()
        match self.peek():
            case b"{" | b"[" if depth > MAX_DEPTH:
                raise JsonError("too-deep", self.at)
            case b"{":
                return self.object(depth)
            case b"[":
                return self.array(depth)
            case b'"':
                return self.string()
            case b"t":
                return self.word(b"true", True)
            case b"f":
                return self.word(b"false", False)
            case b"n":
                return self.word(b"null", None)
            case _:
                return self.number()

    def array(self, depth: int) -> Value:
        self.take(b"[")
        items: list[Value] = []
        self.space()
        if self.peek() == b"]":
            self.at += 1
            return items
        while True:
            items.append(self.value(depth + 1))
            self.space()
            if self.take(b",]") == b"]":
                return items

    def object(self, depth: int) -> Value:
        self.take(b"{")
        members: dict[str, Value] = {}
        self.space()
        if self.peek() == b"}":
            self.at += 1
            return members
        while True:
            self.space()
            key = self.string()
            self.space()
            self.take(b":")
            members[key] = self.value(depth + 1)
            self.space()
            if self.take(b",}") == b"}":
                return members

    def number(self) -> int | float:
        start = self.at
        if self.peek() == b"-":
            self.at += 1
        if self.take(b"0123456789") != b"0":
            self.digits()
        integer = True
        if self.peek() == b".":
            integer = False
            self.at += 1
            self.take(b"0123456789")
            self.digits()
        if self.peek() in (b"e", b"E"):
            integer = False
            self.at += 1
            if self.peek() in (b"+", b"-"):
                self.at += 1
            self.take(b"0123456789")
            self.digits()
        text = self.data[start : self.at].decode()
        if integer:
            return int(text)
        number = float(text)
        if math.isinf(number):
            raise JsonError("non-finite", start)
        return number

    def digits(self) -> None:
        while self.peek().isdigit():
            self.at += 1

    def string(self) -> str:
        self.take(b'"')
        text = ""
        while True:
            byte = self.peek()
            if not byte or byte[0] < 0x20:
                raise self.syntax()
            if byte == b'"':
                self.at += 1
                return text
            text += self.escape() if byte == b"\\" else self.scalar()

    def scalar(self) -> str:
        first = self.data[self.at]
        length = 1 if first < 0x80 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
        self.at += length
        return self.data[self.at - length : self.at].decode("utf-8")

    def escape(self) -> str:
        start = self.at
        self.take(b"\\")
        letter = self.take(b'"\\/bfnrtu')
        if letter != b"u":
            return ESCAPES[letter]
        first = self.hex4()
        if not 0xD800 <= first <= 0xDFFF:
            return chr(first)
        if first >= 0xDC00 or self.data[self.at : self.at + 2] != b"\\u":
            raise JsonError("lone-surrogate", start)
        self.at += 2
        second = self.hex4()
        if not 0xDC00 <= second <= 0xDFFF:
            raise JsonError("lone-surrogate", start)
        return chr(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))

    def hex4(self) -> int:
        start = self.at
        for _ in range(4):
            self.take(b"0123456789abcdefABCDEF")
        return int(self.data[start : self.at], 16)


def write(value: Value, depth: int = 1) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return write_double(value)
        case str():
            return write_string(value)
    if depth > MAX_DEPTH:
        raise JsonError("too-deep")
    if isinstance(value, list):
        return "[" + ",".join(write(item, depth + 1) for item in value) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return (
        "{" + ",".join(f"{write_string(key)}:{write(value[key], depth + 1)}" for key in keys) + "}"
    )


def write_string(text: str) -> str:
    if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        raise JsonError("lone-surrogate")
    return '"' + "".join(SHORT.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in text) + '"'


def write_double(number: float) -> str:
    """ECMA-262, Number::toString: `digits` s, `count` k, `point` n."""
    if not math.isfinite(number):
        raise JsonError("non-finite")
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    _, figures, exponent = Decimal(repr(abs(number))).normalize().as_tuple()
    digits, count = "".join(map(str, figures)), len(figures)
    point = int(exponent) + count
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    mantissa = digits if count == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{sign}{mantissa}e{point - 1:+d}"


def double(bits: str) -> float:
    """Returns the double with these 16 hexadecimal digits."""
    return float(struct.unpack(">d", bytes.fromhex(bits))[0])
