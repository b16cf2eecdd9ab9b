"""Checks values before they are passed to the host.

The bindings trap on a value that does not fit, without a stack. An exception raised here has the
author's stack.
"""

_U32_MAX = 2**32 - 1
_MAX_FAILURE_TEXT = 20_000


def readable(text: object) -> str:
    """Returns `text` as a string that can be encoded as UTF-8."""
    return str(text).encode("utf-8", "backslashreplace").decode()


def brief(text: object) -> str:
    """Truncates a text that would exceed a limit of the host and so hide the failure.

    The rest is still more than the host keeps, so the host truncates it again and marks it.
    """
    return readable(str(text)[:_MAX_FAILURE_TEXT])


def checked(text: str, what: str) -> str:
    """Returns `text` if it is a string without lone surrogates, which only Python can hold."""
    if not isinstance(text, str):
        raise TypeError(f"{what} must be a str, not {_kind(text)}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{what} has a lone surrogate at index {error.start}") from None
    return text


def checked_bytes(data: bytes, what: str) -> bytes:
    """Returns `data` if it is of type `bytes`."""
    if not isinstance(data, bytes):
        raise TypeError(f"{what} must be bytes, not {_kind(data)}")
    return data


def checked_u32(number: int, what: str) -> int:
    """Returns `number` if it is an unsigned 32-bit integer."""
    if not isinstance(number, int):
        raise TypeError(f"{what} must be an int, not {_kind(number)}")
    if not 0 <= number <= _U32_MAX:
        raise ValueError(f"{what} must be from 0 to {_U32_MAX}, not {number}")
    return number


def _kind(value: object) -> str:
    return type(value).__name__
