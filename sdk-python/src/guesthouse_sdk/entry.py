"""The module that componentize-py builds: the export, around the author's module `plugin`.

`handle` raises only failures of the contract. Anything else would trap, without a Python stack.
"""

from types import CodeType

from . import _crash, _warm_up
from ._bindings import types as host
from ._bindings.result import Err
from ._boundary import handle_of, lift, lower_all, lower_failure
from ._failure import GuesthouseError
from ._inside import output, snapshot

_code: CodeType | None = None

snapshot.before_the_import()
try:
    import plugin

    _code = getattr(getattr(plugin, "handle", None), "__code__", None)
    _handle = handle_of(plugin)
    snapshot.before_the_snapshot()
except BaseException as error:  # noqa: BLE001 (a module can raise anything while it is imported)
    raise _crash.build_error(error, _code) from None
finally:
    snapshot.report_printed()


class Handler:
    """The export `handler` of the contract."""

    def handle(self, event: host.Event) -> list[host.Output]:
        """Handles one event."""
        try:
            _warm_up.before_the_event(event.time)
            return lower_all(_handle(lift(event)))
        except GuesthouseError as error:
            failure = lower_failure(error.failure(), _crash.trace_of(error))
        except BaseException as error:  # noqa: BLE001 (SystemExit would trap too)
            failure = _crash.report(error, _code)
        finally:
            output.flush()
        raise Err(failure)
