"""The committed stubs match the contract."""

import ast
import re
from pathlib import Path

import pytest

WIT = Path(__file__).parents[2] / "wit"
STUBS = Path(__file__).parents[1] / "src/guesthouse_sdk/_bindings"
# Worlds have no stubs, and the handler is an export.
INTERFACES = sorted({path.stem for path in WIT.glob("*.wit")} - {"handler", "worlds"})
TYPES = {
    "string": "str",
    "u16": "int",
    "u32": "int",
    "u64": "int",
    "list<u8>": "bytes",
    "_": "None",
}


def contract(interface: str) -> str:
    text = re.sub(r"//.*", "", (WIT / f"{interface}.wit").read_text("utf-8"))
    return " ".join(text.replace("%", "").split())


def camel(name: str) -> str:
    return "".join(part.title() for part in name.split("-"))


def python(wit: str) -> str:
    """Returns the Python type that componentize-py uses for a WIT type."""
    if wit in TYPES:
        return TYPES[wit]
    if wit.startswith("option<"):
        return f"{python(wit[7:-1])} | None"
    if wit.startswith("list<"):
        return f"list[{python(wit[5:-1])}]"
    if wit.startswith("result<"):
        return python(wit[7:].rpartition(",")[0].strip())
    return camel(wit)


def parts(text: str) -> list[tuple[str, str]]:
    """Splits `a: t, b-c: u` into names and types."""
    return [
        (name.replace("-", "_"), python(wit.strip()))
        for name, wit in re.findall(r"([a-z-]+): ((?:[^,<]|<[^>]*>+)+)", text)
    ]


def declared(interface: str) -> dict[str, list[tuple[str, str]]]:
    """Returns the records, enums and functions of an interface of the contract."""
    text = contract(interface)
    found = {
        camel(name): parts(body) for name, body in re.findall(r"record ([\w-]+) {(.*?)}", text)
    }
    for name, body in re.findall(r"enum ([\w-]+) {(.*?)}", text):
        cases = (case.strip() for case in body.split(","))
        found[camel(name)] = [(case.upper(), "") for case in cases if case]
    for name, body, answer in re.findall(
        r"([a-z-]+): (?:static )?func\((.*?)\)(?: -> (.*?))?;", text
    ):
        returned = python(answer) if answer else "None"
        found[f"{name.replace('-', '_')}()"] = [
            *parts(body),
            ("->", "Self" if name == "open" else returned),
        ]
    return found


def stubbed(interface: str) -> dict[str, list[tuple[str, str]]]:
    """Returns the same items of a stub."""
    found = {}
    for node in ast.walk(ast.parse((STUBS / f"{interface}.pyi").read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("__"):
            arguments = [argument for argument in node.args.args if argument.annotation]
            typed = [
                (each.arg, ast.unparse(each.annotation)) for each in arguments if each.annotation
            ]
            found[f"{node.name}()"] = [*typed, ("->", ast.unparse(node.returns or node))]
        elif isinstance(node, ast.ClassDef):
            found[node.name] = [member for item in node.body for member in field(item)]
    return {name: members for name, members in found.items() if members}


def field(item: ast.stmt) -> list[tuple[str, str]]:
    if isinstance(item, ast.AnnAssign):
        return [(ast.unparse(item.target), ast.unparse(item.annotation))]
    if isinstance(item, ast.Assign):
        return [(ast.unparse(item.targets[0]), "")]
    return []


@pytest.mark.parametrize("interface", INTERFACES)
def test_the_stubs_match_the_contract(interface: str) -> None:
    assert declared(interface)
    assert stubbed(interface) == declared(interface)


@pytest.mark.parametrize("interface", ["state", "http"])
def test_every_error_has_its_class(interface: str) -> None:
    (cases,) = re.findall(r"variant error {(.*?)}", contract(interface))
    source = (STUBS.parent / f"{interface}.py").read_text("utf-8")
    (mapped,) = re.findall(r"by_case\((.*?)\)", source)
    assert mapped.split(", ") == [camel(case.strip()) for case in cases.split(",") if case.strip()]
