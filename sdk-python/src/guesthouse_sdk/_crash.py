"""Reports an exception that the author's code did not catch."""

from __future__ import annotations

import traceback
from os.path import dirname
from sys import path
from traceback import FrameSummary, TracebackException
from types import CodeType

from . import _hints
from ._bindings import types as host
from ._checked import brief
from ._failure import GuesthouseError, Rejected
from ._inside import native
from ._inside.snapshot import BuildError

_INNERMOST_FRAMES = -32
_SDK = dirname(__file__) + "/"
# Inside a plugin, `os` and other modules that are part of the interpreter tell another folder.
_NOT_THE_AUTHORS = (dirname(traceback.__file__) + "/", "/bundled/", "/world/", "<frozen ", _SDK)


def report(error: BaseException, handle: CodeType | None) -> host.Failure:
    """Returns the failure `crashed` with the author's stack.

    An exception without a frame in the author's code concerns what `handle` returned.
    """
    try:
        message, trace = _explain(error, handle)
    except Exception as reason:  # noqa: BLE001 (formatting runs the author's `__str__`)
        why = f"its message cannot be shown: it raised {type(reason).__name__}"
        message, trace = f"{type(error).__name__} ({why})", None
    return host.Failure(host.FailureKind.CRASHED, "exception", message, None, trace)


def trace_of(error: GuesthouseError) -> str | None:
    """Returns the author's stack if the SDK raised the error, and the event is not at fault."""
    if isinstance(error, Rejected) or not _raised_by_sdk(error):
        return None
    try:
        return _explain(error, None)[1]
    except Exception:  # noqa: BLE001 (formatting runs the author's `__str__`)
        return None


def _raised_by_sdk(error: BaseException) -> bool:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_filename.startswith(_SDK)


def build_error(error: BaseException, handle: CodeType | None) -> BuildError:
    """Returns the error to raise if the author's module cannot be a plugin."""
    if isinstance(error, BuildError):
        return error
    problem = native.problem(error)
    if problem is None:
        return BuildError(_explain(error, handle)[1])
    frames = TracebackException.from_exception(error).stack
    where = next((frame for frame in frames if _is_authors(frame.filename)), frames[-1])
    place = f"{_author_path(where.filename)}:{where.lineno}"
    return BuildError(f"{place}: {problem}\nhint: use a package in pure Python instead")


def _is_authors(filename: str) -> bool:
    """Returns whether a file belongs to the author or to a package in the author's project."""
    return not filename.startswith(_NOT_THE_AUTHORS)


def _explain(error: BaseException, handle: CodeType | None) -> tuple[str, str]:
    hint = _hints.add(error)
    for each in native.chain(error):
        if isinstance(each, OSError) and isinstance(each.filename, str):
            each.filename = _author_path(each.filename)
    summary = TracebackException.from_exception(error, limit=_INNERMOST_FRAMES, compact=True)
    innermost = _innermost(summary)
    if innermost is None and handle is not None:
        innermost = FrameSummary(handle.co_filename, handle.co_firstlineno, handle.co_name)
        summary.stack.append(innermost)
    _tidy(summary)
    where = f"{innermost.filename}:{innermost.lineno}: " if innermost else ""
    what = "".join(summary.format_exception_only()).strip().partition("\n")[0]
    # A message may fill the memory, so only its short form is kept while the trace is written.
    message = brief(where + what if hint is None else f"{where}{what.rstrip('.')}: {hint}")
    return message, brief("".join(summary.format()).rstrip())


def _innermost(summary: TracebackException) -> FrameSummary | None:
    authors = (frame for frame in reversed(summary.stack) if _is_authors(frame.filename))
    return next(authors, None)


def _tidy(summary: TracebackException) -> None:
    """Removes frames of the SDK and makes file names relative to the author's project."""
    summary.stack[:] = [frame for frame in summary.stack if not frame.filename.startswith(_SDK)]
    for frame in summary.stack:
        frame.filename = _author_path(frame.filename)
    if getattr(summary, "filename", None):  # the location of a SyntaxError
        summary.filename = _author_path(summary.filename)
    for other in (summary.__cause__, summary.__context__, *(summary.exceptions or ())):
        if other is not None:
            _tidy(other)


def _author_path(filename: str) -> str:
    """Returns `filename` relative to the folder it was imported from."""
    for folder in path:
        if folder and filename.startswith(folder + "/"):
            return filename[len(folder) + 1 :]
    return filename
