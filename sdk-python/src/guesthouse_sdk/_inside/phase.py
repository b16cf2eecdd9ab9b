"""Whether the plugin is being built or handles an event."""

from importlib.util import find_spec

building = find_spec("wit_world") is not None


def require_event(function: str) -> None:
    """Raises an error if a plugin calls the host while it is built: there is no host then."""
    if building:
        message = f"`{function}` asks the host, which is absent while the plugin is built"
        raise RuntimeError(f"{message}: ask the host in `handle`")
