"""What the operator reads when the author's code raised what nobody catches."""

from __future__ import annotations

from os.path import dirname
from sys import path
from traceback import TracebackException

from ._bindings import types as host
from ._text import readable

_INNERMOST_FRAMES = -64
_SDK = dirname(__file__)
_IMPORT_HINT = (
    "a module is there only if it is imported while the plugin is built: "
    "import it at the top of plugin.py"
)


def report(error: BaseException) -> host.Failure:
    """Returns the failure `crashed` with the author's stack."""
    try:
        if isinstance(error, ModuleNotFoundError):
            error.add_note(_IMPORT_HINT)
        message, trace = _explain(error)
    except Exception as reason:
        # Formatting runs code of the author, `__str__` for one, or there is no memory for it.
        message, trace = f"{type(error).__name__}, and showing it: {type(reason).__name__}", None
    return host.Failure(host.FailureKind.CRASHED, "exception", message, None, trace)


def _explain(error: BaseException) -> tuple[str, str]:
    summary = TracebackException.from_exception(error, limit=_INNERMOST_FRAMES, compact=True)
    _tidy(summary)
    what = "".join(summary.format_exception_only()).strip().partition("\n")[0]
    where = next((f"{frame.filename}:{frame.lineno}: " for frame in reversed(summary.stack)), "")
    return readable(where + what), readable("".join(summary.format()).rstrip())


def _tidy(summary: TracebackException) -> None:
    """Leaves out frames of the SDK and names files as the author does."""
    summary.stack[:] = [frame for frame in summary.stack if not frame.filename.startswith(_SDK)]
    for frame in summary.stack:
        frame.filename = author_path(frame.filename)
    for other in (summary.__cause__, summary.__context__, *(summary.exceptions or ())):
        if other is not None:
            _tidy(other)


def author_path(filename: str) -> str:
    """Returns `filename` below the folder it was imported from."""
    for folder in path:
        if folder and filename.startswith(folder + "/"):
            return filename[len(folder) + 1 :]
    return filename
