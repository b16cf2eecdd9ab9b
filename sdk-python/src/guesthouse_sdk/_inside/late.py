"""Imports while the plugin is built what functions of loaded modules import when they are called.

Each event would have to compile such a module again. What cannot be imported is left out: a
function that needs it raises Python's own error, or one about a native module.
"""

from __future__ import annotations

import dis
import gc
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import CodeType, FunctionType
from typing import Any

from . import native

_IMPORT_NAME = dis.opmap["IMPORT_NAME"]
# Tools for developers, and modules whose import has an effect. A function named `main` is for the
# command line.
_NEVER = {"__main__", "antigravity", "this", "idlelib", "tkinter", "turtle", "turtledemo", "test"}
_NEVER |= {"pdb", "pydoc", "doctest", "unittest", "ensurepip", "venv", "pip", "setuptools"}
_TOOLS = {"main", "_main", "_test", "test"}


def import_all(without: frozenset[str]) -> None:
    """Imports until functions of the loaded modules, except some, need nothing more."""
    tried: set[str] = set()
    scanned: set[CodeType] = set()
    while True:
        names = _wanted(scanned, lambda each: each.__globals__.get("__name__") not in without)
        wanted = set(names) - tried
        if not wanted:
            return
        tried |= wanted
        for name in sorted(wanted):
            attempt(name)


def imported_in(folder: str) -> set[str]:
    """Returns what functions of loaded modules in a folder import."""
    return set(_wanted(set(), lambda each: each.__code__.co_filename.startswith(folder)))


def attempt(name: str) -> None:
    """Imports a module if that is possible."""
    if name in sys.modules or name.partition(".")[0] in _NEVER:
        return
    if any(name.startswith(f"{package}.") for package in native.refused):
        return
    try:
        import_module(name)
    except BaseException as error:  # noqa: BLE001 (a module can raise anything)
        problem = native.problem(error)
        if problem is not None:
            native.refused[name] = problem


def _wanted(scanned: set[CodeType], chosen: Callable[[FunctionType], bool]) -> Iterator[str]:
    for function in gc.get_objects():
        # `isinstance` would call the code of proxies, which can raise anything.
        if type(function) is not FunctionType or function.__name__ in _TOOLS:
            continue
        if not chosen(function):
            continue
        package = function.__globals__.get("__package__") or ""
        for code in _codes(function.__code__):
            if code not in scanned:
                scanned.add(code)
                yield from _imports(code, package)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _imports(code: CodeType, package: str) -> Iterator[str]:
    """Yields the modules that the code may import; some of them may not exist."""
    for name, level, names in _instructions(code):
        base = package.rsplit(".", level - 1)[0] if level else ""
        module = f"{base}.{name}".strip(".") if level else name
        yield module
        yield from (f"{module}.{each}" for each in names if each != "*")


def _instructions(code: CodeType) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Yields the name, the level and the imported names of each `import` of the code."""
    if _IMPORT_NAME not in code.co_code[::2]:
        return
    constants: list[Any] = []
    for instruction in dis.get_instructions(code):
        if instruction.opcode == _IMPORT_NAME:
            level, names = constants[-2:]
            yield instruction.argval, level, names or ()
        elif instruction.opname.startswith(("LOAD_CONST", "LOAD_SMALL_INT")):
            constants.append(instruction.argval)
