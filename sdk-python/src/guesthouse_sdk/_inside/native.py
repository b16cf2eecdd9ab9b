"""Imports that fail because a package has no native modules.

The build knows them. In an event they fail at once: a package would run most of its modules first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from traceback import walk_tb
from types import ModuleType
from typing import NoReturn

# The build lists here, beside the packages, the modules that it has removed.
_LIST = "/.native"

refused: dict[str, str] = {}


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yields an exception and those that led to it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def problem(error: BaseException) -> str | None:
    """Returns what is wrong if an import failed because a native module is missing."""
    for folder in sys.path:
        removed = _removed(folder)
        if removed is None:
            continue
        for failed in chain(error):
            missing = _missing(failed)
            importer = _package(failed, folder)
            if missing in removed or (importer and missing.startswith("ctypes.")):
                name = importer or missing.partition(".")[0]
                return (
                    f"the package `{name}` needs its native modules, but a plugin runs only pure "
                    "Python"
                )
    return None


def _removed(folder: str) -> list[str] | None:
    try:
        with open(folder + _LIST) as file:
            return file.read().split()
    except OSError:
        return None


def imported_name(error: ImportError) -> str:
    """Returns the name that a module does not have. Python 3.12 has `error.name_from` for this."""
    return str(error).partition("cannot import name '")[2].partition("'")[0]


def _missing(error: BaseException) -> str:
    """Returns the name of the module, or of the name in it, that is not there."""
    if isinstance(error, ModuleNotFoundError):
        return error.name or ""
    if isinstance(error, ImportError):
        return f"{error.name}.{imported_name(error)}"
    if isinstance(error, AttributeError) and isinstance(error.obj, ModuleType):
        return f"{error.obj.__name__}.{error.name}"
    return ""


def _package(error: BaseException, folder: str) -> str | None:
    """Returns the package of a folder whose code has raised an exception."""
    files = [frame.f_code.co_filename for frame, _ in walk_tb(error.__traceback__)]
    inner = [file.removeprefix(folder + "/") for file in files if file.startswith(folder + "/")]
    return inner[-1].partition("/")[0].removesuffix(".py") if inner else None


class _Loader:
    @staticmethod
    def create_module(spec: ModuleSpec) -> NoReturn:
        raise ImportError(f"{refused[spec.name]}: use a package in pure Python", name=spec.name)

    @staticmethod
    def exec_module(_module: ModuleType) -> None:
        pass


class _Finder:
    """The entry of `sys.meta_path`."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(name, _Loader) if name in refused else None  # type: ignore[arg-type]


def refuse() -> None:
    """Makes the imports fail that failed during the build."""
    sys.meta_path.insert(0, _Finder)
