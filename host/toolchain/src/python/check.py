"""Finds mistakes in the author's modules before the long build, and prints them as JSON.

`check.py PACKAGE handle` also requires that plugin.py has this function. PACKAGE is the SDK.

Plugins run on a newer Python than this one may be. What only the newer one may accept is left to
the build.
"""

import ast
import json
import re
import sys
from pathlib import Path

EXPECTED = "def handle(event: Event) -> list[Output]"
GUEST = (3, 14)
# componentize-py writes these modules.
COMPILERS_MODULES = (
    "componentize_py_async_support",
    "componentize_py_runtime",
    "componentize_py_types",
    "wit_world",
)
# Syntax that is newer than the oldest Python that runs this script.
NEWER = re.compile(
    r"^\s*type\s+\w+.*=|\b(def|class)\s+\w+\s*\[|\b[tT][rR]?[\"']|\b[rR][tT][\"']|except\s*\*|"
    r"except[^:(]*,",
    re.MULTILINE,
)
FORMATTED = re.compile(r"\b([fF][rR]?|[rR][fF])[\"']")


def finding(code: str, message: str, file: str, line: int, column: int, hint: str) -> dict:
    """Returns a finding as the build reads it."""
    place = {"file": file, "line": line, "column": column}
    return {"code": code, "message": message, **place, "hint": hint}


def hidden_module(name: str, file: str, node: ast.stmt, project: Path) -> "dict | None":
    """Returns a warning if an import finds Python's own module instead of the project's."""
    top = name.partition(".")[0]
    own = next((path for path in (f"{top}.py", f"{top}/__init__.py") if (project / path).is_file()), None)
    if own is None or top not in getattr(sys, "stdlib_module_names", ()):
        return None
    message = f"`import {top}` finds a module of Python's library, not `{own}`"
    place = (file, node.lineno, node.col_offset + 1)
    return {**finding("hidden-module", message, *place, f"rename `{own}`"), "warning": True}


def hiding_modules(project: Path, package: str) -> "list[dict]":
    """Returns an error for each module of the project that the build would find instead of its own."""
    own = [package, *COMPILERS_MODULES]
    names = [name.replace(".", "/") for name in own]
    paths = [path for name in names for path in (f"{name}.py", f"{name}/__init__.py")]
    return [hiding_module(path) for path in paths if (project / path).is_file()]


def hiding_module(path: str) -> dict:
    """Returns the error about a module that hides one of the build."""
    message = f"`{path}` hides a module that the build needs"
    hint = f"rename or remove `{path}`: the build brings the SDK itself"
    return finding("hiding-module", message, path, 1, 1, hint)


def syntax_error(error: SyntaxError, source: str, file: str) -> "dict | None":
    """Returns a finding, or None if the newer Python may accept the source."""
    lines = source.splitlines()
    first = error.lineno or 1
    near = "\n".join(lines[first - 1 : max(error.end_lineno or first, first)])
    if sys.version_info < GUEST and (NEWER.search(source) or FORMATTED.search(near)):
        return None
    message = f"{type(error).__name__}: {error.msg}"
    hint = "correct the line and build again"
    return finding("python-syntax", message, file, first, max(error.offset or 1, 1), hint)


def modules(project: Path) -> "tuple[ast.Module | None, list[dict]]":
    """Parses plugin.py and the modules of the project that it imports."""
    plugin, found = None, []
    waiting, seen = ["plugin.py"], set()
    while waiting:
        file = waiting.pop()
        if file in seen or not (project / file).is_file():
            continue
        seen.add(file)
        try:
            source = (project / file).read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError) as error:
            known = syntax_error(error, source, file) if isinstance(error, SyntaxError) else None
            found += [known] if known else []
            continue
        plugin = tree if file == "plugin.py" else plugin
        for name, node in imports(tree):
            path = name.replace(".", "/")
            waiting += [f"{path}.py", f"{path}/__init__.py"]
            hidden = hidden_module(name, file, node, project)
            found += [hidden] if hidden else []
    return plugin, found


def imports(tree: ast.Module) -> "list[tuple[str, ast.stmt]]":
    """Returns the modules that the module or a function in it imports, and the statements that do it."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append((node.module, node))
    return names


def check_handle(tree: ast.Module) -> "list[dict]":
    """Checks the function `handle`, if the module defines it in the ordinary way."""
    if any(binds_in_another_way(node) for node in tree.body if not binds_to_other_value(node)):
        return []
    defined = [
        node for node in tree.body if getattr(node, "name", None) == "handle" or binds_to_other_value(node)
    ]
    if not defined:
        message = "plugin.py has no function `handle`"
        return [finding("no-handle", message, "plugin.py", 1, 1, f"write `{EXPECTED}`")]
    handle = defined[-1]
    place = ("plugin.py", handle.lineno, handle.col_offset + 1)
    if binds_to_other_value(handle):
        return [finding("invalid-handle", "`handle` is not a function", *place, f"write `{EXPECTED}`")]
    if isinstance(handle, ast.AsyncFunctionDef):
        message = "`handle` is `async`, but plugins are synchronous"
        return [finding("invalid-handle", message, *place, f"write `{EXPECTED}`")]
    if yields(handle):
        message = "`handle` is a generator, because it contains `yield`, but it must return its outputs"
        hint = f"collect the outputs in a list and return it: `{EXPECTED}`"
        return [finding("invalid-handle", message, *place, hint)]
    if isinstance(handle, ast.FunctionDef) and not accepts_one(handle):
        message = "`handle` must accept one argument, the event"
        return [finding("invalid-handle", message, *place, f"write `{EXPECTED}`")]
    return []


def binds_to_other_value(node: ast.stmt) -> bool:
    """Returns whether a statement makes `handle` a class or a value that cannot be called."""
    if isinstance(node, ast.ClassDef):
        return node.name == "handle" and not node.decorator_list
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    literals = (ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.Set)
    is_handle = any(isinstance(target, ast.Name) and target.id == "handle" for target in targets)
    return is_handle and isinstance(getattr(node, "value", None), literals)


def binds_in_another_way(node: ast.stmt) -> bool:
    """Returns whether a statement may bind `handle` otherwise than as a plain function."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return node.name == "handle" and bool(node.decorator_list)
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return any((alias.asname or alias.name) in ("handle", "*") for alias in node.names)
    words = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    names = {each.name for each in ast.walk(node) if hasattr(each, "name")}
    return not words.isdisjoint({"handle", "globals", "exec", "setattr", "vars"}) or "handle" in names


def yields(function: ast.AST) -> bool:
    """Returns whether the function itself, and not one inside of it, contains `yield`."""
    inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
    return any(
        isinstance(node, (ast.Yield, ast.YieldFrom)) or (not isinstance(node, inner) and yields(node))
        for node in ast.iter_child_nodes(function)
    )


def accepts_one(handle: ast.FunctionDef) -> bool:
    """Returns whether the function can be called with one positional argument."""
    given = handle.args
    positional = len(given.posonlyargs) + len(given.args)
    required = positional - len(given.defaults)
    keywords = any(default is None for default in given.kw_defaults)
    return required <= 1 and (positional >= 1 or given.vararg is not None) and not keywords


def main() -> None:
    """Prints the findings."""
    plugin, found = modules(Path())
    found += hiding_modules(Path(), sys.argv[1])
    if plugin is not None and "handle" in sys.argv[2:] and all("warning" in each for each in found):
        found += check_handle(plugin)
    json.dump(found, sys.stdout)


main()
