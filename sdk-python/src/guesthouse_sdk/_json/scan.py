"""Finds the exact position of an error in JSON. Slow, so it runs only for invalid input."""

import math
import re
from typing import Final

MAX_DEPTH: Final = 128

Error = tuple[str, int]

_WS: Final = r"[ \t\n\r]*+"
_SURE: Final = (
    r'[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+'
)
_SPACE: Final = re.compile(_WS)
_TEXT: Final = re.compile(_SURE)
_DIGITS: Final = re.compile(r"[0-9]*")
_HEX: Final = re.compile(r"[0-9a-fA-F]{0,4}")
_LITERALS: Final = {"n": "null", "t": "true", "f": "false"}


def _sound(height: int) -> str:
    """Returns a pattern of values that are certainly valid, nested at most `height` levels."""
    scalar = rf'"{_SURE}"|-?(?:0|[1-9][0-9]{{0,299}}+)(?:\.[0-9]++)?+(?![.eE0-9])|null|true|false'
    if height == 0:
        return f"(?:{scalar})"
    item = _sound(height - 1) + _WS
    array = rf"\[{_WS}(?:{item}(?:,{_WS}(?!\])|(?=\])))*+\]"
    object_ = rf'\{{{_WS}(?:"{_SURE}"{_WS}:{_WS}{item}(?:,{_WS}(?!\}})|(?=\}})))*+\}}'
    return f"(?:{scalar}|{array}|{object_})"


# Most of a long text is runs of such items or members. The regex engine skips a run in one step.
_HEIGHT: Final = 3
_COMMA: Final = f"{_WS},{_WS}"
_ITEMS: Final = [re.compile(f"(?:{_sound(n)}{_COMMA})*+") for n in range(_HEIGHT + 1)]
_MEMBERS: Final = [
    re.compile(f'(?:"{_SURE}"{_WS}:{_WS}{_sound(n)}{_COMMA})*+') for n in range(_HEIGHT + 1)
]


class _Stop(Exception):
    def __init__(self, code: str, position: int) -> None:
        super().__init__(code, position)
        self.error: Error = code, position


def first_error(text: str) -> Error | None:
    """Returns the code and the position, in characters, of the first error in `text`."""
    try:
        _Scanner(text).scan()
    except _Stop as stop:
        return stop.error
    return None


class _Scanner:
    def __init__(self, text: str) -> None:
        # U+0000 is never valid in JSON, so no step reads past the end.
        self.text = text + "\0"
        self.at = 0
        self.closing: list[str] = []

    def scan(self) -> None:
        self._skip(_SPACE)
        self._value()
        while self.closing:
            self._after_value()
        self._skip(_SPACE)
        if self.at < len(self.text) - 1:
            raise self._syntax()

    def _after_value(self) -> None:
        """Moves from the end of a value to the end of the next one, or out of the container."""
        self._skip(_SPACE)
        if self._take(self.closing[-1]):
            self.closing.pop()
            return
        self._expect(",")
        self._skip(_SPACE)
        self._to_item()
        self._value()

    def _value(self) -> None:
        """Moves past a scalar or an empty container; leaves other containers open."""
        while self._opens():
            if self._take(self.closing[-1]):
                self.closing.pop()
                return
            self._to_item()
        self._scalar()

    def _opens(self) -> bool:
        char = self.text[self.at]
        if char not in "[{":
            return False
        if len(self.closing) == MAX_DEPTH:
            raise _Stop("too-deep", self.at)
        self.closing.append("]" if char == "[" else "}")
        self.at += 1
        self._skip(_SPACE)
        return True

    def _to_item(self) -> None:
        """Moves to the value of the item or member that must follow."""
        height = min(_HEIGHT, MAX_DEPTH - len(self.closing))
        if self.closing[-1] == "]":
            self._skip(_ITEMS[height])
            return
        self._skip(_MEMBERS[height])
        self._expect('"')
        self._string()
        self._skip(_SPACE)
        self._expect(":")
        self._skip(_SPACE)

    def _scalar(self) -> None:
        char = self.text[self.at]
        if char in _LITERALS:
            for expected in _LITERALS[char]:
                self._expect(expected)
        elif self._take('"'):
            self._string()
        else:
            self._number()

    def _number(self) -> None:
        start = self.at
        self._take("-")
        if not self._take("0"):
            self._digits()
        integer_end = self.at
        if self._take("."):
            self._digits()
        if self._take("e") or self._take("E"):
            _ = self._take("+") or self._take("-")
            self._digits()
        if self.at > integer_end and math.isinf(float(self.text[start : self.at])):
            raise _Stop("non-finite", start)

    def _digits(self) -> None:
        start = self.at
        self._skip(_DIGITS)
        if self.at == start:
            raise self._syntax()

    def _string(self) -> None:
        """Moves from after the opening quote to after the closing quote."""
        self._skip(_TEXT)
        while not self._take('"'):
            self._escape()
            self._skip(_TEXT)

    def _escape(self) -> None:
        start = self.at
        self._expect("\\")
        if self.text[self.at] in '"\\/bfnrt':
            self.at += 1
            return
        self._expect("u")
        unit = self._unit()
        if 0xDC00 <= unit <= 0xDFFF or (0xD800 <= unit <= 0xDBFF and not self._low_half()):
            raise _Stop("lone-surrogate", start)

    def _low_half(self) -> bool:
        if not self.text.startswith("\\u", self.at):
            return False
        self.at += 2
        return 0xDC00 <= self._unit() <= 0xDFFF

    def _unit(self) -> int:
        start = self.at
        self._skip(_HEX)
        if self.at < start + 4:
            raise self._syntax()
        return int(self.text[start : self.at], 16)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match is not None:
            self.at = match.end()

    def _take(self, char: str) -> bool:
        taken = self.text[self.at] == char
        self.at += taken
        return taken

    def _expect(self, char: str) -> None:
        if not self._take(char):
            raise self._syntax()

    def _syntax(self) -> _Stop:
        return _Stop("syntax", self.at)
