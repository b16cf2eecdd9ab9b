"""Reports an exception that the author's code did not catch, and ends the component."""

from __future__ import annotations

import os
import sys
from traceback import FrameSummary, TracebackException
from types import CodeType
from typing import NoReturn

from ._inside import output

_INNERMOST_FRAMES = -32
_MOST_TEXT = 20_000
# The folder of the generated package.
_SDK = os.path.dirname(os.path.dirname(__file__)) + "/"


def crash(error: BaseException, function: CodeType | None) -> NoReturn:
    """Writes the author's stack to standard error, where the host reads it, and ends the component."""
    output.flush()
    text = describe(error, function)[:_MOST_TEXT].encode("utf-8", "backslashreplace")
    os.write(2, text.rstrip() + b"\n")
    # Leaves without a word of the runtime: an exception would trap, with a stack of its own.
    os._exit(1)


def describe(error: BaseException, function: CodeType | None) -> str:
    """Returns the traceback, without frames of the SDK.

    An exception without a frame in the author's code concerns what `function` returned.
    """
    try:
        summary = TracebackException.from_exception(error, limit=_INNERMOST_FRAMES, compact=True)
        _tidy(summary)
        if not summary.stack and function is not None:
            place = (author_path(function.co_filename), function.co_firstlineno)
            summary.stack.append(FrameSummary(*place, function.co_name))
        return "".join(summary.format())
    except Exception as reason:  # noqa: BLE001 (formatting runs the author's `__str__`)
        head = "Traceback (most recent call last):"
        why = f"its message cannot be shown: it raised {type(reason).__name__}"
        return f"{head}\n{type(error).__name__}: {why}"


def _tidy(summary: TracebackException) -> None:
    """Removes frames of the SDK and makes file names relative to the author's project."""
    summary.stack[:] = [frame for frame in summary.stack if not frame.filename.startswith(_SDK)]
    for frame in summary.stack:
        frame.filename = author_path(frame.filename)
    if getattr(summary, "filename", None):  # the location of a SyntaxError
        summary.filename = author_path(summary.filename)
    for other in (summary.__cause__, summary.__context__, *(summary.exceptions or ())):
        if other is not None:
            _tidy(other)


def author_path(filename: str) -> str:
    """Returns `filename` relative to the folder it was imported from."""
    for folder in sys.path:
        if folder and filename.startswith(folder + "/"):
            return filename[len(folder) + 1 :]
    return filename
