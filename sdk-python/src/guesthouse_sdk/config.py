"""The settings that the policy holds for this plugin."""

from ._bindings import config as _host
from ._checked import checked
from ._inside.phase import require_event

__all__ = ["get"]


def get(name: str) -> str | None:
    """Returns the setting `name`, or None if the policy does not set it."""
    require_event("config.get")
    return _host.get(checked(name, "the name of a setting"))
