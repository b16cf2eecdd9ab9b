"""What componentize-py makes a component of: the export, around the author's module `plugin`.

Nothing but a failure that the contract knows leaves `handle`: anything else would end the plugin
as a trap, without a word of Python about the cause.
"""

from . import _crash, _warm_up
from ._bindings import types as host
from ._bindings.result import Err
from ._boundary import handle_of, lift, lower_all, lower_failure
from ._failure import GuesthouseError

try:
    import plugin

    _handle = handle_of(plugin)
except BaseException as error:  # noqa: BLE001 (whatever a module raises while it is imported)
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
        except BaseException as error:  # noqa: BLE001 (SystemExit too would be a trap)
            failure = _crash.report(error, _code)
        finally:
            _warm_up.flush()
        raise Err(failure)
