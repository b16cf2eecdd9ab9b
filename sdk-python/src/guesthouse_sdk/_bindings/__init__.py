"""The host's interfaces, one private module each.

componentize-py writes the package `wit_world` when it builds a plugin; the modules here hand its
names on, and the `.pyi` beside each says what they are. On the author's machine there is no host:
there the modules import, so that a plugin can be imported by its tests, and every use of them says
why it cannot work.
"""

from importlib import import_module
from importlib.util import find_spec

INSIDE_A_PLUGIN = find_spec("wit_world") is not None


def load(interface: str) -> dict[str, object]:
    """Returns the names of one interface."""
    if not INSIDE_A_PLUGIN:
        return {"__getattr__": _outside(interface)}
    try:
        return vars(import_module(f"wit_world.imports.{interface}"))
    except ModuleNotFoundError:
        message = f'`guesthouse_sdk.{interface}` needs `world = "plugin"` in plugin.toml'
        raise ImportError(message) from None


def _outside(interface: str) -> object:
    def attribute(name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        message = f"`guesthouse_sdk.{interface}` works only inside a plugin that a host runs"
        raise RuntimeError(message)

    return attribute
