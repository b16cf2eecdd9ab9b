"""Python texts may hold half a character; WIT strings may not."""


def readable(text: object) -> str:
    """Returns `text` as a text that a person can read, whatever it is."""
    return str(text).encode("utf-8", "backslashreplace").decode()


def checked(text: str, what: str) -> str:
    """Returns `text` if the host can take it.

    A mistake here would otherwise end the plugin without a trace of where it was made.
    """
    if not isinstance(text, str):
        raise TypeError(f"{what} must be a text, not {type(text).__name__}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{what} has a lone surrogate at {error.start}") from error
    return text
