"""Integers of any size.

CPython refuses to convert long integers, to protect servers from quadratic time. JSON has no such
bound, and a plugin's fuel limits the time.
"""

_DIGITS_AT_ONCE = 4000
_BITS_AT_ONCE = 13_000
_DIGITS_PER_BIT = 0.30103


def read(text: str) -> int:
    """Parses a decimal integer with an optional minus sign."""
    return -_natural(text[1:]) if text.startswith("-") else _natural(text)


def _natural(digits: str) -> int:
    if len(digits) <= _DIGITS_AT_ONCE:
        return int(digits)
    low = len(digits) // 2
    scale: int = 10**low
    return _natural(digits[:-low]) * scale + _natural(digits[-low:])


def write(number: int) -> str:
    """Returns all digits of `number`."""
    if number < 0:
        return "-" + write(-number)
    if number.bit_length() <= _BITS_AT_ONCE:
        return int.__repr__(number)
    low = int(number.bit_length() * _DIGITS_PER_BIT) // 2
    high, rest = divmod(number, 10**low)
    return write(high) + write(rest).rjust(low, "0")
