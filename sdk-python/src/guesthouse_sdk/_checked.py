"""Values on their way to the host.

The bindings end the plugin as a trap where a value does not fit, without a trace of where it was
made; so what the author gives is checked here, and the exception has the author's stack.
"""

_U32_MAX = 2**32 - 1
_MOST_OF_A_FAILURE = 20_000


def readable(text: object) -> str:
    """Returns `text` as a text that the host can take, whatever it is."""
    return str(text).encode("utf-8", "backslashreplace").decode()


def brief(text: object) -> str:
    """Returns the beginning of a text so long that handing it over would break a limit.

    It would hide the failure it tells of. What is left is more than the host keeps, so that it is
    the host that marks where it cut.
    """
    return readable(str(text)[:_MOST_OF_A_FAILURE])


def checked(text: str, what: str) -> str:
    """Returns `text` if it is one and has no half of a character, which only Python can hold."""
    if not isinstance(text, str):
        raise TypeError(f"{what} must be a str, not {_kind(text)}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{what} has a lone surrogate at index {error.start}") from None
    return text


def checked_bytes(data: bytes, what: str) -> bytes:
    """Returns `data` if they are bytes."""
    if not isinstance(data, bytes):
        raise TypeError(f"{what} must be bytes, not {_kind(data)}")
    return data


def checked_u32(number: int, what: str) -> int:
    """Returns `number` if it is an integer of 32 bits."""
    if not isinstance(number, int):
        raise TypeError(f"{what} must be an int, not {_kind(number)}")
    if not 0 <= number <= _U32_MAX:
        raise ValueError(f"{what} must be 0 to {_U32_MAX}, not {number}")
    return number


def _kind(value: object) -> str:
    return type(value).__name__
