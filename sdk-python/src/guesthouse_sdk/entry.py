"""The module that componentize-py builds: the export, around the author's module `plugin`.

`handle` raises only failures of the contract. Anything else would trap, without a Python stack.
"""

from . import _crash, _warm_up
from ._bindings import types as host
from ._bindings.result import Err
from ._boundary import handle_of, lift, lower_all, lower_failure
from ._failure import GuesthouseError

try:
    import plugin

    _handle = handle_of(plugin)
except BaseException as error:  # noqa: BLE001 (a module can raise anything while it is imported)
    raise _crash.build_error(error) from None

_code = getattr(_handle, "__code__", None)
_warm_up.before_the_snapshot()


class Handler:
    """The export `handler` of the contract."""

    def handle(self, event: host.Event) -> list[host.Output]:
        """Handles one event."""
        try:
            return lower_all(_handle(lift(event)))
        except GuesthouseError as error:
            failure = lower_failure(error.failure())
        except BaseException as error:  # noqa: BLE001 (SystemExit would trap too)
            failure = _crash.report(error, _code)
        finally:
            _warm_up.flush()
        raise Err(failure)
