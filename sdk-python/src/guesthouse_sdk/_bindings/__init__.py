"""The host's interfaces, one private module each.

componentize-py writes the package `wit_world` when it builds a plugin. The modules here re-export
its names, and the `.pyi` file beside each module has their types. On the author's machine there is
no host: the modules can be imported there, so that tests can import a plugin, and every use of them
raises an error that says why.
"""

from functools import partial
from importlib import import_module
from importlib.util import find_spec

_INSIDE_A_PLUGIN = find_spec("wit_world") is not None


def load(module: str) -> dict[str, object]:
    """Returns the names of a module that componentize-py wrote."""
    interface = module.rpartition(".")[2]
    if not _INSIDE_A_PLUGIN:
        return {"__getattr__": partial(_outside, interface)}
    try:
        names = vars(import_module(module))
    except ModuleNotFoundError:
        message = f'`guesthouse_sdk.{interface}` needs `world = "plugin"` in plugin.toml'
        raise ImportError(message) from None
    return {name: value for name, value in names.items() if not name.startswith("__")}


def _outside(interface: str, name: str) -> object:
    if name.startswith("__"):
        raise AttributeError(name)
    raise RuntimeError(f"`guesthouse_sdk.{interface}` works only inside a plugin that a host runs")
