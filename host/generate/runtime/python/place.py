"""Whether this code runs inside a component, and what its bindings have."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

# componentize-py writes this package when it builds a component.
INSIDE = find_spec("wit_world") is not None


def bound(module: str, name: str) -> Any:
    """Returns an item of the bindings: `bound("wit_world.imports.catalog", "Cursor.next")`."""
    found: Any = import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found
