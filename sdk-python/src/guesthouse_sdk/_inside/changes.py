"""Changes modules of Python's library when they are imported, in the build or in an event."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

Change = Callable[[ModuleType], None]

_changes: dict[str, Change] = {}


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        _changes[module.__name__](module)


class _Finder:
    """The entry of `sys.meta_path`."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name in _changes else None
        if spec is not None and spec.origin is not None:
            spec.loader = _Loader(name, spec.origin)
        return spec


def on_import(name: str, change: Change) -> None:
    """Changes a module: now if it is loaded, or else when it is."""
    _changes[name] = change
    if name in sys.modules:
        change(sys.modules[name])


def install() -> None:
    """Begins to change modules."""
    sys.meta_path.insert(0, _Finder)
