"""Writes doubles as ECMAScript does, which RFC 8785 requires."""

import math

from .error import JsonError

# The largest exponent at which ECMAScript writes all digits before the decimal point.
_LARGEST_PLAIN = 21
_SMALLEST_PLAIN = -6


def write(number: float) -> str:
    """Returns the shortest text that reads back as `number`."""
    if not math.isfinite(number):
        raise JsonError("non-finite")
    if number == 0:
        return "0"
    # Python finds the same shortest digits; only the notation may differ.
    text = float.__repr__(number)
    if "e" not in text:
        return text.removesuffix(".0")
    sign = "-" if number < 0 else ""
    return sign + _arrange(*_decimal(text.removeprefix("-")))


def _decimal(text: str) -> tuple[str, int]:
    """Splits Python's form into its significant digits and the position of the point."""
    mantissa, _, exponent = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(digits) - len(fraction) + int(exponent or 0)
    return digits.rstrip("0"), point


def _arrange(digits: str, point: int) -> str:
    if len(digits) <= point <= _LARGEST_PLAIN:
        return digits.ljust(point, "0")
    if 0 < point <= _LARGEST_PLAIN:
        return f"{digits[:point]}.{digits[point:]}"
    if _SMALLEST_PLAIN < point <= 0:
        return f"0.{'0' * -point}{digits}"
    fraction = "." + digits[1:] if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}e{point - 1:+d}"
