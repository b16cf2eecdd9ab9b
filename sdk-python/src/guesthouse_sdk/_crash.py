"""What the operator reads when the author's code raised what nobody catches."""

from __future__ import annotations

from os.path import dirname
from sys import path
from traceback import FrameSummary, TracebackException
from types import CodeType

from ._bindings import types as host
from ._checked import readable

_INNERMOST_FRAMES = -32
SDK = dirname(__file__) + "/"
_IMPORT_HINT = (
    "a module is there only if it is imported while the plugin is built: "
    "import it at the top of plugin.py"
)


def report(error: BaseException, handle: CodeType | None) -> host.Failure:
    """Returns the failure `crashed` with the author's stack.

    An exception without a frame of the author's is about what `handle` returned.
    """
    try:
        if isinstance(error, ModuleNotFoundError):
            error.add_note(_IMPORT_HINT)
        message, trace = _explain(error, handle)
    except Exception as reason:  # noqa: BLE001 (it runs the author's `__str__`)
        message, trace = f"{type(error).__name__}, and showing it: {type(reason).__name__}", None
    return host.Failure(host.FailureKind.CRASHED, "exception", message, None, trace)


def _explain(error: BaseException, handle: CodeType | None) -> tuple[str, str]:
    summary = TracebackException.from_exception(error, limit=_INNERMOST_FRAMES, compact=True)
    _tidy(summary)
    if not summary.stack and handle is not None:
        place = _author_path(handle.co_filename), handle.co_firstlineno, handle.co_name
        summary.stack.append(FrameSummary(*place))
    what = "".join(summary.format_exception_only()).strip().partition("\n")[0]
    where = next((f"{frame.filename}:{frame.lineno}: " for frame in reversed(summary.stack)), "")
    return readable(where + what), readable("".join(summary.format()).rstrip())


def _tidy(summary: TracebackException) -> None:
    """Leaves out frames of the SDK and names files as the author does."""
    summary.stack[:] = [frame for frame in summary.stack if not frame.filename.startswith(SDK)]
    for frame in summary.stack:
        frame.filename = _author_path(frame.filename)
    for other in (summary.__cause__, summary.__context__, *(summary.exceptions or ())):
        if other is not None:
            _tidy(other)


def _author_path(filename: str) -> str:
    """Returns `filename` below the folder it was imported from."""
    for folder in path:
        if folder and filename.startswith(folder + "/"):
            return filename[len(folder) + 1 :]
    return filename
