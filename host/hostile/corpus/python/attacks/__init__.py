"""The adversaries, one module each. The head of a module says what must become of it."""

from guesthouse_sdk import Failed, Output


def breached(what: object) -> Failed:
    """Returns the failure of an attack that got what it may not have."""
    return Failed("breached", str(what))


def report(text: str) -> list[Output]:
    """Returns the result of an attack that was denied everything."""
    return [Output.text("hostile.report", text)]
