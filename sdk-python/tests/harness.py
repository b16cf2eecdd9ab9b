"""Runs a plugin with an in-memory host instead of the bindings."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
INSIDE = HERE / "inside"
SDK = HERE.parent / "src"


def run(folder: Path, source: str, *, world: Path = INSIDE) -> subprocess.CompletedProcess[str]:
    (folder / "plugin.py").write_text(source)
    return subprocess.run(
        [sys.executable, HERE / "handle_once.py"],
        env={"PYTHONPATH": ":".join(map(str, (folder, world, INSIDE, SDK)))},
        capture_output=True,
        text=True,
        check=False,
    )


def handle(folder: Path, body: str, *, top: str = "") -> dict[str, Any]:
    """Returns the result and the printed text of a plugin whose `handle` is `body`."""
    head = "from guesthouse_sdk import *\nfrom guesthouse_sdk import http, state\n"
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    done = run(folder, f"{head}{top}\ndef handle(event):\n{lines}")
    printed, _, answer = done.stdout.partition("ANSWER ")
    assert answer, done.stderr
    return {**json.loads(answer), "printed": printed}


def failure(folder: Path, body: str, *, top: str = "") -> dict[str, Any]:
    found: dict[str, Any] = handle(folder, body, top=top)["failure"]
    return found


def built_error(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Returns the lines of the build error that the author sees."""
    assert done.returncode == 1
    _, _, text = done.stderr.partition("BuildError: ")
    return text.rstrip().splitlines()
