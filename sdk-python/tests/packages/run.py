"""Tries popular packages of PyPI in plugins, and writes docs/reference/python-packages.md.

`python3 tests/packages/run.py [NAME...]` downloads the packages and takes many minutes, so CI does
not run it. With names, it writes only their rows. `GUESTHOUSE` names the command.
"""

import json
import os
import subprocess
import sys
import tempfile
from importlib.metadata import distributions
from pathlib import Path

from cases import ALSO, CASES, NATIVE
from reasons import REASONS

ROOT = Path(__file__).parents[3]
TOOL = os.environ.get("GUESTHOUSE", str(ROOT / "target/debug/guesthouse"))
PAGE = ROOT / "docs/reference/python-packages.md"
# The snapshot of more packages would often be larger than the host accepts.
TOGETHER = 12
# The default of the host's limit `component_bytes`.
MAX_COMPONENT = 64 << 20
MANIFEST = """
name = "packages"
version = "0.1.0"
description = "Tries packages"
world = "transform"
language = "python"
"""
USES = """
import json
from importlib import import_module
failed, modules = {}, {}
for name, module in NAMES.items():
    try: modules[name] = import_module(module)
    except BaseException as error: failed[name] = error
def result(name):
    if name in failed: raise failed[name]
    return json.dumps(modules[name].use(), ensure_ascii=False)
"""
PLUGIN = """
from guesthouse_sdk import Output
import uses
def handle(event): return [Output.text("result", uses.result(event.type), subject=event.type)]
"""
NATIVELY = """
import json, sys
sys.path[:0] = sys.argv[1:]
import uses
results = {}
for name in uses.NAMES:
    try: results[name] = uses.result(name)
    except Exception as error: results[name] = repr(error)
print(json.dumps(results))
"""

Versions = dict[str, str]
Problems = dict[str, str | None]


def run(*command: str | Path, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


def module_of(name: str) -> str:
    return "case_" + "".join(each if each.isalnum() else "_" for each in name)


def write_project(folder: Path, names: list[str]) -> None:
    wanted = [each for name in names for each in (name, *ALSO.get(name, []))]
    texts = {module_of(name) + ".py": CASES[name] for name in names}
    texts["uses.py"] = f"NAMES = { ({name: module_of(name) for name in names}) }\n{USES}"
    texts["plugin.py"], texts["plugin.toml"] = PLUGIN, MANIFEST
    texts["requirements.txt"] = "".join(f"{each}\n" for each in wanted)
    for file, text in texts.items():
        (folder / file).write_text(text)


def tried(names: list[str]) -> tuple[Versions, Problems]:
    """Tries packages in one plugin, or in more if it would be too large."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_project(folder, names)
        component = folder / "packages.wasm"
        built = run(TOOL, "build", folder, "-o", component)
        print(f"{', '.join(names)}: {size(component) >> 20} MiB", file=sys.stderr)
        if len(names) > 1 and (built.returncode != 0 or size(component) > MAX_COMPONENT):
            print(built.stderr, file=sys.stderr)
            halves = tried(names[::2]), tried(names[1::2])
            return halves[0][0] | halves[1][0], halves[0][1] | halves[1][1]
        packages = folder / ".guesthouse/packages/lib/site-packages"
        found = distributions(path=[str(packages)])
        versions = {canonical(each.name): each.version for each in found}
        if built.returncode != 0:
            return versions, {names[0]: first_error(built.stderr)}
        if size(component) > MAX_COMPONENT:
            return versions, {names[0]: f"its component has {size(component) >> 20} MiB"}
        return versions, problems(folder, component, names, natively(folder, versions))


def size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def canonical(name: str) -> str:
    return name.lower().replace("_", "-")


def first_error(text: str) -> str:
    return next((line for line in text.splitlines() if line.startswith("error")), text)


def natively(folder: Path, versions: Versions) -> dict[str, str]:
    """Runs the cases in this Python, with the same versions of the packages."""
    pins = [f"{name}=={version}" for name, version in versions.items()]
    site = folder / "natively"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    installed = run(*pip, "--only-binary=:all:", "--target", site, *pins)
    if installed.returncode != 0:
        sys.exit(installed.stderr)
    ran = run(sys.executable, "-c", NATIVELY, str(folder), str(site))
    if ran.returncode != 0:
        sys.exit(ran.stderr)
    results: dict[str, str] = json.loads(ran.stdout.splitlines()[-1])
    return results


def problems(folder: Path, component: Path, names: list[str], wanted: dict[str, str]) -> Problems:
    event = {"specversion": "1.0", "source": "/pypi", "time": "2026-01-02T03:04:05Z"}
    events = [json.dumps({**event, "id": name, "type": name}) for name in names]
    outcomes = folder / "outcomes.jsonl"
    ran = run(TOOL, "run", component, "--outcomes", outcomes, stdin="\n".join(events))
    outputs = [json.loads(line) for line in ran.stdout.splitlines()]
    results = {each["subject"]: each["data"] for each in outputs}
    if not outcomes.exists():
        sys.exit(ran.stderr)
    ends = [json.loads(line) for line in outcomes.read_text().splitlines()]
    messages = {each["event"]: each.get("message") or each["class"] for each in ends}
    return {
        name: None if results.get(name) == wanted[name]
        else f"`{results[name]}` instead of `{wanted[name]}`" if name in results
        else messages.get(name, "the event has no outcome")
        for name in names
    }  # fmt: skip


def page(rows: list[str]) -> str:
    table = "\n".join(rows)
    return f"""# Python packages

A plugin can use packages of PyPI in pure Python, and those that can do without their native modules. List them in `requirements.txt` ([settings](project-settings.md#python)).

`python3 tests/packages/run.py` in `sdk-python` writes this table. It runs a small use of each package in a plugin and compares the result with the same version in Python on the machine. The version is the newest that pip finds for a plugin: if newer versions need native modules, it is an older one.

| package | works |
|---|---|
{table}
"""


def row(name: str, version: str, problem: str | None) -> str:
    reason = problem and (REASONS.get(name) or problem.replace("|", "\\|").partition("\n")[0])
    return f"| `{name}` {version} | {f'no: {reason}' if reason else 'yes'} |"


def written() -> dict[str, str]:
    """Returns the rows of the page by the names of their packages."""
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    return {row.split("`")[1]: row for row in rows}


def main() -> None:
    chosen = sys.argv[1:] or list(CASES)
    pure = [name for name in chosen if name not in NATIVE]
    number = -(-len(pure) // TOGETHER)
    groups = [*(pure[first::number] for first in range(number)), [*filter(NATIVE.count, chosen)]]
    rows = written() if sys.argv[1:] else {}
    for group in filter(None, groups):
        versions, found = tried(group)
        some = {name: row(name, versions.get(canonical(name), ""), found[name]) for name in group}
        print("\n".join(some.values()), file=sys.stderr, flush=True)
        rows |= some
        PAGE.write_text(page([rows[name] for name in sorted(rows)]))


main()
